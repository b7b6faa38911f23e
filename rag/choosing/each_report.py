"""Answers with one line a report: what each says of the thing asked, copies of one report being one voice."""

from __future__ import annotations

from collections.abc import Sequence

from rag.choosing.choice import Choice
from rag.choosing.days import in_words
from rag.choosing.disagree import published, story
from rag.choosing.plan import Plan
from rag.choosing.quoting import line
from rag.choosing.shortening import short_of
from rag.choosing.single import reported
from rag.reader.reading import Reading
from rag.settings import Settings

_LEAST = 0.15
"""Of the best score, what a report's best sentence needs to be told."""
_MOST = 6


def choose_each_report(plan: Plan, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The best sentence of each report that has a good one, with its date and source; `readings` are best first.

    Newest report first; oldest first where the question tells a development ("change from one report to the next").
    """
    told = one_a_story(readings, plan.oldest_first)
    lines = tuple(line(one, settings, label=reported(one), short=short_of(one)) for one in told)
    return Choice(lines, readings[0], values(told))


def one_a_story(readings: Sequence[Reading], oldest_first: bool) -> list[Reading]:
    """The best reading of each story that has a good one, by the day of its report; undated ones come last."""
    found: dict[str, Reading] = {}
    for reading in readings:
        if reading.score >= _LEAST * readings[0].score and (story(reading) in found or len(found) < _MOST):
            found.setdefault(story(reading), reading)
    dated = [one for one in found.values() if one.hit.article.published]
    undated = [one for one in found.values() if not one.hit.article.published]
    return [*sorted(dated, key=published, reverse=not oldest_first), *undated]


def values(readings: Sequence[Reading]) -> str:
    """What the readings say, each with the day of its report: "12 (5 March 2024); 17 (8 March 2024)".

    "" where one of them has no span, or only one is given.
    """
    shorts = [short_of(reading) for reading in readings]
    if len(readings) < 2 or not all(shorts):
        return ""
    days = [
        in_words(published(one), published(one)) if one.hit.article.published else "no date"
        for one in readings
    ]
    return "; ".join(f"{short} ({day})" for short, day in zip(shorts, days, strict=True))
