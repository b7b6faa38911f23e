"""Reads news files. A new format is one file here and one entry in READERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from index.readers import html, jsonlines, markdown, pdf, plain, table
from index.readers.raw import Item, RawArticle, Remark, Unreadable
from index.readers.sniffing import is_ending, looks_like
from index.readers.source import ReadOptions, Source, TooLargeError

__all__ = [
    "READERS",
    "Item",
    "RawArticle",
    "ReadOptions",
    "Reader",
    "Remark",
    "Source",
    "TooLargeError",
    "Unreadable",
    "reader_for",
    "supported",
]

Reader = Callable[[Source, ReadOptions], Iterator[Item]]

READERS: Mapping[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".pdf": pdf.read,
    ".json": jsonlines.read_json,
    ".jsonl": jsonlines.read_lines,
    ".ndjson": jsonlines.read_lines,
    ".csv": table.read,
    ".tsv": table.read,
    ".tab": table.read,
}


def reader_for(source: Source) -> Reader | None:
    """What reads a file, by the ending of its name; where that says nothing, by how its content begins.

    A file with an ending that is none of ours is read only where it is plainly a page, a PDF or JSON: text may be
    anything, a program for one. None where nothing reads it. Raises what reading the file raises.
    """
    known = READERS.get(source.suffix)
    if known is not None and known is not plain.read:
        return known
    seen = looks_like(source.head())
    if known is not None:  # a page that was saved as text is still a page
        return READERS[seen] if seen == ".html" else known
    if seen is None:
        return None if is_ending(source.suffix) else plain.read
    return READERS[seen]


def supported() -> str:
    """The file endings that can be read, as a phrase for messages."""
    return f"{', '.join(sorted(READERS))}, each also gzipped (.gz)"
