"""Makes of what was read an article as the library keeps it: cleaned, cut, dated, with what copies are found by."""

from __future__ import annotations

import hashlib

from index.article import Article, Passage, article_id
from index.cleaning import clean
from index.copies import signature
from index.dates import time_expressions
from index.header import without_dateline
from index.language import language
from index.passages import passages
from index.reading import ReadArticle
from index.record import Kept
from index.sentences import LONGEST, split

READING = 2
"""The version of the rules that articles are read, cleaned and cut by: where it rises they are all read again."""
_LONGEST_TITLE = 300  # characters
_TITLE_WORDS = 14  # of the first sentence, where an article has no headline


def title_from_text(text: str) -> str:
    """A stand-in headline: the first words of the first sentence, with an ellipsis where it goes on."""
    start = without_dateline(text[:LONGEST])
    first, last = split(start)[0] if split(start) else (0, len(start))
    words = start[first:last].split(maxsplit=_TITLE_WORDS)
    return shorten(" ".join(words[:_TITLE_WORDS]), more=len(words) > _TITLE_WORDS)


def shorten(title: str, *, more: bool = False) -> str:
    """A headline of at most 300 characters, with an ellipsis where something is left out."""
    if len(title) <= _LONGEST_TITLE and not more:
        return title
    return f"{title[:_LONGEST_TITLE].rstrip(' ,;:')} …"


def embedded_text(article: Article, passage: Passage) -> str:
    """What is embedded for a passage: the headline tells what the passage is about where its words do not."""
    return f"{article.title}\n{passage.text}"


def vector_key(text: str) -> bytes:
    """The key of a text's vector: the first 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def cleaned(read: ReadArticle) -> Article | None:
    """The article as the library keeps it; None where nothing is left of its text."""
    raw = read.raw
    text = clean(raw.text)
    if not text:
        return None
    provenance = dict(raw.provenance)
    title = shorten(raw.title)
    if not title:
        title, provenance["title"] = title_from_text(text), "first sentence"
    spoken = raw.language
    if spoken is None and (spoken := language(text)):
        provenance["language"] = "text"
    return Article(
        id=article_id(read.key),
        title=title,
        text=text,
        source=raw.source,
        published=raw.published,
        url=raw.url,
        authors=raw.authors,
        place=raw.place,
        key=read.key,
        origin=read.origin,
        updated=raw.updated,
        language=spoken,
        raw_hash=read.raw_hash,
        provenance=provenance,
    )


def prepare(article: Article, read: ReadArticle, file: str) -> tuple[Kept, dict[bytes, str]]:
    """What the record keeps of an article, and the texts to embed by the keys of their vectors."""
    texts: dict[bytes, str] = {}
    cut: list[tuple[Passage, bytes]] = []
    for passage in passages(article):
        text = embedded_text(article, passage)
        key = vector_key(text)
        texts[key] = text
        cut.append((passage, key))
    marks = signature(article.text)
    kept = Kept(
        article=article,
        passages=cut,
        times=time_expressions(article.text, article.published),
        signature=marks.blob,
        bands=marks.bands,
        digest=read.digest,
        reading=READING,
        file=file,
    )
    return kept, texts
