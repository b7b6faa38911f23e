"""Invented reports, and readings made of them by hand, for the tests of refusing."""

from __future__ import annotations

from datetime import date

from index import Article, Filters, Hit
from index.passages import passages
from rag.query import Query, understand
from rag.reader.reading import Reading
from rag.refusing.alike import meanings

DAY = date(2023, 5, 18)  # a Thursday


def asks(question: str) -> Query:
    """The query of a question asked on the day of the reports."""
    return understand(question, (), Filters(), None, DAY)


def article(text: str, title: str = "A report", number: int = 0, published: date | None = DAY) -> Article:
    """An article with a text."""
    return Article(f"{number:012}", title, text, published=published)


def readings(question: str, *articles: Article) -> list[Reading]:
    """Every sentence of the articles, those that share most words with the question first."""
    found: list[Reading] = []
    asked = meanings(question)
    for one in articles:
        for passage in passages(one):
            for start, end, text in passage.sentence_texts():
                shared = len(asked & meanings(text)) / max(len(asked), 1)
                found.append(Reading(Hit(passage, one, 1.0), start, end, shared))
    return sorted(found, key=lambda reading: -reading.score)


def reading_of(
    text: str, sentence: str, span: str = "", title: str = "A report", published: date | None = DAY
) -> Reading:
    """The reading of one sentence of a text, with the words that settle the question."""
    one = article(text, title, published=published)
    hit = Hit(passages(one)[0], one, 1.0)
    start = text.index(sentence)
    at = text.index(span, start) if span else 0
    return Reading(hit, start, start + len(sentence), 0.8, (at, at + len(span)) if span else None)
