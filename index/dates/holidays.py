"""Days with a name: fixed feasts, those that hang on Easter, and those that are the n-th weekday of a month."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The n-th weekday (from Monday, 0) of a month, the last one for -1; None where the month has none such."""
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[nth if nth < 0 else nth - 1]) if nth <= len(days) else None


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _thanksgiving(days: int = 0) -> Callable[[int], date]:
    def of(year: int) -> date:
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21 + days)

    return of


def _monday(month: int, nth: int) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, 0, nth) or date(year, month, 1)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "valentine's day": _fixed(2, 14),
    "st. patrick's day": _fixed(3, 17),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "good friday": _from_easter(-2),
    "easter sunday": _from_easter(0),
    "easter monday": _from_easter(1),
    "memorial day": _monday(5, -1),
    "labor day": _monday(9, 1),
    "halloween": _fixed(10, 31),
    "thanksgiving day": _thanksgiving(),
    "thanksgiving": _thanksgiving(),
    "black friday": _thanksgiving(1),
    "cyber monday": _thanksgiving(4),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "christmas": _fixed(12, 25),
    "easter": _from_easter(0),
}
"""What each is called in lower case, and its day in a year. Labor Day and Thanksgiving are the American ones."""
