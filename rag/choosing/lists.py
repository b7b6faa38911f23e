"""Answers that are lists: every item that is asked for, from one sentence that enumerates or from several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.choosing.choice import Choice, Line
from rag.choosing.disagree import story
from rag.choosing.items import items
from rag.choosing.plan import Plan
from rag.choosing.quoting import line, without_repeats, words_of
from rag.choosing.shortening import short_of
from rag.query import Query
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings
from rag.support.words import STOPWORDS

_ALSO = 0.5
"""Of the best score, what a sentence needs to add an item."""
_ALSO_COUNTED = 0.3
"""The same where the question says how many items there are, and some are missing."""
_ALSO_ENUMERATED = 0.75
"""The same where the best sentence enumerates already."""
_PREPOSITIONS = frozenset("to in from of at on with by for".split())
_UNNAMED = re.compile(r"(?:others|(?:\w+ )?other [a-z]+|elsewhere|so on|the rest)$")
"""An item that names nothing: "other countries"."""
_MOST_LINES = 5
_MOST_ITEMS = 10
_MOST_WORDS = 110


def choose_list(plan: Plan, query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """Every item that the readings give; `readings` are best first and at least one.

    Sentences are taken, best first, while they add an item: until there are as many as the question says, or the
    next is much worse than the best. The short answer is the items in the order in which they are told.
    """
    best = readings[0]
    taken: list[tuple[Reading, tuple[str, ...]]] = []
    found: list[str] = []
    words = 0
    for reading in readings:
        if taken and (reading.score < _needed(plan, taken[0][1]) * best.score or _complete(plan, found)):
            break
        new = tuple(
            item
            for item in listed(reading)
            if _fits(query, item) and not any(_same(item, other) for other in found)
        )
        if taken and (not new or _is_asked(query, new)):
            continue
        words += words_of(line(reading, settings))
        if taken and (words > _MOST_WORDS or len(taken) == _MOST_LINES):
            break
        taken.append((reading, new))
        found += new
    told = without_repeats(_in_order(taken, settings))
    given = [item for _, some in _sorted(taken) for item in some][:_MOST_ITEMS]
    return Choice(told, best, enumerated(given), notes=_notes(plan, given))


def listed(reading: Reading) -> tuple[str, ...]:
    """The items that a reading's span names: those of the enumeration that it stands in; () without a span."""
    if reading.span is None:
        return ()
    shift = reading.start
    found = items(reading.text, reading.span[0] - shift, reading.span[1] - shift)
    if len(found) < 2:
        short = short_of(reading)
        return (short,) if short else ()
    texts = [" ".join(item.text.split()).strip(" ,;:.") for item in found]
    openings = [text.partition(" ")[0] for text in texts[1:]]
    if len(set(openings)) == 1 and openings[0] in _PREPOSITIONS:  # "to Ostrel, to Kessen and to Port Sarn"
        texts = [text.removeprefix(f"{openings[0]} ") for text in texts]
    return tuple(text for text in texts if not _UNNAMED.match(text))


def enumerated(given: Sequence[str]) -> str:
    """Items as a phrase: "A", "A and B", "A, B and C"; semicolons where an item has a comma."""
    if len(given) < 2:
        return "".join(given)
    if any("," in item for item in given):
        return "; ".join(given)
    return f"{', '.join(given[:-1])} and {given[-1]}"


def _needed(plan: Plan, first: Sequence[str]) -> float:
    """How good a further sentence must be beside the best, whose own items are `first`."""
    if plan.count:
        return _ALSO_COUNTED
    return _ALSO_ENUMERATED if len(first) > 1 else _ALSO


def _complete(plan: Plan, found: Sequence[str]) -> bool:
    return bool(plan.count) and len(found) >= plan.count


def _sorted(taken: Sequence[tuple[Reading, tuple[str, ...]]]) -> list[tuple[Reading, tuple[str, ...]]]:
    """The readings by the rank of their story, those of one article in its order."""
    stories = list(dict.fromkeys(story(reading) for reading, _ in taken))
    return sorted(taken, key=lambda one: (stories.index(story(one[0])), one[0].hit.article.id, one[0].start))


def _in_order(taken: Sequence[tuple[Reading, tuple[str, ...]]], settings: Settings) -> list[Line]:
    return [line(reading, settings, short=enumerated(some)) for reading, some in _sorted(taken)]


def _fits(query: Query, item: str) -> bool:
    """Whether an item can be of the kind asked for: a bare number is nobody and no place."""
    return query.kind not in {"who", "where"} or any(mark.isalpha() for mark in item)


def _is_asked(query: Query, new: Sequence[str]) -> bool:
    """Whether every item only repeats words of the question."""
    asked = stems(query.own)
    return all(stems(item) <= asked for item in new)


def _same(one: str, other: str) -> bool:
    """Whether two items name the same: the words of one are all among the other's."""
    left, right = (_words(item) for item in (one, other))
    return bool(left and right) and (left <= right or right <= left)


def _words(item: str) -> set[str]:
    return {word for word in stems(item) if word not in STOPWORDS}


def _notes(plan: Plan, given: Sequence[str]) -> tuple[str, ...]:
    if plan.count and given and len(given) < plan.count:
        return (f"The question asks for {plan.count}; the articles read name {len(given)}.",)
    return ()
