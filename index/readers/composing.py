"""Puts an article together from its text and from what was said about it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from index.cleaning import normalise_line_ends
from index.header import read_header
from index.readers.raw import RawArticle, Unreadable, with_dateline

_LABEL = "Title: {}\n\n"
_LONGEST_LABEL = 60  # characters of a title that stand in for it; what is known already is not read again


def plain(text: str) -> str:
    r"""The text with `\\n` at line ends and without NULs, which no index can hold."""
    return normalise_line_ends(text).replace("\0", "\ufffd")


def from_text(text: str) -> RawArticle | Unreadable:
    """The article of a text whose first lines may say its headline, byline, source and date."""
    text = plain(text)
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
        updated=header.updated,
        provenance=header.provenance,
    )


def overlaid(article: RawArticle, given: Mapping[str, Any]) -> RawArticle:
    """The article with what is given, RawArticle fields by name, put over what its own first lines say."""
    said = {name: value for name, value in given.items() if value and name != "provenance"}
    provenance = {**article.provenance, **given.get("provenance", {})}
    return replace(article, **said, provenance=provenance)


def from_page(text: str, given: Mapping[str, Any]) -> RawArticle | Unreadable:
    """The article of a text extracted from a page, whose first lines repeat what stands beside the text.

    A headline that is given is not looked for in the text: what looks like one there is then a standfirst.
    """
    title = given.get("title") or ""
    if not title:
        article = from_text(text)
    else:
        lines = plain(text).split("\n")
        at = next((number for number, line in enumerate(lines) if line.strip()), 0)
        if " ".join(lines[at].split()).casefold() == " ".join(title.split()).casefold():
            lines = lines[at + 1 :]
        label = _LABEL.format(" ".join(title.split())[:_LONGEST_LABEL])
        article = from_text(label + "\n".join(lines))
    return article if isinstance(article, Unreadable) else overlaid(article, given)


def from_fields(text: str, given: Mapping[str, Any], where: str) -> RawArticle:
    """The article of a text that stands in a field of its own: nothing but its dateline is read from it."""
    return with_dateline(RawArticle(text=plain(text), where=where, **given))
