"""Where the gold evidence stands in the articles, and what covers it.

Judged by article and text span, never by passage: so judgments outlive another way to cut articles up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from eval.measures.normalise import holds_words
from eval.question import Evidence
from index.article import Article, Hit
from rag.result import Citation

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judgment:
    """One piece of evidence and every place where it stands: article id → spans (start, end).

    Without places the article is not in the library, or has no such words; then nothing covers it.
    """

    evidence: Evidence
    places: Mapping[str, tuple[Span, ...]]


def by_name(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """Group articles under each name that evidence may give them: id, file name, relative path or URL."""
    names: dict[str, list[Article]] = {}
    for article in articles:
        file = article.origin.replace("\\", "/")
        item_of = file.rpartition(", ")[0]  # an article of a file of many has the origin "FILE, line 3"
        paths = {article.key, file, item_of}
        for name in {article.id, *paths, *(PurePosixPath(path).name for path in paths)}:
            names.setdefault(name, []).append(article)
    return names


def judge(evidence: Sequence[Evidence], names: Mapping[str, Sequence[Article]]) -> tuple[Judgment, ...]:
    """Find each piece of evidence in the articles that its `article` names; a file may hold many."""
    judgments = []
    for piece in evidence:
        places = {article.id: locate(article.text, piece.quote) for article in names.get(piece.article, ())}
        judgments.append(Judgment(piece, {name: spans for name, spans in places.items() if spans}))
    return tuple(judgments)


def locate(text: str, quote: str) -> tuple[Span, ...]:
    """Every span of `text` that is `quote`, whatever white space stands between its words."""
    words = r"\s+".join(re.escape(word) for word in quote.split())
    return tuple(match.span() for match in re.finditer(words, text)) if words else ()


def covers(judgment: Judgment, article_id: str, start: int, end: int) -> bool:
    """Whether the span of that article shares at least a character with the evidence."""
    return any(start < last and first < end for first, last in judgment.places.get(article_id, ()))


def cites(citation: Citation, judgment: Judgment) -> bool:
    """Whether a citation is of the evidence: it overlaps it, or quotes a copy with the same words."""
    if covers(judgment, citation.article_id, citation.start, citation.end):
        return True
    copies = (copy.article_id for copy in citation.also_in)
    return _copied(judgment, citation.quote, copies)


def retrieves(hit: Hit, judgment: Judgment) -> bool:
    """Whether a retrieved passage holds some of the evidence, itself or as a copy with the same words."""
    passage = hit.passage
    if covers(judgment, passage.article_id, passage.start, passage.end):
        return True
    return _copied(judgment, passage.text, (copy.id for copy in hit.also_in))


def _copied(judgment: Judgment, words: str, copies: Iterable[str]) -> bool:
    """Whether a copy has the evidence and the words hold it, or are a part of it."""
    quote = judgment.evidence.quote
    return any(copy in judgment.places for copy in copies) and (
        holds_words(words, quote) or holds_words(quote, words)
    )
