"""Reads JSON and JSON Lines: an article an object, under the usual names (text, title, url, published, ...)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from index.decoding import LONGEST_LINE, decode, decode_lines
from index.readers.columns import NotThereError, Row, article, fields_of, mapping
from index.readers.raw import Item, RawArticle, Remark, Unreadable, body
from index.readers.sniffing import is_json, looks_like
from index.readers.source import ReadOptions, Source

_SAMPLE = 20  # objects that are looked at before it is settled which field holds what

Value = tuple[str, Any]
"""Where a JSON value stands, and the value."""


def read_lines(source: Source, options: ReadOptions) -> Iterator[Item]:
    """The articles of a JSON Lines file of any size; a broken line does not stop the others."""
    if looks_like(source.head()) == ".json":  # an array, or an object over several lines
        yield from _read_whole(source, options)
    else:
        yield from _articles(_lines(source), options, source.name)


def read_json(source: Source, options: ReadOptions) -> Iterator[Item]:
    """The articles of a JSON file: one object, an array of objects, {"articles": [...]}, or an object a line."""
    first, _, rest = source.head().strip().partition(b"\n")
    if rest and first.lstrip().startswith(b"{") and is_json(first):
        yield from read_lines(source, options)
    else:
        yield from _read_whole(source, options)


def _read_whole(source: Source, options: ReadOptions) -> Iterator[Item]:
    text = decode(source.data())
    if not text.strip():
        yield Unreadable("it is empty")
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Unreadable(_not_json(error))
        return
    if isinstance(value, dict):
        value = _list_in(value) or value
    if isinstance(value, list):
        numbered = ((f"item {number}", item) for number, item in enumerate(value, start=1))
        yield from _articles(numbered, options, source.name)
    else:
        yield from _articles([("", value)], options, source.name)


def _list_in(value: dict[str, Any]) -> list[Any] | None:
    """The articles of an object that only holds them, whatever it calls them: {"articles": [...]}, {"items": [...]}."""
    articles = value.get("articles")
    if isinstance(articles, list):
        return articles
    lists = [
        inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)
    ]
    return lists[0] if len(lists) == 1 and body(value) is None else None


def _not_json(error: Exception) -> str:
    reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
    return f"it is not valid JSON: {reason}"


def _lines(source: Source) -> Iterator[Value | Unreadable]:
    """The value of each line that is not blank, or why there is none."""
    empty = True
    with source.open() as stream:
        for line in decode_lines(stream, source.head()):
            where = f"line {line.number}"
            if line.text is None:
                empty = False
                yield Unreadable(f"the line is longer than {LONGEST_LINE // 2**20} MiB", where)
            elif line.text.strip():
                empty = False
                try:
                    yield where, json.loads(line.text)
                except (ValueError, RecursionError) as error:
                    yield Unreadable(_not_json(error), where)
    if empty:
        yield Unreadable("it is empty")


def _articles(values: Iterable[Value | Unreadable], options: ReadOptions, name: str) -> Iterator[Item]:
    """The article of each value, once it is settled by the first of them which field holds what."""
    rest = iter(values)
    first = list(islice(rest, _SAMPLE))
    objects = [value[1] for value in first if isinstance(value, tuple) and isinstance(value[1], dict)]
    try:
        columns = _columns(objects, options)
    except NotThereError as error:
        yield Unreadable(str(error))
        return
    if columns and columns != options.columns:
        yield Remark(f"{name}: {', '.join(f'{field} = {column}' for field, column in columns.items())}")
    for value in chain(first, rest):
        yield value if isinstance(value, Unreadable) else _article(*value, columns)


def _columns(objects: list[dict[str, Any]], options: ReadOptions) -> Mapping[str, str]:
    """Which field of the objects holds what, where that was asked for or none has its text under a usual name."""
    if not objects or (not options.columns and any(body(value) is not None for value in objects)):
        return {}
    rows: list[Row] = [dict(fields_of(value)) for value in objects]
    columns = mapping(rows, options.columns)
    has_text = any(body({"text": row.get(columns.get("text", ""))}) is not None for row in rows)
    return columns if has_text else {}


def _article(where: str, value: Any, columns: Mapping[str, str]) -> RawArticle | Unreadable:
    if not isinstance(value, dict):
        return Unreadable(f"an article must be a JSON object, not {type(value).__name__}", where)
    return article(dict(fields_of(value)) if columns else {}, columns, where, kind="field", beside=value)
