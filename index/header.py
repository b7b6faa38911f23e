"""Reads headline, source, byline, place and date from the first lines of a plain-text article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.dates import parse_date, time_expressions

_DATE_LINE = re.compile(r"\s*date[:\s]\s*(?P<date>\S+)\s*(?P<rest>.*)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?P<name>title|headline|source|publisher|outlet|date|published|url|link|author|byline|by|place)"
    r"\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by\s+(?P<names>[A-Z].*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|·•–—]\s*|\s+-\s+")
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_PLACE = rf"[{_CAPITAL}][{_CAPITAL}’'.]+(?:[ -][{_CAPITAL}][{_CAPITAL}’'.]+){{0,3}}(?:, [{_CAPITAL}][\w.]+)?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:, (?P<day>[A-Z][a-z]{{2,8}}\.? \d{{1,2}}))?"
    r"(?: ?\((?P<source>[^)\n]{2,40})\))?\s*[-–—]+\s"
)
_ENDS_LIKE_TEXT = re.compile(r"[.!?;,][\"”’')]*$")
_LONGEST_TITLE = 160
_LONGEST_META = 140


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines say; `body` is the text without the lines that were only header."""

    body: str
    title: str = ""
    source: str | None = None
    published: date | None = None
    place: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    title: str = ""
    source: str | None = None
    published: date | None = None
    place: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()


def split_authors(text: str) -> tuple[str, ...]:
    """The names in a byline: "A. Brenn, B. Costa and C. Dorn" has three."""
    return tuple(name.strip() for name in re.split(r",\s*|\s+and\s+|;\s*", text) if name.strip())


def _without_date(text: str, published: date) -> str:
    """What is left of a header line once the date and a weekday or a time beside it are taken out."""
    for expression in time_expressions(text, None):
        if expression.first == published:
            text = text[: expression.start] + "|" + text[expression.end :]
            break
    text = re.sub(
        r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
        r"(?:\b(?:at|on)\s+)?\b\d{1,2}:\d\d(?:\s*[ap]\.?m\b\.?)?(?:\s*[A-Z]{3,4}\b)?",
        "|",
        text,
    )
    return re.sub(r"\b(?:published|updated|posted|date)\b:?", "|", text, flags=re.IGNORECASE)


def _read_date_line(line: str, found: _Found) -> bool:
    """A first line such as `date 2017-08-18 Reuters, PHNOM PENH`."""
    match = _DATE_LINE.fullmatch(line) if len(line) <= _LONGEST_META else None
    published = parse_date(match["date"]) if match else None
    if match is None or published is None:
        return False
    found.published = published
    for part in (part.strip() for part in match["rest"].split(",")):
        if part and part.isupper() and found.place is None and (found.source or len(part) > 4):
            found.place = part
        elif part and found.source is None:
            found.source = part
    return True


def _read_label(line: str, found: _Found) -> bool:
    """A line such as `Source: The Sarn Courier`."""
    match = _LABEL.fullmatch(line)
    if match is None:
        return False
    name, value = match["name"].lower(), match["value"].strip()
    if name in {"title", "headline"}:
        found.title = value
    elif name in {"source", "publisher", "outlet"}:
        found.source = value
    elif name in {"date", "published"}:
        found.published = parse_date(value) or found.published
        return parse_date(value) is not None
    elif name in {"url", "link"}:
        found.url = value
    elif name == "place":
        found.place = value
    else:
        found.authors = split_authors(value)
    return True


def _read_meta_line(line: str, found: _Found) -> bool:
    """A line such as `By Ada Brenn | Velmora Wire | March 12, 2024` or `The Sarn Courier, 12 March 2024`."""
    if len(line) > _LONGEST_META or _ENDS_LIKE_TEXT.search(line):
        return False
    published = parse_date(line)
    byline = _BYLINE.match(line)
    if published is None and (byline is None or len(line.split()) > 12):
        return False
    rest = _without_date(line, published) if published else line
    parts = [part.strip(" ,") for part in _SEPARATOR.split(rest)]
    parts = [part for part in parts if part]
    if sum(len(part.split()) for part in parts) > 14:
        return False
    for part in parts:
        if match := _BYLINE.fullmatch(part):
            found.authors = split_authors(match["names"])
        elif found.source is None:
            found.source = part
    found.published = published or found.published
    return True


def _is_title(line: str, has_more: bool) -> bool:
    return (
        has_more
        and len(line) <= _LONGEST_TITLE
        and not _ENDS_LIKE_TEXT.search(line)
        and not _DATELINE.match(line)
        and not _LABEL.match(line)
        and len(line.split()) <= 25
    )


def _read_dateline(body: str, found: _Found) -> None:
    """`PORT SARN (Velmora Wire) - ` at the head of the body; it stays there, being part of a sentence."""
    match = _DATELINE.match(body)
    if match is None:
        return
    found.place = found.place or match["place"]
    found.source = found.source or match["source"]


def without_dateline(text: str) -> str:
    """The text without a dateline such as `PORT SARN (Velmora Wire) - ` at its head: for a stand-in headline."""
    match = _DATELINE.match(text)
    return text[match.end() :] if match else text


def read_header(text: str) -> Header:
    r"""The header of a plain-text article whose line ends are `\\n`.

    A line is taken for header only when it plainly is one; everything else stays in the body.
    """
    found = _Found()
    lines = text.split("\n")
    at = 0
    for tries in range(6):  # a header has few lines
        while at < len(lines) and not lines[at].strip():
            at += 1
        if at >= len(lines):
            break
        line = lines[at].strip().lstrip("#").strip()
        has_more = any(later.strip() for later in lines[at + 1 :])
        is_header = (
            (tries == 0 and _read_date_line(line, found))
            or (len(line) <= _LONGEST_META and _read_label(line, found))
            or (has_more and _read_meta_line(line, found))
        )
        if (
            not is_header
            and not found.title
            and _is_title(line, has_more)
            and (tries == 0 or found.published)
        ):
            found.title = line
            is_header = True
        if not is_header:
            break
        at += 1
    body = "\n".join(lines[at:]).strip()
    _read_dateline(body, found)
    return Header(body, found.title, found.source, found.published, found.place, found.url, found.authors)
