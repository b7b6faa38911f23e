"""Reads plain text: one article a file, its first lines perhaps a headline, a byline, a date."""

from __future__ import annotations

from collections.abc import Iterator

from index.decoding import decode
from index.readers.composing import from_text
from index.readers.raw import Item
from index.readers.source import ReadOptions, Source


def read(source: Source, _: ReadOptions) -> Iterator[Item]:
    """The article of a plain-text file."""
    yield from_text(decode(source.data()))
