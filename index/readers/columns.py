"""Which column of a table or field of a JSON object holds what: as asked, else by its name, else by its contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from index.readers.composing import from_fields
from index.readers.raw import RawArticle, Unreadable, body, metadata, parse_timestamp
from index.readers.source import FIELDS

Row = Mapping[str, Any]
"""What a row or an object holds, by column."""

_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_URL = re.compile(r"https?://\S+")
_DEEPEST = 3  # objects within objects that are looked into
_SHORTEST_TEXT = 150  # characters of a typical article, where only its length tells that it is one
_TITLE_LENGTH = (15, 200)  # characters of a typical headline, likewise
_LONGEST_DATE = 40
_MOST = 0.8  # of the values that must be of a kind for the column to be
_SHOWN = 12  # columns named in a message
_ITS_OWN = {"id": "item_id"}
# Names of columns, best first, without case and without what separates words in them.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        *(
            "text",
            "fulltext",
            "body",
            "bodytext",
            "articletext",
            "articlebody",
            "content",
            "maintext",
            "story",
        ),
        *("article", "storytext", "articlecontent", "description"),
    ),
    "title": ("title", "headline", "head", "articletitle", "heading", "subject", "name"),
    "source": (
        "source",
        "sourcename",
        "publisher",
        "publication",
        "outlet",
        "newspaper",
        "paper",
        "agency",
        "site",
        "sitename",
    ),
    "published": (
        *(
            "published",
            "publishedat",
            "datepublished",
            "publicationdate",
            "publishdate",
            "pubdate",
            "publishedon",
        ),
        *("datepublish", "date", "articledate", "day", "datetime", "timestamp", "created", "createdat"),
    ),
    "updated": (
        "updated",
        "updatedat",
        "lastupdated",
        "datemodified",
        "modified",
        "modifiedat",
        "lastmodified",
    ),
    "url": ("url", "link", "articleurl", "weburl", "sourceurl", "canonicalurl", "permalink", "href"),
    "authors": ("authors", "author", "byline", "writer", "reporter", "creator", "by"),
    "place": ("place", "location", "dateline", "city"),
    "id": ("id", "articleid", "guid", "uuid", "docid", "documentid"),
}


class NotThereError(ValueError):
    """A column that was asked for is not there; the message names those that are."""


def fields_of(value: Mapping[Any, Any], *, prefix: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Every field of an object by its name; one inside another by both names with a dot between ("content.body")."""
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, Mapping) and depth < _DEEPEST:
            yield from fields_of(inner, prefix=f"{name}.", depth=depth + 1)
        else:
            yield name, inner


def mapping(rows: Sequence[Row], asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each field (text, title, ...) that can be told from a few rows, in the order of FIELDS.

    Raises NotThereError where a column that was asked for is in none of them.
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    found = {field: _asked(field, column, columns) for field, column in asked.items()}
    for field, names in _NAMES.items():
        if field not in found and (column := _by_name(names, columns, taken=found.values())):
            found[field] = column
    for field, column in _by_content(rows, [one for one in columns if one not in found.values()]):
        if field not in found and column not in found.values():
            found[field] = column
    return {field: found[field] for field in FIELDS if field in found}


def listed(columns: Sequence[str]) -> str:
    """The names of columns for a message, the first few where there are many."""
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return ", ".join(columns[:_SHOWN]) + more


def article(
    row: Row, columns: Mapping[str, str], where: str, *, kind: str, beside: Mapping[Any, Any] | None = None
) -> RawArticle | Unreadable:
    """The article of a row; `kind` says what its columns are called: "column" or "field".

    `beside` are fields under the usual names that count where no column says otherwise.
    """
    picked = {field: row.get(column) for field, column in columns.items()}
    fields = {**picked, **{key: value for key, value in (beside or {}).items() if key not in picked}}
    text = body(fields)
    if text is None:
        if "text" in columns:
            return Unreadable(f'it has no text: its {kind} "{columns["text"]}" is empty', where)
        return Unreadable('it has no text: an article needs a field "text" (or "body", "content")', where)
    given = metadata(fields, kind)
    named = {field: f'{kind} "{column}"' for field, column in columns.items()}
    provenance = {
        name: named[name]
        if name in named and picked[name] not in (None, "") and was == f'{kind} "{name}"'
        else was
        for name, was in given["provenance"].items()
    }
    return from_fields(text, given | {"provenance": provenance}, where)


def _plain(name: str) -> str:
    return _NOT_IN_NAME.sub("", name.lower())


def _asked(field: str, wanted: str, columns: Sequence[str]) -> str:
    for column in columns:
        if column == wanted:
            return column
    for column in columns:
        if column.casefold() == wanted.casefold().strip():
            return column
    raise NotThereError(
        f'it has no "{wanted}" to take for the {field}; it has {listed(columns) or "nothing"}'
    )


def _by_name(names: Sequence[str], columns: Sequence[str], taken: Any) -> str | None:
    free = [column for column in columns if column not in taken]
    for last_part in (False, True):
        for name in names:
            for column in free:
                if _plain(column.rpartition(".")[2] if last_part else column) == name:
                    return column
    return None


def _by_content(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Fields and the columns whose values look like theirs, the best first."""
    values = {column: _strings(rows, column) for column in columns}
    values = {column: texts for column, texts in values.items() if texts}
    lengths = {column: median(map(len, texts)) for column, texts in values.items()}
    by_length = sorted(values, key=lambda column: -lengths[column])
    for column in by_length:
        if lengths[column] >= _SHORTEST_TEXT and _mostly(" " in text for text in values[column]):
            yield "text", column
            break
    for column, texts in values.items():
        if _mostly(_URL.fullmatch(text) is not None for text in texts):
            yield "url", column
        elif _mostly(len(text) <= _LONGEST_DATE and parse_timestamp(text) is not None for text in texts):
            yield "published", column
    shortest, longest = _TITLE_LENGTH
    for column in by_length:
        if shortest <= lengths[column] <= longest and _mostly(
            text.count(" ") >= 2 for text in values[column]
        ):
            yield "title", column


def _strings(rows: Sequence[Row], column: str) -> list[str]:
    return [value.strip() for row in rows if isinstance(value := row.get(column), str) and value.strip()]


def _mostly(holds: Iterator[bool]) -> bool:
    every = list(holds)
    return sum(every) >= _MOST * len(every)
