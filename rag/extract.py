"""Chooses, from what the reader found, the sentences that make an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.header import without_dateline
from index.sentences import split
from rag.query import Query
from rag.reader import Reading
from rag.reader.features import stems

MOST_WORDS = 80
"""Words of a short answer's prose; explanations and overviews may be longer."""
_LONG_KINDS = {"why", "how"}
_EARLIER_VERSION = re.compile(r"\bearlier version of (?:this|the)\b", re.IGNORECASE)
_OPENS_WITH_PRONOUN = re.compile(
    r"[“\"'‘]?(?:he|she|they|it|his|her|their|its|this|these|those|both)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r",? and (?:what|who|when|where|which|how|why|on how|in which|by whom)\b|, how many\b|\bchanged?\b", re.I
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The readings of an answer in the order they are told, and the one that settles the question."""

    best: Reading
    told: tuple[Reading, ...]
    disagree: tuple[Reading, ...] = ()
    """Those of different reports that give different values for the same thing, newest first."""


def _published(reading: Reading) -> date:
    return reading.hit.article.published or date.min


def _story(reading: Reading) -> str:
    return reading.hit.article.story or reading.hit.article.id


def quotation(reading: Reading) -> tuple[int, int]:
    """What is quoted for a reading, as offsets into the article: its sentence, without a dateline.

    A sentence that opens with a pronoun comes with the one before it, which names who is meant.
    """
    text = reading.hit.article.text
    start = reading.start
    if _OPENS_WITH_PRONOUN.match(text, start):
        before = _sentence_before(text, start)
        if before is not None and len(text[before : reading.end].split()) <= MOST_WORDS:
            start = before
    if start == 0:
        start = len(text) - len(without_dateline(text))
    return start, reading.end


def _sentence_before(text: str, start: int) -> int | None:
    """Where the sentence before the one at `start` begins, when it is a whole sentence of the article."""
    head = text[:start].rstrip()
    spans = split(head[-1500:])
    return max(0, len(head) - 1500) + spans[-1][0] if spans else None


def _word_count(reading: Reading) -> int:
    start, end = quotation(reading)
    return len(reading.hit.article.text[start:end].split())


def settle(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, best first, with those marked down that only tell what an earlier version said wrongly."""
    judged = [
        replace(reading, score=reading.score * 0.4) if _EARLIER_VERSION.search(reading.text) else reading
        for reading in readings
    ]
    return sorted(judged, key=lambda reading: reading.score, reverse=True)


def choose(query: Query, readings: Sequence[Reading]) -> Choice:
    """The sentences that answer the query, from readings best first (at least one)."""
    best = readings[0]
    if query.each_report:
        return Choice(best, tuple(_one_a_report(readings)))
    disagree = _disagreeing(query, readings)
    if disagree:
        return Choice(disagree[0], tuple(disagree), tuple(disagree))
    if _SEVERAL.search(query.question):
        return Choice(best, tuple(_covering(query, readings)))
    if query.kind in _LONG_KINDS:
        return Choice(best, tuple(_explaining(readings)))
    return Choice(best, tuple(_supporting(readings)))


def _one_a_report(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The best sentence of each report that has a good one, newest report first."""
    found: dict[str, Reading] = {}
    for reading in readings:
        if reading.score >= 0.4 * readings[0].score:
            found.setdefault(_story(reading), reading)
    yield from sorted(list(found.values())[:5], key=_published, reverse=True)


def _within(readings: Sequence[Reading], least: float, most: int) -> Iterator[Reading]:
    """The best reading, and others at least `least` times as good while all have at most `most` words."""
    count = 0
    for number, reading in enumerate(readings):
        count += _word_count(reading)
        if number and (reading.score < least * readings[0].score or count > most):
            return
        yield reading


def _supporting(readings: Sequence[Reading]) -> list[Reading]:
    """The best sentence, and a second one where it is nearly as good."""
    return list(_within(readings, 0.5, MOST_WORDS))[:2]


def _explaining(readings: Sequence[Reading]) -> list[Reading]:
    """Up to three sentences, those of one article together and in its order."""
    chosen = list(_within(readings, 0.4, 2 * MOST_WORDS))[:3]
    articles = list(dict.fromkeys(reading.hit.article.id for reading in chosen))
    return sorted(chosen, key=lambda reading: (articles.index(reading.hit.article.id), reading.start))


def _covering(query: Query, readings: Sequence[Reading]) -> list[Reading]:
    """Up to four sentences that between them hold as many of the question's words as can be had."""
    wanted = stems(" ".join(query.keywords))
    chosen: list[Reading] = []
    covered: set[str] = set()
    words = 0
    pool = [reading for reading in readings if reading.score >= 0.25 * readings[0].score]
    while pool and len(chosen) < 4:
        gains = [
            (reading.score * (1 + len((stems(reading.text) & wanted) - covered)), reading) for reading in pool
        ]
        _, best = max(gains, key=lambda gain: gain[0])
        pool.remove(best)
        if chosen and words + _word_count(best) > MOST_WORDS:
            continue
        words += _word_count(best)
        chosen.append(best)
        covered |= stems(best.text) & wanted
    return chosen


def _disagreeing(query: Query, readings: Sequence[Reading]) -> list[Reading]:
    """The best sentence of each of several reports that give different numbers for the thing asked, newest first.

    They speak of the same thing when each has every word of the question, names aside, that the best one has. A
    question of names alone ("How many people were on the X?") does not say enough to tell.
    """
    best = readings[0]
    if query.kind != "how_many" or best.span is None:
        return []
    named = stems(" ".join(query.names))
    about = stems(" ".join((*query.keywords, *query.context))) - named
    shared = about & stems(best.text)
    found: dict[str, Reading] = {}
    for reading in readings:
        if reading.score >= 0.5 * best.score and reading.span and shared and shared <= stems(reading.text):
            found.setdefault(_story(reading), reading)
    if len({_value(reading) for reading in found.values()}) < 2:
        return []
    return sorted(list(found.values())[:3], key=_published, reverse=True)


def _value(reading: Reading) -> str:
    return reading.span_text.split()[0].casefold()
