"""Answers that set things side by side: what is said of each, or how one thing changed from day to day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.choosing.choice import Choice, Line
from rag.choosing.days import in_words
from rag.choosing.disagree import story
from rag.choosing.plan import Plan
from rag.choosing.quoting import line, without_repeats
from rag.choosing.shortening import short_of
from rag.choosing.timeline import Event, dated_label, event_of, events
from rag.choosing.values import same, value_of
from rag.query import Query
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings

_LEAST = 0.3
"""Of the best score, what a sentence needs to be set beside another."""
_MOST = 5
_SHARED = 0.5
"""Share of a thing's own words that a sentence about it must have."""
_THAN = re.compile(r"\b(?:than|compared (?:to|with)|unlike|as \w+ as)\b", re.IGNORECASE)


def choose_compare(plan: Plan, query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """What is said of each thing compared, in the question's order; without these, how the one thing changed.

    Where the best sentence sets them side by side itself, it is the answer.
    """
    if len(plan.compared) < 2:
        return _changed(query, readings, settings)
    if _compares(readings[0], _own_words(plan.compared)):
        return _alone(readings[0], settings)
    return _side_by_side(plan.compared, readings, settings)


def _alone(best: Reading, settings: Settings) -> Choice:
    short = short_of(best)
    return Choice((line(best, settings, short=short),), best, short)


def _changed(query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The values that a thing had, in the order of the days on which it had them; without values, the events."""
    best = readings[0]
    told = _states(query, [reading for reading in readings if reading.score >= _LEAST * best.score])
    if len(told) < 2:
        told = events(readings)[:_MOST]
    if not told:
        return _alone(best, settings)
    lines = [line(one.reading, settings, label=dated_label(one), short=short_of(one.reading)) for one in told]
    shorts = [(short_of(one.reading), in_words(one.first, one.last)) for one in told]
    short = (
        "; ".join(f"{value} ({day})" for value, day in shorts) if all(value for value, _ in shorts) else ""
    )
    return Choice(without_repeats(lines), best, short)


def _states(query: Query, readings: Sequence[Reading]) -> list[Event]:
    """The readings with different values, oldest first; of the same value in one story, or on one day, the best."""
    found: list[Event] = []
    for reading in readings:
        event = event_of(reading) if reading.span else None
        if event is None or len(found) == _MOST:
            continue
        value = value_of(query, reading)
        known = any(
            (short_of(other.reading) == short_of(reading) or same(value, value_of(query, other.reading)))
            and (story(other.reading) == story(reading) or other.first == event.first)
            for other in found
        )
        if not known:
            found.append(event)
    return sorted(found, key=lambda event: (event.first, event.last))


def _side_by_side(compared: Sequence[str], readings: Sequence[Reading], settings: Settings) -> Choice:
    """The best sentence for each of the things, and a note for each that nothing is said of."""
    best = readings[0]
    own = _own_words(compared)
    lines: list[Line] = []
    shorts: list[str] = []
    silent: list[str] = []
    for thing, words in zip(compared, own, strict=True):
        others = set().union(*(other for other in own if other is not words))
        found = [one for one in readings if one.score >= _LEAST * best.score and _speaks_of(one, words)]
        found.sort(key=lambda one: (bool(others & stems(one.text)), -one.score))
        if not found:
            silent.append(f"The articles read do not say it of {thing}.")
            continue
        told = line(found[0], settings, short=short_of(found[0]))
        lines.append(told)
        shorts += [f"{thing}: {told.short}"] if told.short else []
    short = "; ".join(shorts) if len(shorts) == len(compared) else ""
    told_lines = without_repeats(lines) or (line(best, settings),)
    return Choice(told_lines, best, short, notes=tuple(silent))


def _own_words(compared: Sequence[str]) -> list[set[str]]:
    """The stems of each thing that the others lack; all of its stems where it has none of its own."""
    every = [stems(thing) for thing in compared]
    own = [words - set().union(*(other for other in every if other is not words)) for words in every]
    return [some or words for some, words in zip(own, every, strict=True)]


def _compares(reading: Reading, own: Sequence[set[str]]) -> bool:
    """Whether one sentence speaks of all things compared; where it says "than", a word of each is enough."""
    if _THAN.search(reading.text):
        return all(words & stems(reading.text) for words in own)
    return all(_speaks_of(reading, words) for words in own)


def _speaks_of(reading: Reading, words: set[str]) -> bool:
    """Whether a sentence, with its headline, has most of a thing's own words."""
    here = stems(reading.text) | stems(reading.hit.article.title)
    return bool(words) and len(words & here) >= _SHARED * len(words)
