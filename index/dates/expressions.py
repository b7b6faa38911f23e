"""Finds the time expressions of a text and resolves each to the days it means.

News conventions: a report counts from the day it was published; a bare weekday in it is the last one (the day
itself included), unless its sentence looks ahead; a month or a day without a year is the one nearest to the report;
"since" lasts until the report; "two days later" counts from the day named before it in the paragraph.

The rules are our own because libraries give points, not intervals, and see no tense: of the 254 cases in
tests/test_dates_news.py dateparser 1.5's `search_dates` has 36 right (80 ms for 5 kB of text; the rules take 1 ms) and
dateutil's fuzzy parser 60; given the words alone, dateparser names the day for 44 of 91. dateutil computes Easter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.dates.counted import COUNTED_DATES
from index.dates.fixed import FIXED, JOINED, joined
from index.dates.relative import RELATIVE
from index.dates.rules import DIGIT, Place, by_start
from index.dates.spans import Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, at `text[start:end]` of the text searched, and the days it means, both inclusive.

    `relative` says that the days were counted from another day (the publication date).
    """

    text: str
    start: int
    end: int
    first: date
    last: date
    relative: bool


_FIXED = by_start(FIXED)
_COUNTED = by_start((*RELATIVE, *COUNTED_DATES))
_STARTS = frozenset(_FIXED) | frozenset(_COUNTED)
_WORD = re.compile(r"\w+")
_SINCE = re.compile(r"\b[Ss]ince (?:the |about |around |at least |as early as )?$")
_JOINT = re.compile(r"(?:,|,? and|,? or) (?:in )?")
_REMEMBERED = 300
"""Characters behind an expression within which "two days later" counts from it."""


def _found(text: str, start: int, key: str, place: Place | None) -> tuple[int, Span, bool] | None:
    """The end, the days and whether they were counted, of the expression that begins at `start`."""
    for fixed in _FIXED.get(key, ()):
        if match := fixed.pattern.match(text, start):
            try:
                span = fixed.resolve(match)
            except (ValueError, OverflowError):  # a year before 1 or after 9999
                continue
            if span:
                return match.end(), span, False
    for counted in _COUNTED.get(key, ()) if place else ():
        if place and (match := counted.pattern.match(text, start)):
            try:
                span = counted.resolve(match, place)
            except (ValueError, OverflowError):
                continue
            if span:
                return match.end(), span, True
    return None


def _behind(text: str, start: int, earlier: TimeExpression) -> tuple[int, Span, bool] | None:
    """As `_found`, for a bare year, month or day joined to the expression before it: "in 2015 and 2016"."""
    match = JOINED.match(text, start) if _JOINT.fullmatch(text, earlier.end, start) else None
    span = joined(match, earlier.text, (earlier.first, earlier.last)) if match else None
    return (match.end(), span, earlier.relative) if match and span else None


def _reference(text: str, start: int, earlier: TimeExpression | None) -> Span | None:
    """The days last named before `start` in its paragraph, where they are near enough to count from."""
    if earlier is None or start - earlier.end > _REMEMBERED or "\n" in text[earlier.end : start]:
        return None
    return earlier.first, earlier.last


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of `text` in order, each resolved against the publication date; none overlap.

    Expressions that need a day to count from are left out when `published` is None.
    """
    taken: list[TimeExpression] = []
    for word in _WORD.finditer(text):
        start = word.start()
        key = DIGIT if text[start].isdigit() else word.group().lower()
        if key not in _STARTS or (taken and start < taken[-1].end):
            continue
        earlier = taken[-1] if taken else None
        place = Place(published, _reference(text, start, earlier)) if published else None
        found = _found(text, start, key, place) or (_behind(text, start, earlier) if earlier else None)
        if found is None:
            continue
        end, (first, last), relative = found
        if published and last <= published and (since := _SINCE.search(text, max(0, start - 24), start)):
            start, last = since.start(), published
        elif published and first <= published and word.group().lower() == "since":
            last = published
        taken.append(TimeExpression(text[start:end], start, end, first, last, relative))
    return tuple(taken)


def parse_date(text: str) -> date | None:
    """The first full calendar date (year, month and day) that stands in `text`, else None."""
    for expression in time_expressions(text, None):
        if expression.first == expression.last:
            return expression.first
    return None
