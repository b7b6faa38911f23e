"""What every reader hands on: an article as the file has it, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from index.dateline import place_name, read_dateline
from index.dates.timestamps import day_of_number, parse_timestamp, published_from_name, published_from_url
from index.header import split_authors

__all__ = [
    "Item",
    "RawArticle",
    "Remark",
    "Unreadable",
    "body",
    "metadata",
    "parse_timestamp",
    "published_from_name",
    "published_from_url",
    "whole",
    "with_dateline",
]

_LONGEST = 2_000  # characters of a metadata value
_MOST_VALUES = 50  # of a list
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_NAME_ABOVE = re.compile(r"[^\n.!?:]{2,50}\n\s*")
_LINES_ABOVE = 3
_LONGEST_DATELINE = 200
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z]{2,4})*")
# The names a field goes by, best first, without case and without what separates words in them.
_KEYS = {
    "title": ("title", "headline", "name", "ogtitle"),
    "text": ("text", "body", "content", "article", "articlebody", "maintext", "fulltext"),
    "source": ("source", "publisher", "outlet", "site", "sitename", "publication", "newspaper", "ogsitename"),
    "published": (
        "published",
        "date",
        "publishedat",
        "datepublished",
        "publishdate",
        "pubdate",
        "publicationdate",
        "publishedtime",
        "articlepublishedtime",
        "datepublish",
        "publishedon",
        "datetime",
        "timestamp",
    ),
    "updated": (
        "updated",
        "modified",
        "updatedat",
        "datemodified",
        "dateupdated",
        "lastupdated",
        "lastmodified",
        "lastmod",
        "modifiedtime",
        "articlemodifiedtime",
        "datemodify",
        "modifiedat",
    ),
    "url": ("url", "link", "sourceurl", "canonical", "canonicalurl", "canonicallink", "ogurl"),
    "authors": ("authors", "author", "byline", "creator", "dccreator"),
    "item_id": ("id", "articleid", "guid"),
    "place": ("place", "location", "contentlocation"),
    "language": ("language", "lang", "inlanguage"),
}


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its file has it; `where` names the line or item, "" where the file is one article."""

    text: str
    title: str = ""
    source: str | None = None
    published: date | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    item_id: str | None = None
    where: str = ""
    updated: date | None = None
    language: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Where each fact was found, by field name (title, source, published, updated, url, authors, place, language)."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or an item of it, that holds no article, and why."""

    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the person who indexes should know of a file that was read: which column was taken for what."""

    text: str


Item = RawArticle | Unreadable | Remark
"""What a reader hands on, in the order of the file."""


def whole(text: str) -> str:
    """The text with halves of surrogate pairs, which no file or database can hold, replaced."""
    return _SURROGATE.sub("\ufffd", text)


def _scalar(value: Any) -> str | None:
    """A string, a number or a date as one line; a mapping such as {"name": ...} by its name; None for the rest."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return None
    return whole(" ".join(str(value).split()))[:_LONGEST] or None


def _text_of(value: Any) -> str | None:
    """A metadata value as one line of text; a list of values, not of lists, with commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_scalar(item) for item in value[:_MOST_VALUES])))[:_LONGEST] or None
    return _scalar(value)


def _date_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return day_of_number(value)
    if isinstance(value, str):
        return parse_timestamp(value)
    return None


def _authors_of(value: Any) -> tuple[str, ...]:
    text = _text_of(value)
    return split_authors(text) if text else ()


def _place_of(value: Any) -> str | None:
    text = _text_of(value)
    return place_name(text) if text else None


def _language_of(value: Any) -> str | None:
    match = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    return match[1].lower() if match else None


_READ: Mapping[str, Callable[[Any], Any]] = {
    "published": _date_of,
    "updated": _date_of,
    "authors": _authors_of,
    "place": _place_of,
    "language": _language_of,
}


def _plain(key: Any) -> str:
    return _NOT_IN_KEY.sub("", str(key).lower())


def _under(name: str, fields: Mapping[Any, Any], plain: Mapping[Any, str]) -> Iterator[tuple[Any, Any]]:
    """The keys and values that stand under one of the names of a field, the best name first."""
    for usual in _KEYS[name]:
        yield from ((key, value) for key, value in fields.items() if plain[key] == usual)


def metadata(fields: Mapping[Any, Any], where: str = "field") -> dict[str, Any]:
    """The RawArticle fields (all but `text` and `where`) that a mapping gives under any of the usual names.

    `where` says in `provenance` what the keys of the mapping are: 'field "date"', 'front matter "date"'. A value
    that cannot be read as what it should be, a date for one, is passed over for the next name of that field.
    """
    plain = {key: _plain(key) for key in fields}
    found: dict[str, Any] = {"title": "", "authors": ()}
    provenance: dict[str, str] = {}
    for name in _KEYS:
        if name == "text":
            continue
        found.setdefault(name, None)
        for key, value in _under(name, fields, plain):
            convert: Callable[[Any], Any] = _READ.get(name, _text_of)
            if read := convert(value):
                found[name] = read
                if name != "item_id":
                    provenance[name] = f'{where} "{_scalar(str(key)) or ""}"'
                break
    return found | {"provenance": provenance}


def body(fields: Mapping[Any, Any]) -> str | None:
    """The article text that a mapping gives under any of the usual names, as it stands; None where it has none."""
    plain = {key: _plain(key) for key in fields}
    for _, value in _under("text", fields, plain):
        if isinstance(value, str) and value.strip():
            return whole(value)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return whole("\n\n".join(value))
    return None


def with_dateline(article: RawArticle) -> RawArticle:
    """The article with place, source and date from its dateline where nothing better has said them.

    The dateline stands at the head of the text, or behind lines that only name the author and the agency.
    """
    start = 0
    for _ in range(_LINES_ABOVE + 1):
        dateline = read_dateline(article.text[start : start + _LONGEST_DATELINE])
        if dateline:
            said: dict[str, Any] = {
                "place": dateline.place,
                "source": dateline.source,
                "published": dateline.published,
            }
            new = {name: value for name, value in said.items() if value and not getattr(article, name)}
            return replace(
                article, **new, provenance={**article.provenance, **dict.fromkeys(new, "dateline")}
            )
        above = _NAME_ABOVE.match(article.text, start)
        if above is None:
            break
        start = above.end()
    return article
