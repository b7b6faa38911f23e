"""The types of the lowest layer: an article, a passage of it, and a passage that was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

ID_LENGTH = 12


def article_id(key: str) -> str:
    """The id of an article: the first 12 hex digits of the SHA-256 of its key, the same on every machine.

    The key is the article's URL, else its own id in the file it came from, else its path relative to the
    indexed folder (for a file given by itself, its name).
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as the library keeps it.

    `text` is the cleaned text: whole spans may have been taken out, no character inside a kept sentence was
    changed. All offsets anywhere in Dateline count Unicode code points in `text`.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    published: date | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    key: str = ""
    """What `id` is the digest of: URL, item id or relative path."""
    origin: str = ""
    """The file it was read from, and for a file of many articles the line or item: shown to people only."""
    story: str = ""
    """The id of the story; near-identical copies share one."""
    updated: date | None = None
    """When it was last updated, where it says so; the version with the later of the two dates stands."""
    language: str | None = None
    """ISO 639-1 code of the language it is written in, None where that is not plain."""
    raw_hash: str = ""
    """SHA-256, in hex, of the file it was read from, byte for byte."""
    provenance: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Where each fact about it was found, by field name: "front matter", "JSON-LD", "first line", "dateline" ..."""
    version: int = 1
    """Counts the versions of one URL that were seen; only the newest is searched."""

    @property
    def words(self) -> int:
        """The number of whitespace-separated words of the text."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: `text == article.text[start:end]`.

    `sentences` are (start, end) offsets into the article's text, in order, without surrounding white space.
    """

    id: str
    article_id: str
    text: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]

    def sentence_texts(self) -> Iterator[tuple[int, int, str]]:
        """Each sentence as (start, end, text); the offsets count in the article."""
        for start, end in self.sentences:
            yield start, end, self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, with its article and how well it fits.

    `score` orders the hits of one search and means nothing across searches; `cosine` (-1..1) is the similarity
    of query and passage where it is known, else None; `also_in` are copies of the same report.
    """

    passage: Passage
    article: Article
    score: float
    cosine: float | None = None
    also_in: tuple[Article, ...] = ()

    def beside(self, story: Iterable[Article]) -> Hit:
        """The hit with the articles of its story as copies, without its own."""
        return replace(self, also_in=tuple(copy for copy in story if copy.id != self.article.id))
