"""Answers of one span: the sentence that has it, and a second one only where that adds something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.choosing.choice import Choice, Line
from rag.choosing.days import Dated, dated, in_words, without_a_day
from rag.choosing.disagree import asks_latest, counts_up, disagreeing, published
from rag.choosing.quoting import MOST_WORDS, line, stands_alone, without_repeats, words_of
from rag.choosing.shortening import short_of
from rag.choosing.values import same, value_of
from rag.query import Query
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings

_SECOND = 0.9
"""Of the best score, what a second sentence needs to be told beside it."""
_NEARLY_AS_GOOD = 0.85
"""Of the best score, what a sentence needs to be told instead of one that leaves open whom it speaks of."""
_NEW_WORDS = 0.5
"""The share of a second sentence's words that the first must not have."""
_SETTLES = 0.6
"""Of the best score, what the newest of several values needs to be the short answer."""


def choose_single(query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The sentence that answers, or those that disagree; `readings` are best first and at least one."""
    best = _readable(query, readings, settings)
    if settings.disagreement and (differing := disagreeing(query, readings)):
        return _side_by_side(query, readings[0], differing, settings)
    short = short_answer(query, best)
    lines = [line(best, settings, short=short.short)]
    second = _second(query, best, readings, settings)
    if second is not None and words_of(lines[0]) + words_of(second) <= MOST_WORDS:
        lines.append(second)
    told = without_repeats(lines)
    return Choice(told, best, short.short, notes=_notes(query, best, short))


def short_answer(query: Query, reading: Reading) -> Dated:
    """The short answer that a reading gives, with its calendar date where it is a relative one."""
    short = short_of(reading)
    return dated(short, reading) if query.kind == "when" and short else Dated(short)


def asked_in(query: Query, reading: Reading) -> int:
    """How many of the question's words stand in a reading's sentence or headline."""
    wanted = stems(" ".join((*query.keywords, *query.context)))
    return len(wanted & stems(f"{reading.hit.article.title} {reading.text}"))


def reported(reading: Reading) -> str:
    """Who reports it and when, as a label: "8 March 2024 (Velmora Wire):"; what is unknown is left out."""
    article = reading.hit.article
    day = in_words(article.published, article.published) if article.published else ""
    if day and article.source:
        return f"{day} ({article.source}):"
    return f"{day or article.source}:" if day or article.source else ""


def _notes(query: Query, best: Reading, short: Dated) -> tuple[str, ...]:
    note = short.note
    if query.kind == "when" and not note and best.span is None:
        note = without_a_day(best)
    return (f"{note}.",) if note else ()


def _readable(query: Query, readings: Sequence[Reading], settings: Settings) -> Reading:
    """The best reading, or one nearly as good that says the same and, unlike it, whom it speaks of."""
    best = readings[0]
    if not settings.pronouns or stands_alone(best, settings):
        return best
    value = value_of(query, best)
    for reading in readings[1:]:
        if reading.score < _NEARLY_AS_GOOD * best.score:
            break
        if same(value, value_of(query, reading)) and stands_alone(reading, settings):
            return reading
    return best


def _second(query: Query, best: Reading, readings: Sequence[Reading], settings: Settings) -> Line | None:
    """A second sentence that says something else and is nearly as good; None where there is none."""
    value, told, least = value_of(query, best), stems(best.text), asked_in(query, best) / 2
    for reading in readings:
        if reading.score < _SECOND * best.score:
            return None
        if reading == best or asked_in(query, reading) < least or same(value, value_of(query, reading)):
            continue
        words = stems(reading.text)
        if words and len(words - told) >= _NEW_WORDS * len(words) and stands_alone(reading, settings):
            return line(reading, settings)
    return None


def _side_by_side(query: Query, best: Reading, differing: Sequence[Reading], settings: Settings) -> Choice:
    """The values that reports give, newest first, each with its date and source.

    The newest settles it where the question asks for the latest or counts what grows; else the most likely one.
    """
    shorts = [short_answer(query, reading) for reading in differing]
    lines = tuple(
        line(reading, settings, label=reported(reading), short=short.short)
        for reading, short in zip(differing, shorts, strict=True)
    )
    newest_settles = query.kind == "how_many" and (asks_latest(query) or counts_up(query))
    likely = [reading for reading in differing if reading.score >= _SETTLES * best.score]
    if newest_settles and likely:
        settles = max(likely, key=published)
    else:
        settles = max(differing, key=lambda reading: reading.score)
    short = shorts[list(differing).index(settles)]
    told = without_repeats(lines)
    notes = ("The articles differ.", *((f"{short.note}.",) if short.note else ()))
    sure = replace(
        settles, score=max(settles.score, best.score)
    )  # of what they differ in, not of which is right
    return Choice(told, sure, short.short, conflicts=lines, notes=notes)
