"""Reads news files. A new format is one file here and one entry in READERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from index.readers import jsonlines, markdown, plain
from index.readers.raw import RawArticle, Unreadable

__all__ = ["READERS", "RawArticle", "Reader", "Unreadable", "supported"]

Reader = Callable[[bytes], Iterator[RawArticle | Unreadable]]

READERS: Mapping[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    "": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".json": jsonlines.read_json,
    ".jsonl": jsonlines.read_lines,
    ".ndjson": jsonlines.read_lines,
}


def supported() -> str:
    """The file endings that can be read, as a phrase for messages."""
    return ", ".join(sorted(suffix for suffix in READERS if suffix))
