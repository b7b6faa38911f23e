"""Reads JSON and JSON Lines: an article an object, under the usual names (text, title, url, published, ...)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from index.cleaning import normalise_line_ends
from index.decoding import decode
from index.readers.raw import RawArticle, Unreadable, body, metadata


def _article(value: Any, where: str) -> RawArticle | Unreadable:
    if not isinstance(value, dict):
        return Unreadable(f"an article must be a JSON object, not {type(value).__name__}", where)
    text = body(value)
    if text is None:
        return Unreadable('it has no text: an article needs a field "text" (or "body", "content")', where)
    return RawArticle(text=normalise_line_ends(text), where=where, **metadata(value))


def read_lines(data: bytes) -> Iterator[RawArticle | Unreadable]:
    """The articles of a JSON Lines file; a broken line does not stop the others."""
    lines = normalise_line_ends(decode(data)).split("\n")
    if not any(line.strip() for line in lines):
        yield Unreadable("it is empty")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unreadable(f"it is not valid JSON: {error}", where)
            continue
        yield _article(value, where)


def read_json(data: bytes) -> Iterator[RawArticle | Unreadable]:
    """The articles of a JSON file: one object, an array of objects, or {"articles": [...]}."""
    text = decode(data)
    if not text.strip():
        yield Unreadable("it is empty")
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Unreadable(f"it is not valid JSON: {error}")
        return
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield _article(item, f"item {number}")
    else:
        yield _article(value, "")
