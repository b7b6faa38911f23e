"""Rules for time expressions that name their year: "Aug. 2, 2017", "March to May 2016", "the early 1990s"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.dates.holidays import HOLIDAYS
from index.dates.parts import PART, PART_STARTS, part_of
from index.dates.rules import DIGIT, Fixed, Rule, before, month_of, number_of, rule
from index.dates.spans import Span, calendar_day, months, years
from index.dates.words import (
    DAY,
    MONTH,
    MONTHS,
    NO_QUANTITY,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    WEEKDAYS,
    YEAR,
    second,
)

WEEKDAY_BEFORE = rf"(?:{SHORT_WEEKDAY}(?:day|sday|nesday|rsday|urday|\.)?,?(?: the)? \(?)?"
"""A weekday before a calendar date."""
DATE_STARTS = frozenset(MONTHS) | frozenset(WEEKDAYS) | {DIGIT}
"""What a calendar date can begin with."""
BETWEEN = r"(?:(?P<between>[Bb]etween )|(?:[Ff]rom )?)"
"""Before a range; `TO` then asks for "and" behind "between"."""
TO = r"(?(between) and |(?: ?[-–—] ?|,? (?:to|through|until|till) ))"
RANGE_STARTS = frozenset(MONTHS) | {DIGIT, "between", "from"}
"""What a range of them can begin with."""
_PERIOD = (
    rf"(?:(?:{MONTH},? )?{YEAR}(?P<decade>s)?|(?:(?<=['’‘])|['’‘])(?P<tens>[2-9]0)s|"
    r"(?P<century>1[0-9]th|20th|21st)[- ]century)(?![\w/]|[-–][0-9]|[,.][0-9]| BC)"
)
_YEAR_LEADS = (
    "in since during from by until till through throughout before after early late of to around circa".split()
)
_DETERMINER = re.compile(r"(?:\b(?:the|a|his|her|its|their|our|whose|that)|[’']s) $", re.IGNORECASE)
_PLURAL = re.compile(r" (?!(?:was|is|has|as|its|his|this|plus|thus)\b)[a-z]+s\b")


def filled(match: re.Match[str], first_year: int, last_year: int) -> Span | None:
    """The days of a range of months or of days, the years of its two ends given."""
    found = match.groupdict()
    month = month_of(match) or 0
    month2 = month_of(match, "month2") or month if "month2" in found else month
    if "day" not in found:
        return months(first_year, month)[0], months(last_year, month2)[1]
    first = calendar_day(first_year, month, int(found["day"]))
    last = calendar_day(last_year, month2, int(found["day2"]))
    return (first, last) if first and last and first <= last else None


def turns_year(match: re.Match[str]) -> bool:
    """Whether a range such as "Dec. 30 to Jan. 2" ends in the year after the one it begins in."""
    found = match.groupdict()
    if not found.get("month2"):
        return False
    first, last = month_of(match) or 0, month_of(match, "month2") or 0
    return (last, int(found.get("day2") or 0)) < (first, int(found.get("day") or 0))


def _range(match: re.Match[str]) -> Span | None:
    year, year2 = (
        number_of(match, name) if name in match.groupdict() else None for name in ("year", "year2")
    )
    last = year2 or (year or 0) + turns_year(match)
    span = filled(match, year or last - turns_year(match), last)
    return span if span and span[0] <= span[1] else None


def _full_date(match: re.Match[str]) -> Span | None:
    day = calendar_day(int(match["year"]), month_of(match) or 0, int(match["day"]))
    return (day, day) if day else None


def _iso_date(match: re.Match[str]) -> Span | None:
    day = calendar_day(int(match["year"]), int(match["isomonth"]), int(match["day"]))
    return (day, day) if day else None


def _numeric_date(match: re.Match[str]) -> Span | None:
    """Day and month in figures: with dots the day stands first, else only one of the two readings may be a date."""
    one, other, year = int(match["one"]), int(match["other"]), int(match["year"])
    readings = {calendar_day(year, other, one)}
    if match["sep"] != ".":
        readings.add(calendar_day(year, one, other))
    days = [day for day in readings if day]
    return (days[0], days[0]) if len(days) == 1 else None


def _period(match: re.Match[str]) -> Span | None:
    if match["century"]:
        return years(int(match["century"][:2]) * 100 - 99, 100)
    if match["tens"]:
        return years(1900 + int(match["tens"]), 10)
    year, month = int(match["year"]), month_of(match)
    if match["decade"]:
        return years(year, 10) if month is None and year % 10 == 0 else None
    return months(year, month) if month else years(year)


def _part_of_period(match: re.Match[str]) -> Span | None:
    span = _period(match)
    return part_of(match, span) if span else None


def _long_period(match: re.Match[str]) -> Span | None:
    """A month with its year, a decade or a century; a bare year needs a word before it."""
    bare = match["year"] and not match["decade"] and not match["month"]
    return None if bare else _period(match)


def _season(match: re.Match[str]) -> Span | None:
    return months(int(match["year"]), SEASONS[match["season"].lower()], 3)


def _quarter(match: re.Match[str]) -> Span | None:
    return months(int(match["year"]), int(match["nth"]) * 3 - 2, 3)


def _holiday(match: re.Match[str]) -> Span | None:
    day = HOLIDAYS[match["name"].replace("’", "'").lower()](int(match["year"]))
    return day, day


def _years(match: re.Match[str]) -> Span | None:
    first, text = int(match["year"]), match["until"]
    last = int(text) if len(text) == 4 else first - first % 100 + int(text)
    if len(text) == 2 and last < first and last % 100 == (first + 1) % 100:
        last += 100  # 1999-00
    return (date(first, 1, 1), date(last, 12, 31)) if last > first else None


def _year(match: re.Match[str]) -> Span | None:
    if match["which"].lower() in {"of", "to", "by", "from", "around", "through"} and _PLURAL.match(
        match.string, match.end()
    ):
        return None  # "a crew of 2000 sailors"
    return years(int(match["year"]))


def _described_by_year(match: re.Match[str]) -> Span | None:
    """The year of "the 2016 election"."""
    year = int(match["year"])
    return years(year) if 1900 <= year < 2060 and _DETERMINER.search(before(match)) else None


HOLIDAY = rf"(?P<name>(?i:{'|'.join(re.escape(name) for name in sorted(HOLIDAYS, key=len, reverse=True))}))".replace(
    "'", "['’]"
)
"""The name of a holiday."""
HOLIDAY_STARTS = frozenset(re.split(r"[ '.]", name)[0] for name in HOLIDAYS)
"""What such a name begins with."""

FIXED: tuple[Rule[Fixed], ...] = (
    rule(
        {DIGIT},
        rf"(?<![\d/-]){YEAR}(?P<sep>[-/])(?P<isomonth>\d\d)(?P=sep)(?P<day>\d\d)(?![\d-])",
        _iso_date,
    ),
    rule(
        {DIGIT},
        rf"(?<![\d/.-])(?P<one>\d{{1,2}})(?P<sep>[/.-])(?P<other>\d{{1,2}})(?P=sep){YEAR}(?![\w/-]|\.\d)",
        _numeric_date,
    ),
    # days from … to …: with one month, with two, and months alone
    rule(RANGE_STARTS, rf"{BETWEEN}{MONTH} {DAY}{TO}{second(DAY)},? {YEAR}\b", _range),
    rule(RANGE_STARTS, rf"{BETWEEN}{DAY}{TO}{second(DAY)}(?: of)? {MONTH},? {YEAR}\b", _range),
    rule(
        RANGE_STARTS,
        rf"{BETWEEN}{MONTH} {DAY}(?:,? {YEAR},?)?{TO}{second(rf'{MONTH} {DAY},? {YEAR}')}\b",
        _range,
    ),
    rule(
        RANGE_STARTS,
        rf"{BETWEEN}{MONTH} {DAY},? {YEAR},?{TO}{second(rf'{MONTH} {DAY}')}\b(?![.,]\d|,? \d{{4}})",
        _range,
    ),
    rule(
        RANGE_STARTS,
        rf"{BETWEEN}{DAY} {MONTH}(?:,? {YEAR},?)?{TO}{second(rf'{DAY} {MONTH},? {YEAR}')}\b",
        _range,
    ),
    rule(RANGE_STARTS, rf"{BETWEEN}{MONTH}(?:,? {YEAR})?{TO}{second(rf'{MONTH},? {YEAR}')}\b", _range),
    rule(DATE_STARTS, rf"{WEEKDAY_BEFORE}{MONTH} {DAY}(?:,| of)? {YEAR}\b(?![,.]\d)", _full_date),
    rule(DATE_STARTS, rf"{WEEKDAY_BEFORE}{DAY}(?: of)? {MONTH},? {YEAR}\b(?![,.]\d)", _full_date),
    rule(PART_STARTS, rf"{PART}{_PERIOD}{NO_QUANTITY}", _part_of_period),
    rule(SEASONS, rf"(?i:{SEASON})(?: of)? {YEAR}\b{NO_QUANTITY}", _season),
    rule({f"q{nth}" for nth in "1234"}, rf"Q(?P<nth>[1-4])(?: of)? {YEAR}\b", _quarter),
    rule({"fiscal"}, rf"(?i:fiscal)(?: year)? {YEAR}\b(?![-–/]\d)", lambda match: years(int(match["year"]))),
    rule(HOLIDAY_STARTS, rf"{HOLIDAY}(?:,| of| in)? {YEAR}\b", _holiday),
    rule(
        {DIGIT, "between", "from"},
        rf"(?<![\d.,$€£/-]){BETWEEN}{YEAR}{TO}(?P<until>{second(YEAR)}|[0-9]{{2}})(?![-/\w]|[.,]\d){NO_QUANTITY}",
        _years,
    ),
    rule({DIGIT}, rf"(?<![\d.,$€£/-]){YEAR}/(?P<until>[0-9]{{2}})(?![-/\w]|[.,]\d)", _years),
    rule(frozenset(MONTHS) | {DIGIT}, rf"(?<![\w.,$€£/-]){_PERIOD}{NO_QUANTITY}", _long_period),
    rule(
        _YEAR_LEADS,
        rf"(?P<which>(?i:{'|'.join(_YEAR_LEADS)})) {YEAR}\b(?![-–]\d){NO_QUANTITY}",
        _year,
    ),
    rule({DIGIT}, rf"(?<![\d.,$€£/-]){YEAR}(?=[ -][A-Za-z]){NO_QUANTITY}", _described_by_year),
)
"""In the order in which they are tried at a place: the more words an expression has, the earlier it stands."""


JOINED = re.compile(
    rf"(?:{YEAR}\b{NO_QUANTITY}|{MONTH}(?!\w|,? \d)|"
    r"(?P<day>[0-3]?[0-9])(?=[.;)]|,(?! \d)|$| (?:in|at|by|to|as|when|after|before)\b))"
)
"""What `joined` resolves, at its place behind the joining word."""


def joined(match: re.Match[str], earlier: str, span: Span) -> Span | None:
    """What a bare year, month or day means behind "and", the expression before it given: "in 2015 and 2016"."""
    if match["year"]:
        return years(int(match["year"])) if re.search(rf"\b{YEAR}$", earlier) else None
    month = month_of(match)
    if month is not None:
        whole_month = span[0].day == 1 and 27 <= (span[1] - span[0]).days <= 30
        later = month > span[0].month
        return months(span[0].year + (not later), month) if whole_month else None
    day = calendar_day(span[0].year, span[0].month, int(match["day"])) if span[0] == span[1] else None
    named = re.search(rf"{MONTH} [0-9]{{1,2}}$", earlier)
    return (day, day) if day and named and span[0] < day <= span[0] + timedelta(days=31) else None
