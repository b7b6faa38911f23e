"""What every reader hands on: an article as the file has it, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from index.dates import parse_date
from index.header import split_authors

_LONGEST = 2_000  # characters of a metadata value
_MOST_VALUES = 50  # of a list
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEYS = {
    "title": ("title", "headline", "name"),
    "text": ("text", "body", "content", "article", "article_body", "articlebody", "maintext"),
    "source": ("source", "publisher", "outlet", "site", "site_name", "publication", "newspaper"),
    "published": (
        "published",
        "date",
        "published_at",
        "date_published",
        "datepublished",
        "publish_date",
        "pubdate",
    ),
    "url": ("url", "link", "source_url", "canonical"),
    "authors": ("authors", "author", "byline", "creator"),
    "item_id": ("id", "article_id", "guid", "_id"),
    "place": ("place", "location"),
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


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or an item of it, that holds no article, and why."""

    reason: str
    where: str = ""


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
    return parse_date(value[:_LONGEST]) if isinstance(value, str) else None


def metadata(fields: Mapping[Any, Any]) -> dict[str, Any]:
    """The RawArticle fields (all but `text` and `where`) that a mapping gives under any of the usual names."""
    lower = {str(key).lower().replace("-", "_").replace(" ", "_"): value for key, value in fields.items()}
    found: dict[str, Any] = {}
    for name, keys in _KEYS.items():
        value = next((lower[key] for key in keys if lower.get(key) not in (None, "")), None)
        if name == "published":
            found[name] = _date_of(value)
        elif name == "authors":
            text = _text_of(value)
            found[name] = split_authors(text) if text else ()
        elif name == "title":
            found[name] = _text_of(value) or ""
        elif name != "text":
            found[name] = _text_of(value)
    return found


def body(fields: Mapping[Any, Any]) -> str | None:
    """The article text that a mapping gives under any of the usual names, as it stands; None where it has none."""
    lower = {str(key).lower(): value for key, value in fields.items()}
    for key in _KEYS["text"]:
        value = lower.get(key)
        if isinstance(value, str) and value.strip():
            return whole(value)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return whole("\n\n".join(value))
    return None
