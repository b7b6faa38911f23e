"""Calendar arithmetic: spans of days, both ends included, for days, weeks, months, seasons, years and their parts."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day."""

_THIRDS = {3: (1, 2), 6: (2, 4), 12: (4, 8), 120: (48, 84), 1200: (396, 804)}
"""Where "mid" and "late" begin in a span of so many months, in months: the late nineties begin in 1997."""
_WEEK_PARTS = {"early": (0, 2), "mid": (2, 3), "late": (3, 6)}
_MONTH_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half": (1, 15),
    "second half": (16, 31),
}


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months(year: int, month: int, count: int = 1) -> Span:
    """So many whole months from one on. Raises ValueError outside the years 1 to 9999."""
    end = shifted(date(year, month, 1), "month", count - 1)
    return date(year, month, 1), date(end.year, end.month, calendar.monthrange(end.year, end.month)[1])


def years(year: int, count: int = 1) -> Span:
    """So many whole years from one on. Raises ValueError outside the years 1 to 9999."""
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def shifted(day: date, unit: str, count: int) -> date:
    """The day so many units later (earlier where negative), the last of a month where that one is too short.

    `unit` is "hour", "day", "week", "month", "year" or "decade". Raises ValueError or OverflowError at the ends of the
    calendar.
    """
    if unit == "hour":
        return day + timedelta(days=-(-abs(count) // 24) * (1 if count > 0 else -1))
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    index = day.year * 12 + day.month - 1 + count * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def around(day: date, unit: str, count: int = 0) -> Span:
    """The whole day, week (from Monday), weekend, month, quarter, year or decade of a day, or the one `count` after it.

    The weekend of a day is the one of its week. Raises ValueError or OverflowError at the ends of the calendar.
    """
    if unit == "day":
        moved = shifted(day, "day", count)
        return moved, moved
    if unit in {"week", "weekend"}:
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=count)
        return monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
    if unit == "month":
        moved = shifted(day.replace(day=1), "month", count)
        return months(moved.year, moved.month)
    if unit == "quarter":
        moved = shifted(day.replace(day=1), "month", 3 * count)
        return months(moved.year, moved.month - (moved.month - 1) % 3, 3)
    if unit == "decade":
        return years(day.year - day.year % 10 + 10 * count, 10)
    return years(day.year + count)


def _whole_months(span: Span) -> int:
    """How many months a span has, 0 where it is not made of whole months."""
    first, last = span
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def part(span: Span, name: str) -> Span | None:
    """The part of a span that `name` says: "early", "mid", "late", "first half", "second half", "start", "end".

    Early, mid and late are the thirds: days 1–10, 11–20 and from 21 of a month, four months of a year, years 0–3, 4–6
    and 7–9 of a decade, Monday to Wednesday, Thursday, and Thursday to Sunday of a week. Start and end of a year are
    its first and last month, else they are as early and late. None where the span has no such part.
    """
    count = _whole_months(span)
    if count == 12 and name in {"start", "end"}:
        return months(span[0].year, 1 if name == "start" else 12)
    name = {"start": "early", "end": "late"}.get(name, name)
    first = span[0]
    if (span[1] - first).days == 6 and name in _WEEK_PARTS:
        begin, end = _WEEK_PARTS[name]
        return first + timedelta(days=begin), first + timedelta(days=end)
    if count == 1:
        begin, end = _MONTH_PARTS[name]
        return first.replace(day=begin), min(first.replace(day=1) + timedelta(days=end - 1), span[1])
    if name.endswith(" half") and count and count % 2 == 0:
        half = shifted(first, "month", count // 2)
        return (first, half - timedelta(days=1)) if name == "first half" else (half, span[1])
    if count not in _THIRDS or name.endswith(" half"):
        return None
    middle, late = (shifted(first, "month", cut) for cut in _THIRDS[count])
    ends = {"early": (first, middle), "mid": (middle, late), "late": (late, span[1] + timedelta(days=1))}[
        name
    ]
    return ends[0], ends[1] - timedelta(days=1)
