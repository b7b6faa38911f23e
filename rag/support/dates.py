"""The dates of a sentence, however written and however incomplete, and whether the evidence gives them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.dates import TimeExpression

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<until>[0-3]?\d))?(?![\d%]|[.,:]\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|,\d|s)"
_LEADING = (
    r"(?:[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate|[Mm]id|[Ll]ast|"
    r"[Nn]ext|[Tt]his|[Oo]f|[Tt]o|[Tt]hrough|[Bb]etween|[Ss]ummer|[Ww]inter|[Ss]pring|[Aa]utumn)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<isomonth>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"(?<![\d.,$€£])\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH},? {_YEAR}",
        r"\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![a-rt-z])",
        rf"\b{_LEADING}[ -]{_YEAR}(?! (?:people|persons|men|women|children|homes|houses|jobs|cases))",
        rf"\b{_LEADING}[ -]{_MONTH}(?! ?\d)",
        r"\b(?P<vague>(?:[Ll]ast|[Tt]his|[Nn]ext) (?:night|week|weekend|month|year)|[Yy]esterday|[Tt]oday|"
        r"[Tt]onight|[Tt]omorrow)\b",
    )
)
_WEEKDAYS = {name: number for number, name in enumerate(calendar.day_name)}
_MONTHS = {name[:3]: number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True, slots=True)
class Day:
    """A date at `[start:end]` of the text searched, as far as the text gives it.

    `weekday` counts from Monday, 0; `vague` holds words such as "last month".
    """

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    vague: str = ""


def _read(match: re.Match[str]) -> Iterator[Day]:
    group = match.groupdict()
    place = (match.group(), *match.span())
    if group.get("vague"):
        yield Day(*place, vague=group["vague"].lower())
        return
    if group.get("weekday"):
        yield Day(*place, weekday=_WEEKDAYS[group["weekday"]])
        return
    year = int(group["year"]) if group.get("year") else None
    month = int(group["isomonth"]) if group.get("isomonth") else None
    if group.get("month"):
        month = _MONTHS[group["month"][:3]]
    found: list[int | None] = [int(group[name]) for name in ("day", "until") if group.get(name)]
    for day in found or [None]:
        yield Day(*place, year=year, month=month, day=day)


def days(text: str) -> tuple[Day, ...]:
    """The dates of a text, complete or not, in order."""
    taken: list[Day] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in taken):
                taken.extend(_read(match))
    return tuple(sorted(taken, key=lambda day: day.start))


def blank(text: str, found: Sequence[Day]) -> str:
    """The text with its calendar dates blanked out, every offset kept."""
    for day in found:
        if not day.vague and day.weekday is None:
            text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    return text


def whole(day: Day) -> date | None:
    """The date where year, month and day are all given."""
    try:
        return date(day.year or 0, day.month or 0, day.day or 0)
    except ValueError:
        return None


def _given(wanted: Day, have: Day) -> bool:
    if wanted.vague or have.vague:
        return wanted.vague == have.vague
    if wanted.weekday is not None or have.weekday is not None:
        return wanted.weekday == have.weekday
    return all(
        mine is None or mine == theirs
        for mine, theirs in ((wanted.year, have.year), (wanted.month, have.month), (wanted.day, have.day))
    )


def within(wanted: Day, first: date, last: date) -> bool:
    """Whether the days from `first` to `last` are no wider than the date wanted, and fall in it."""
    if wanted.vague:
        return False
    if wanted.weekday is not None:
        return first == last and first.weekday() == wanted.weekday
    if wanted.day is not None and first != last:
        return False
    if wanted.month is not None and (first.year, first.month) != (last.year, last.month):
        return False
    return (
        (wanted.year is None or first.year == last.year == wanted.year)
        and wanted.month in (None, first.month)
        and wanted.day in (None, first.day)
    )


def _ends(expression: TimeExpression) -> Iterator[date]:
    """The first and last day of a span, where the words name them: "Aug. 2-5", "from Monday to Wednesday"."""
    if expression.first == expression.last:
        return
    numbers = {int(number) for number in re.findall(r"\d+", expression.text)}
    for end in (expression.first, expression.last):
        if end.day in numbers or calendar.day_name[end.weekday()] in expression.text:
            yield end


def given(wanted: Day, stated: Sequence[Day], resolved: Sequence[TimeExpression]) -> bool:
    """Whether dates that stand in the evidence, or the days that its time expressions mean, give the date wanted."""
    return any(_given(wanted, day) for day in stated) or any(
        within(wanted, first, last)
        for expression in resolved
        for first, last in (
            (expression.first, expression.last),
            *((end, end) for end in _ends(expression)),
        )
    )
