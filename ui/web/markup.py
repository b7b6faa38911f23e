"""Untrusted text as HTML, in this one place: whatever an article, a question or a model holds is only text."""

from __future__ import annotations

import html
from datetime import date
from urllib.parse import urlsplit

from rag.result import Source

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Spelled out here because `strftime` follows the locale of the machine."""

UNTITLED = "Untitled report"


def esc(text: str) -> str:
    """Text as HTML that shows just that text, in an element or in a quoted attribute.

    A lone surrogate, which no page can carry, becomes a question mark.
    """
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=True)


def day(value: date) -> str:
    """A date as a newspaper writes it: 16 August 2017."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def days(first: date, last: date) -> str:
    """A run of days, both inclusive, without saying month or year twice: 1–31 July 2017."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def byline(source: str | None, published: date | None) -> str:
    """Source and date as HTML, whichever are known."""
    parts = []
    if source:
        parts.append(f'<span class="outlet">{esc(source)}</span>')
    if published:
        parts.append(f'<time datetime="{published.isoformat()}">{day(published)}</time>')
    return ' <span class="dot" aria-hidden="true">·</span> '.join(parts)


def opener(source: Source, label: str, *, css: str, span: tuple[int, int] | None = None) -> str:
    """A button that opens an article, at a span of its text where one is given; `label` is HTML already.

    The browser sends the attributes back when it is pressed; `ui.web.reading` checks them then.
    """
    place = f' data-start="{span[0]}" data-end="{span[1]}"' if span else ""
    return (
        f'<button type="button" class="{css}" data-article="{esc(source.article_id)}"{place}>{label}</button>'
    )


def safe_url(url: str | None) -> str | None:
    """The address if a link may lead there (http or https, with a host), else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None
