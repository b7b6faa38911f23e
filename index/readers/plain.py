"""Reads plain text: one article a file, its first lines perhaps a headline, a byline, a date."""

from __future__ import annotations

from collections.abc import Iterator

from index.cleaning import normalise_line_ends
from index.decoding import decode
from index.header import read_header
from index.readers.raw import RawArticle, Unreadable


def from_text(text: str) -> RawArticle | Unreadable:
    """The article of a decoded plain text."""
    text = normalise_line_ends(text)
    if not text.strip():
        return Unreadable("it is empty")
    header = read_header(text)
    if not header.body:
        return Unreadable("it has a headline and no text")
    return RawArticle(
        text=header.body,
        title=header.title,
        source=header.source,
        published=header.published,
        url=header.url,
        authors=header.authors,
        place=header.place,
    )


def read(data: bytes) -> Iterator[RawArticle | Unreadable]:
    """The article of a plain-text file."""
    yield from_text(decode(data))
