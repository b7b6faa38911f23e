"""Reads headline, source, byline, place and dates from the first lines of a plain-text article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from index.dateline import place_name, read_dateline, without_dateline
from index.dates import TimeExpression, parse_date, time_expressions

__all__ = ["Header", "read_header", "split_authors", "without_dateline"]

_DATE_LINE = re.compile(r"\s*date[:\s]\s*(?P<date>\S+)\s*(?P<rest>.*)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?P<name>title|headline|source|publisher|outlet|date|published(?: on)?|(?:last )?(?:updated|modified)(?: on)?|"
    r"url|link|author|byline|by|place)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_FIELDS = {
    "title": "title",
    "headline": "title",
    "source": "source",
    "publisher": "source",
    "outlet": "source",
    "date": "published",
    "published": "published",
    "updated": "updated",
    "modified": "updated",
    "url": "url",
    "link": "url",
    "author": "authors",
    "byline": "authors",
    "by": "authors",
    "place": "place",
}
_BYLINE = re.compile(r"by\s+(?P<names>[A-Z].*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|·•–—]\s*|\s+-\s+")
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_ENDS_LIKE_TEXT = re.compile(r"[.!?;,][\"”’')]*$")
_LONGEST_TITLE = 160
_LONGEST_META = 140


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines say; `body` is the text without the lines that were only header.

    `provenance` says of each fact where it stood: first line, label line, byline, header line or dateline.
    """

    body: str
    title: str = ""
    source: str | None = None
    published: date | None = None
    place: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    updated: date | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """The facts of the lines read so far, by field of Header, and where each stood."""

    facts: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, where: str) -> None:
        if value:
            self.facts[name] = value
            self.provenance[name] = where

    def __contains__(self, name: str) -> bool:
        return name in self.facts


def split_authors(text: str) -> tuple[str, ...]:
    """The names in a byline: "By A. Brenn, B. Costa and C. Dorn" has three."""
    names = re.sub(r"^by:?\s+", "", text.strip(), flags=re.IGNORECASE)
    return tuple(name.strip() for name in re.split(r",\s*|\s+and\s+|;\s*", names) if name.strip())


def _without_dates(text: str, dates: list[TimeExpression]) -> str:
    """What is left of a header line once its dates and the weekdays and times beside them are taken out."""
    for expression in reversed(dates):
        text = text[: expression.start] + "|" + text[expression.end :]
    text = re.sub(
        r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
        r"(?:\b(?:at|on)\s+)?\b\d{1,2}:\d\d(?:\s*[ap]\.?m\b\.?)?(?:\s*[A-Z]{3,4}\b)?",
        "|",
        text,
    )
    return re.sub(
        r"\b(?:(?:first )?published|(?:last )?(?:updated|modified)|posted|date)\b:?", "|", text, flags=re.I
    )


def _read_date_line(line: str, found: _Found) -> bool:
    """A first line such as `date 2017-08-18 Reuters, PHNOM PENH`."""
    match = _DATE_LINE.fullmatch(line) if len(line) <= _LONGEST_META else None
    published = parse_date(match["date"]) if match else None
    if match is None or published is None:
        return False
    found.put("published", published, "first line")
    for part in (part.strip() for part in match["rest"].split(",")):
        if part and part.isupper() and "place" not in found and ("source" in found or len(part) > 4):
            found.put("place", place_name(part), "first line")
        elif part and "source" not in found:
            found.put("source", part, "first line")
    return True


def _read_label(line: str, found: _Found) -> bool:
    """A line such as `Source: The Sarn Courier`."""
    match = _LABEL.fullmatch(line)
    if match is None:
        return False
    label, value = match["name"].lower().removeprefix("last ").removesuffix(" on"), match["value"].strip()
    name = _FIELDS[label]
    read: Any = value
    if name in {"published", "updated"}:
        read = parse_date(value)
        if read is None or _UPDATED.search(
            value
        ):  # "Published: 5 March, updated 6 March": a line of its own kind
            return False
    elif name == "authors":
        read = split_authors(value)
    elif name == "place":
        read = place_name(value)
    found.put(name, read, "label line")
    return True


def _full_dates(line: str) -> list[TimeExpression]:
    return [found for found in time_expressions(line, None) if found.first == found.last]


def _read_meta_line(line: str, found: _Found) -> bool:
    """A line such as `By Ada Brenn | Velmora Wire | March 12, 2024` or `The Sarn Courier, 12 March 2024`."""
    if len(line) > _LONGEST_META or _ENDS_LIKE_TEXT.search(line):
        return False
    dates = _full_dates(line)
    byline = _BYLINE.match(line)
    if not dates and (byline is None or len(line.split()) > 12):
        return False
    rest = _without_dates(line, dates)
    parts = [part.strip(" ,:") for part in _SEPARATOR.split(rest)]
    parts = [part for part in parts if part]
    if sum(len(part.split()) for part in parts) > 14:
        return False
    where = "byline" if byline else "header line"
    for part in parts:
        if match := _BYLINE.fullmatch(part):
            found.put("authors", split_authors(match["names"]), where)
        elif "source" not in found:
            found.put("source", part, where)
    at = 0
    for expression in dates:
        before = line[at : expression.start]
        found.put("updated" if _UPDATED.search(before) else "published", expression.first, where)
        at = expression.end
    return True


def _is_title(line: str, has_more: bool) -> bool:
    return (
        has_more
        and len(line) <= _LONGEST_TITLE
        and not _ENDS_LIKE_TEXT.search(line)
        and read_dateline(line + "\n") is None
        and not _LABEL.match(line)
        and len(line.split()) <= 25
    )


def _read_dateline(body: str, found: _Found) -> None:
    """`PORT SARN (Velmora Wire) - ` at the head of the body; it stays there, being part of a sentence."""
    dateline = read_dateline(body)
    if dateline is None:
        return
    for name, value in (
        ("place", dateline.place),
        ("source", dateline.source),
        ("published", dateline.published),
    ):
        if name not in found:
            found.put(name, value, "dateline")


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
            and "title" not in found
            and _is_title(line, has_more)
            and (tries == 0 or "published" in found)
        ):
            found.put("title", line, "first line" if tries == 0 else "header line")
            is_header = True
        if not is_header:
            break
        at += 1
    body = "\n".join(lines[at:]).strip()
    _read_dateline(body, found)
    return Header(body, **found.facts, provenance=found.provenance)
