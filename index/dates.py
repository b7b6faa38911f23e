"""Finds the time expressions of a text and resolves each to the days it means.

News conventions: a report counts from the day it was published; a bare weekday in it is the last one (the day
itself included), unless the words before it look ahead ("will", "is expected", "next"); a month or a day without
a year is the one nearest to the report.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.date_words import (
    COUNT,
    DAY,
    FUTURE,
    MONTH,
    MONTHS,
    NO_QUANTITY,
    NUMBERS,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
)


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


_Span = tuple[date, date]
_Resolver = Callable[[re.Match[str], date | None, bool], _Span | None]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int) -> _Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"].rstrip(".").lower()]


def _full_date(match: re.Match[str], _anchor: date | None, _ahead: bool) -> _Span | None:
    day = _day(int(match["year"]), _month_number(match), int(match["day"]))
    return (day, day) if day else None


def _iso_date(match: re.Match[str], _anchor: date | None, _ahead: bool) -> _Span | None:
    day = _day(int(match["year"]), int(match["isomonth"]), int(match["day"]))
    return (day, day) if day else None


def _month_and_day(match: re.Match[str], anchor: date | None, ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    candidates = [
        found
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (found := _day(year, _month_number(match), int(match["day"])))
    ]
    if ahead:
        candidates = [found for found in candidates if found >= anchor] or candidates
    else:  # up to three months ahead a date without a year is taken as coming, else as past
        candidates = [found for found in candidates if found <= anchor + timedelta(days=92)] or candidates
    best = min(candidates, key=lambda found: abs(found - anchor), default=None)
    return (best, best) if best else None


def _month_and_year(match: re.Match[str], _anchor: date | None, _ahead: bool) -> _Span | None:
    return _month_span(int(match["year"]), _month_number(match))


def _month_alone(match: re.Match[str], anchor: date | None, ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    month = _month_number(match)
    word = match["which"].lower()
    if word == "next":
        return _month_span(anchor.year + (month <= anchor.month), month)
    if word == "this":
        return _month_span(anchor.year, month)
    if ahead and word != "last":
        return _month_span(anchor.year + (month < anchor.month), month)
    past = month > anchor.month or (word == "last" and month == anchor.month)
    return _month_span(anchor.year - past, month)


def _year_alone(match: re.Match[str], anchor: date | None, _ahead: bool) -> _Span | None:
    first, last = date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)
    if match["which"].lower() == "since" and anchor is not None and anchor >= first:
        last = anchor
    return first, last


def _weekday(match: re.Match[str], anchor: date | None, ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    wanted = WEEKDAYS[match["weekday"].lower()]
    which = (match["which"] or "").strip().lower()
    back = (anchor.weekday() - wanted) % 7
    forth = (wanted - anchor.weekday()) % 7
    if which == "next":
        day = anchor + timedelta(days=forth or 7)
    elif which == "last":
        day = anchor - timedelta(days=back or 7)
    elif ahead or which in {"this", "coming"}:
        day = anchor + timedelta(days=forth)
    else:
        day = anchor - timedelta(days=back)
    return day, day


def _near_day(match: re.Match[str], anchor: date | None, _ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    word = match["near"].lower()
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if word == "last night":
        shift = -1
    day = anchor + timedelta(days=shift)
    return day, day


def _unit(match: re.Match[str], anchor: date | None, _ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        moved = _shift_months(anchor.replace(day=1), shift)
        return _month_span(moved.year, moved.month)
    year = anchor.year + shift
    return date(year, 1, 1), date(year, 12, 31)


def _weekend(match: re.Match[str], anchor: date | None, ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    coming = ahead or match["which"].lower() in {"next", "coming"}
    saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7)
    if coming and (saturday + timedelta(days=1) < anchor or match["which"].lower() == "next"):
        saturday += timedelta(weeks=1)
    return saturday, saturday + timedelta(days=1)


def _ago(match: re.Match[str], anchor: date | None, _ahead: bool) -> _Span | None:
    if anchor is None:
        return None
    word = match["count"].lower()
    count = int(word) if word.isdigit() else NUMBERS[word]
    unit = match["unit"].lower()
    try:
        if unit == "day":
            day = anchor - timedelta(days=count)
            return day, day
        if unit == "week":
            monday = anchor - timedelta(days=anchor.weekday(), weeks=count)
            return monday, monday + timedelta(days=6)
        if unit == "month":
            moved = _shift_months(anchor, -count)
            return _month_span(moved.year, moved.month)
        return date(anchor.year - count, 1, 1), date(anchor.year - count, 12, 31)
    except (ValueError, OverflowError):
        return None


# In the order in which they are tried: the more words an expression has, the earlier it stands.
_PATTERNS: tuple[tuple[re.Pattern[str], _Resolver, bool], ...] = tuple(
    (re.compile(pattern), resolver, relative)
    for pattern, resolver, relative in (
        (
            rf"(?<![\d/-])\b{YEAR}(?P<sep>[-/])(?P<isomonth>\d\d)(?P=sep)(?P<day>\d\d)(?![\d-])",
            _iso_date,
            False,
        ),
        (rf"\b{MONTH} {DAY}(?:,| of)? {YEAR}\b(?![,.]\d)", _full_date, False),
        (rf"\b{DAY}(?: of)? {MONTH},? {YEAR}\b(?![,.]\d)", _full_date, False),
        (rf"\b{MONTH},? {YEAR}\b{NO_QUANTITY}", _month_and_year, False),
        (rf"\b{MONTH} {DAY}\b(?!,? ?\d{{4}}|[.,]\d|:| ?%| percent| per cent)", _month_and_day, True),
        (rf"(?<![\d.,$€£])\b{DAY}(?: of)? {MONTH}(?!\w)", _month_and_day, True),
        (rf"\b(?P<which>(?i:last|next|this|coming) )?{WEEKDAY}\b", _weekday, True),
        (r"(?i)\b(?P<which>last|next|this|past|coming|over the|at the|on the) weekend\b", _weekend, True),
        (r"(?i)\b(?P<which>last|next|this|past|previous|coming) (?P<unit>week|month|year)\b", _unit, True),
        (rf"(?i)(?<![\d.,])\b{COUNT} (?P<unit>day|week|month|year)s? (?:ago|earlier)\b", _ago, True),
        (
            r"(?i)\b(?P<near>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))\b",
            _near_day,
            True,
        ),
        (
            rf"\b(?P<which>(?i:in|since|during|from|by|until|before|after|early|late|of|to))"
            rf" {YEAR}\b(?![-–]\d){NO_QUANTITY}",
            _year_alone,
            False,
        ),
        (
            rf"\b(?P<which>(?i:in|since|last|next|this|early|late|mid|until|during))[ -]{MONTH}"
            r"(?!\w|\.\w| \d)",
            _month_alone,
            True,
        ),
    )
)


def _looks_ahead(text: str, start: int) -> bool:
    """Whether the words of the same clause before `start` speak of the future."""
    before = text[max(0, start - 60) : start]
    clause = re.split(r"[.;!?\n]|, ", before)[-1]
    return bool(FUTURE.search(clause))


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of `text` in order, each resolved against the publication date.

    Expressions that need a day to count from are left out when `published` is None.
    """
    taken: list[TimeExpression] = []
    covered = bytearray(len(text))
    for pattern, resolver, relative in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(covered[start:end]):
                continue
            try:
                span = resolver(match, published, _looks_ahead(text, start))
            except (ValueError, OverflowError):  # a year before 1 or after 9999
                span = None
            if span is not None:
                taken.append(TimeExpression(match.group(), start, end, *span, relative))
                covered[start:end] = b"\1" * (end - start)
    return tuple(sorted(taken, key=lambda expression: expression.start))


def parse_date(text: str) -> date | None:
    """The first full calendar date (year, month and day) that stands in `text`, else None."""
    for expression in time_expressions(text, None):
        if expression.first == expression.last:
            return expression.first
    return None
