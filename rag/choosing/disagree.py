"""Different reports that give different values for the same thing, and the newest count where the latest is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.choosing.days import times_in
from rag.choosing.values import Value, differ, numbers_in, same, value_of
from rag.kinds import plain
from rag.query import Query
from rag.reader.features import stems
from rag.reader.reading import Reading

_AS_GOOD = 0.5
"""Of the best score, what a reading needs to speak against it."""
_AS_GOOD_NAME = 0.75
"""The same for a name or a day: two people may both have done what is asked."""
_MOST = 4
"""Values that are set side by side."""
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|so far|by now|until now|to date|now|nowadays|still|currently|current|today|"
    r"at present|as of|in the end|eventually|finally|final|actually|really|turn(?:ed)? out)\b"
)
_COUNTED = re.compile(
    r"\b(?:missing|dead|died|killed|injured|wounded|hurt|toll|survived|survivors|rescued|homeless|evacuated|infected|"
    r"cases|arrested|detained|alive)\b"
)
_PART = re.compile(
    r"[^,.;]{0,30}? of (?:the |those |these |its |their |his |her |about |some |nearly |all )*[\d\w,-]*\d|"
    r"[^,.;]{0,20}? of (?:them|whom|those|these|which)\b|[^,.;]{0,20}? among (?:them|whom)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"\b(?:including|among them|of whom|of them) (?:the |at least |about |some )?$", re.IGNORECASE
)
_SAID = re.compile(
    r"\b(?:said|told|added|announced|reported|saying|statement|spokes\w+)\b[^,;.]{0,40}$", re.IGNORECASE
)
_REPORTED_WITHIN = 2  # days before its report that a day may lie and still be the day it tells the news of


def published(reading: Reading) -> date:
    """The day of a reading's report; the first of all days where it is unknown."""
    return reading.hit.article.published or date.min


def story(reading: Reading) -> str:
    """The story of a reading's report: copies of one report share it, and are one voice."""
    return reading.hit.article.story or reading.hit.article.id


def asks_latest(query: Query) -> bool:
    """Whether a question wants the newest state of something: "so far", "still", "turned out"."""
    return bool(_LATEST.search(plain(query.own)))


def counts_up(query: Query) -> bool:
    """Whether a question counts what grows from report to report, such as the dead or the missing."""
    return query.kind == "how_many" and bool(_COUNTED.search(plain(query.own)))


def newest_first(query: Query, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, best first; where the latest is asked for, a newer value of the same thing comes first.

    The newer one takes the score of the one it replaces, so that being new is no reason to be less sure.
    """
    if not readings or not asks_latest(query):
        return list(readings)
    best, value = readings[0], value_of(query, readings[0])
    newer = [
        reading
        for reading in readings[1:]
        if reading.score >= _AS_GOOD * best.score
        and published(reading) > published(best)
        and not is_part(reading)
        and (differ(value, other := value_of(query, reading)) or same(value, other))
        and _same_thing(query, best, reading)
    ]
    if not newer:
        return list(readings)
    first = max(newer, key=lambda reading: (published(reading), reading.score))
    rest = [reading for reading in readings if reading is not first]
    return [replace(first, score=best.score, seen=best.seen), *rest]


def disagreeing(query: Query, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """One reading for each value that different stories give for the thing asked, newest first; () where they agree.

    They speak of the same thing where each sentence has every word of the question, names aside, that the best one
    has, where they do not tell of different days, and where none is a part of another ("80 of the 400").
    """
    best, value = readings[0], value_of(query, readings[0])
    if value is None or is_part(best):
        return ()
    voices: dict[str, tuple[Reading, Value]] = {story(best): (best, value)}
    for reading in readings[1:]:
        if story(reading) in voices or reading.score < _needed(query) * best.score:
            continue
        other = value_of(query, reading)
        if other is None or is_part(reading) or not _same_thing(query, best, reading):
            continue
        if differ(value, other) or same(value, other):
            voices[story(reading)] = (reading, other)
    told: list[tuple[Reading, Value]] = []
    for reading, one in sorted(
        voices.values(), key=lambda voice: (published(voice[0]), voice[0].score), reverse=True
    ):
        if all(differ(one, other) for _, other in told):
            told.append((reading, one))
    return tuple(reading for reading, _ in told[:_MOST]) if len(told) > 1 else ()


def is_part(reading: Reading) -> bool:
    """Whether the amount that a reading tells is a part of another: "80 of the 400", "400, including 25"."""
    found = numbers_in(reading)
    if not found:
        return False
    text, number = reading.text, found[0]
    return bool(_PART.match(text, number.end) or _PART_BEFORE.search(text, 0, number.start))


def _needed(query: Query) -> float:
    return _AS_GOOD if query.kind == "how_many" else _AS_GOOD_NAME


def _same_thing(query: Query, best: Reading, other: Reading) -> bool:
    """Whether two readings speak of the same thing, by the question's words in their sentences and by their days."""
    named = stems(" ".join(query.names))
    about = stems(" ".join((*query.keywords, *query.context)))
    here, there = stems(best.text), stems(other.text)
    shared = (about - named) & here
    if not shared or not shared <= there:
        return False
    if query.kind != "how_many" and not about & named & here <= there | stems(_around(other)):
        return False
    return not _other_days(best, other)


def _around(reading: Reading) -> str:
    return f"{reading.hit.article.title} {reading.hit.passage.text}"


def _other_days(one: Reading, other: Reading) -> bool:
    """Whether two sentences tell of events on different days, neither being merely the day of its report."""
    if _is_time(one) or _is_time(other):
        return False
    here, there = _event_days(one), _event_days(other)
    return bool(here and there) and not any(
        first <= last_there and first_there <= last
        for first, last in here
        for first_there, last_there in there
    )


def _is_time(reading: Reading) -> bool:
    """Whether what a reading's span says is a time."""
    return bool(reading.span and times_in(reading, *reading.span))


def _event_days(reading: Reading) -> list[tuple[date, date]]:
    """The days on which a sentence says that something happened, but those near its report: news is told by the day."""
    text, day = reading.text, published(reading)
    return [
        (one.first, one.last)
        for one in times_in(reading, reading.start, reading.end)
        if not _SAID.search(text, 0, one.start - reading.start)
        and abs((day - one.last).days) > _REPORTED_WITHIN
    ]
