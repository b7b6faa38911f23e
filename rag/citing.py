"""Numbers the quotations of an answer and turns them into citations, resolved dates and a list of near articles."""

from __future__ import annotations

from collections.abc import Sequence

from index import Article, Hit
from index.dates import time_expressions
from rag.result import Citation, Nearest, ResolvedDate, Source


def source_of(article: Article) -> Source:
    """An article as an answer names it."""
    return Source(article.id, article.title, article.source, article.published, article.url)


class Citations:
    """The citations of one answer, numbered from 1 in the order in which they are first used."""

    def __init__(self) -> None:
        self._cited: dict[tuple[str, int, int], Citation] = {}
        self._published: dict[int, Article] = {}

    def cite(self, hit: Hit, start: int, end: int, score: float) -> int:
        """The number of the quotation `hit.article.text[start:end]`; the same one has the same number."""
        key = (hit.article.id, start, end)
        if key not in self._cited:
            number = len(self._cited) + 1
            self._cited[key] = Citation(
                n=number,
                source=source_of(hit.article),
                quote=hit.article.text[start:end],
                start=start,
                end=end,
                passage_id=hit.passage.id,
                score=min(max(score, 0.0), 1.0),
                also_in=tuple(source_of(copy) for copy in hit.also_in),
            )
            self._published[number] = hit.article
        return self._cited[key].n

    def all(self) -> tuple[Citation, ...]:
        """Every citation in order."""
        return tuple(self._cited.values())

    def resolved_dates(self) -> tuple[ResolvedDate, ...]:
        """The time expressions of the quotations that were counted from their report's date, each once."""
        found: dict[tuple[str, ResolvedDate], ResolvedDate] = {}
        for citation in self._cited.values():
            published = citation.source.published
            if published is None:
                continue
            for one in time_expressions(citation.quote, published):
                if one.relative and (one.last - one.first).days <= 366:
                    resolved = ResolvedDate(one.text, one.first, one.last, published)
                    found[one.text, resolved] = resolved
        return tuple(found.values())


def nearest(hits: Sequence[Hit], most: int = 3) -> tuple[Nearest, ...]:
    """The articles of the best hits, each story once, with the cosine of their best passage (0 where unknown)."""
    found: dict[str, Nearest] = {}
    for hit in hits:
        story = hit.article.story or hit.article.id
        if story not in found:
            found[story] = Nearest(source_of(hit.article), max(0.0, min(1.0, hit.cosine or 0.0)))
    return tuple(list(found.values())[:most])
