"""Names and years of a question that nothing read knows: what was read cannot answer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import takewhile

from index import Article
from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.asked import Asked
from rag.refusing.nearby import Facts, whole
from rag.refusing.verdict import Premise
from rag.support.names import Name, fold

_FEWEST = 2  # words of a name that is missed; one capital may be anything
_SHORTEST = 3  # letters of a word that is compared
_BESIDE = timedelta(days=31)  # an article may report on what was or will be so long from it
_LONGEST = timedelta(days=366)  # a decade or a century is seldom named by those who write of it
_OPEN_ENDED = frozenset("since before after until till by from to than between and".split())


def unheard_of(query: Query, asked: Asked, readings: Sequence[Reading]) -> Premise | None:
    """A full name no word of which stands in any article read, or a time that none of them touches."""
    articles = list({reading.hit.article.id: reading.hit.article for reading in readings}.values())
    known = [whole(article) for article in articles]
    missed = [name for name in asked.spans if _unknown(name, known)]
    if missed and len(missed) == len(
        asked.spans
    ):  # where one name is known, the other may be a word in capitals
        return Premise("refuse", f"No article found for this question names {missed[0].text}.")
    if readings[0].hit.article.published is None:  # of a report without a date nobody knows what it touches
        return None
    for day in asked.dates:
        if day.end - day.start > _LONGEST:
            continue
        before = query.question[: query.question.find(day.text)].lower().split()
        if {*before[-1:], *day.text.lower().split()[:1]} & _OPEN_ENDED:
            continue
        if not any(
            _touches(day.start, day.end, article, facts)
            for article, facts in zip(articles, known, strict=True)
        ):
            return Premise("refuse", f"No article found for this question speaks of {day.text}.")
    return None


def _unknown(name: Name, known: Sequence[Facts]) -> bool:
    tokens = [fold(token) for token in name.tokens]
    if len(tokens) < _FEWEST or min(map(len, tokens)) < _SHORTEST:
        return False
    return not any(_stands(token, facts) for token in tokens for facts in known)


def _stands(token: str, facts: Facts) -> bool:
    """Whether a word stands in a text, be it misspelt in the question or a form of the same word."""
    if token in facts.folded:
        return True
    start = token[:_SAME_START]
    if len(start) == _SAME_START and any(one.startswith(start) for one in facts.folded):
        return True
    return any(abs(len(one) - len(token)) <= 1 and _close(one, token) for one in facts.folded)


_SAME_START = 5  # letters by which "European" and "Europe" are one word


def _close(one: str, other: str) -> bool:
    """Whether one of two words may be the other misspelt."""
    if sorted(one) == sorted(other):
        return True
    alike = _same_start(one, other) + _same_start(one[::-1], other[::-1])
    return max(len(one), len(other)) - min(alike, len(one), len(other)) <= _slips(other)


def _same_start(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _slips(word: str) -> int:
    """How many letters of a word may be wrong: none of four, one of five or six, two of more."""
    return min(2, max(0, len(word) - 3) // 2)


def _touches(first: date, last: date, article: Article, facts: Facts) -> bool:
    """Whether an article names a time that overlaps the days, or is of those days itself or shortly after them."""
    day = article.published
    if day is not None and first - _BESIDE <= day <= last + _BESIDE:
        return True
    if any(one.first <= last and first <= one.last for one in facts.times):
        return True
    return str(first.year) in facts.text  # a year in a form that is no time expression
