"""Answers that tell a course of events: sentences in the order of the days on which things happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.choosing.choice import Choice
from rag.choosing.days import in_words, times_in
from rag.choosing.disagree import story
from rag.choosing.quoting import line, without_repeats
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings

_LEAST = 0.25
"""Of the best score, what an event needs to be told."""
_MOST = 8
_LONGEST = 92
"""Days; a longer time, such as "since 2011", is not when the event of a news sentence happened."""
_ALIKE = 0.6
"""Share of the shorter sentence's words that two tellings of one event have in common."""


@dataclass(frozen=True, slots=True)
class Event:
    """A reading with the days it tells of; `stated` says that the sentence names them, else they are its report's."""

    reading: Reading
    first: date
    last: date
    stated: bool


def event_of(reading: Reading) -> Event | None:
    """The event that a reading tells; None where neither its sentence nor its report has a date."""
    published = reading.hit.article.published
    times = [
        one
        for one in times_in(reading, reading.start, reading.end)
        if (one.last - one.first).days <= _LONGEST and not one.text.lower().startswith("since")
    ]
    if times:
        precise = min(times, key=lambda one: ((one.last - one.first).days > 0, one.start))
        return Event(reading, precise.first, precise.last, True)
    return Event(reading, published, published, False) if published else None


def events(readings: Sequence[Reading]) -> list[Event]:
    """The events of readings that are best first, oldest event first, each told once, by its best reading.

    A sentence with no day of its own has that of its report. Two sentences tell one event when they mean the same
    days and share most of their words, or are the same words in copies of one report.
    """
    best = max((reading.score for reading in readings), default=0.0)
    found: list[Event] = []
    for reading in readings:
        event = event_of(reading) if reading.score >= _LEAST * best else None
        if event is not None and not any(_same(event, other) for other in found):
            found.append(event)
        if len(found) == _MOST:
            break
    return sorted(
        found, key=lambda event: (event.first, event.last, _filed(event.reading), event.reading.start)
    )


def dated_label(event: Event) -> str:
    """When it happened and who reports it, as a label: "16 August 2017 (Velmora Wire):"."""
    day = in_words(event.first, event.last)
    source = event.reading.hit.article.source
    when = day if event.stated else f"Reported on {day}" if event.first == event.last else day
    return f"{when} ({source}):" if source else f"{when}:"


def choose_timeline(readings: Sequence[Reading], settings: Settings) -> Choice:
    """The events in order, each with its day and source; `readings` are best first and at least one."""
    best = readings[0]
    told = events(readings)
    if not told:
        return Choice((line(best, settings),), best, notes=("The articles read have no dates.",))
    lines = [line(event.reading, settings, label=dated_label(event)) for event in told]
    return Choice(without_repeats(lines), best)


def _filed(reading: Reading) -> date:
    return reading.hit.article.published or date.min


def _same(one: Event, other: Event) -> bool:
    left, right = stems(one.reading.text), stems(other.reading.text)
    shared = len(left & right) / max(1, min(len(left), len(right)))
    if (
        story(one.reading) == story(other.reading)
        and one.reading.hit.article.id != other.reading.hit.article.id
    ):
        return shared >= _ALIKE
    together = one.first <= other.last and other.first <= one.last
    return together and shared >= _ALIKE
