"""Readings made by hand: the sentences of an article with scores, and the words a reader would point at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index import Article, Filters, Hit, Passage
from index.sentences import split
from rag.query import Query, understand
from rag.reader import Reading
from rag.reader.spans import answer_span

DAY = date(2024, 3, 5)


def query(question: str) -> Query:
    """A question asked by itself on 10 March 2024."""
    return understand(question, (), Filters(), None, date(2024, 3, 10))


def readings(
    question: str,
    text: str,
    *scores: float,
    day: date | None = DAY,
    story: str = "",
    source: str | None = None,
    spans: Sequence[str] = (),
) -> list[Reading]:
    """A reading of each sentence of an article of one passage, best first where the scores are.

    The words pointed at are `spans`, one a sentence and "" for none; by default what the rules of the sentence
    reader pick.
    """
    name = story or f"{day} {source or ''} {text[:20]}"
    article = Article(name, "A headline", text, source=source, published=day, story=name)
    sentences = tuple(split(text))
    hit = Hit(Passage(f"{name}:0", article.id, text, 0, len(text), sentences), article, 1.0)
    made = []
    for place, ((start, end), score) in enumerate(zip(sentences, scores, strict=True)):
        bare = Reading(hit, start, end, score)
        if spans:
            at = text.index(spans[place], start, end) if spans[place] else start
            span = (at, at + len(spans[place])) if spans[place] else None
        else:
            span = answer_span(query(question), bare)
        made.append(Reading(hit, start, end, score, span))
    return made


def best_first(*groups: Sequence[Reading]) -> list[Reading]:
    """The readings of several articles, best first."""
    return sorted((reading for group in groups for reading in group), key=lambda reading: -reading.score)
