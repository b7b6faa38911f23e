"""Rules for calendar dates whose year, month or week the report leaves out: "Aug. 2", "in July", "on Monday"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from index.dates.fixed import (
    BETWEEN,
    DATE_STARTS,
    HOLIDAY,
    HOLIDAY_STARTS,
    RANGE_STARTS,
    TO,
    WEEKDAY_BEFORE,
    filled,
    turns_year,
)
from index.dates.holidays import HOLIDAYS
from index.dates.rules import Counted, Place, Rule, before, month_of, rule, tense_of
from index.dates.spans import Span, around, calendar_day, months
from index.dates.tense import Tense
from index.dates.words import DAY, GIVEN_NAMES, MONTH, SHORT_WEEKDAY, WEEKDAY, WEEKDAYS, second

_SOON = {Tense.OVER: 0, Tense.PAST: 45, Tense.UNKNOWN: 92}
"""Days ahead up to which a date without a year is the coming one, though nothing says that it lies ahead."""
_FARTHEST = 300
"""Days beyond which a coming date is written with its year: a "will" then belongs to something else."""
_KNOWN_YEARS = {(9, 11): 2001, (1, 6): 2021, (10, 7): 2023}
"""Days, as month and day, that reports of later years name without a year, and what then follows them."""
_KNOWN_AS = re.compile(
    r"[\"”’']? (?:attack|hijack|terror|massacre|committee|panel|insurrection|riot|hearing)"
)
_NO_WEEKDAY_AFTER = (
    r"(?! (?:Times|Telegraph|Mirror|Mail|Express|World|Herald|Post|Independent|Magazine|Night (?:Live|Football|"
    r"Baseball|Lights)|the 13th)\b)"
)
_NO_WEEKDAY_BEFORE = re.compile(
    r"\b(?:every|each|any|some|one|most|alternate|other|on an?|(?-i:Bloody|Black|Good|Ash|Super|Cyber|Giving|Ruby|"
    r"Sheffield|Shrove|Maundy|Holy|Casual|Easter|Palm|Fat|Blue|Mr\.|Mrs\.|Ms\.|Dr\.)) $",
    re.IGNORECASE,
)
_WEEKDAYS_BEFORE = r"(?:[A-Z][a-z]+day(?: ?(?:[-–]|and|to|through) ?[A-Z][a-z]+day)?,? )?"
_HOURS = r",? (?:from |at )?\d"
_TO_WEEKDAY = r"(?: (?:to|through|until) | ?[-–] ?)[A-Z][a-z]+day"
_OPENING_DAY = re.compile(r"day(?: (?:to|through|until) | ?[-–] ?)$")
_HOURS_AFTER = re.compile(_HOURS)
_ABBREVIATION_LEAD = re.compile(r"\b(?:on|by|until|since|from|late|early|of|said) $")
_ALSO_A_SEASON = frozenset({"christmas", "easter"})
_FEAST_LEAD = re.compile(r"\b(?:at|by|until|till|before|since|on|after) $", re.IGNORECASE)
_GENERIC = re.compile(r"\b(?:every|each|any|most) $", re.IGNORECASE)
_IN_MONTH = "in since last next this during throughout".split()
_NEAR_MONTH = "until till by before after from through of".split()
_NAME_AFTER = re.compile(r" [A-Z][a-z]+")
_MINISTER_AFTER = re.compile(
    r"['’]s\b| (?:said|was|is|has|had|took|became|told|will|would|won|lost|called|and [A-Z])"
)


def nearest(days: Iterable[date | None], anchor: date, tense: Tense) -> date | None:
    """Which of some days a report of the day `anchor` means."""
    found = [day for day in days if day]
    if tense is Tense.AHEAD:
        found = [day for day in found if 0 <= (day - anchor).days <= _FARTHEST] or found
    else:
        found = [day for day in found if day <= anchor + timedelta(days=_SOON[tense])] or found
    return min(found, key=lambda day: abs(day - anchor), default=None)


def _around_year(anchor: date) -> range:
    return range(anchor.year - 1, anchor.year + 2)


def _month_and_day(match: re.Match[str], place: Place) -> Span | None:
    month, number = month_of(match) or 0, int(match["day"])
    days = [calendar_day(year, month, number) for year in _around_year(place.anchor)]
    if match["weekday"]:
        wanted = WEEKDAYS[match["weekday"].lower()]
        days = [day for day in days if day and day.weekday() == wanted] or days
    day = nearest(days, place.anchor, tense_of(match))
    if (month, number) in _KNOWN_YEARS and _KNOWN_AS.match(match.string, match.end()):
        known = date(_KNOWN_YEARS[month, number], month, number)
        day = known if known <= place.anchor else day
    return (day, day) if day else None


def _range(match: re.Match[str], place: Place) -> Span | None:
    """Days or months from … to …, the year being that of the range that ends or begins nearest."""
    tense = tense_of(match)
    spans = [
        span
        for year in _around_year(place.anchor)
        if (span := filled(match, year, year + turns_year(match))) and span[0] <= span[1]
    ]
    day = nearest((span[0] for span in spans), place.anchor, tense)
    return next((span for span in spans if span[0] == day), None)


def month_without_year(month: int, which: str, anchor: date, tense: Tense) -> Span:
    """The month that "in", "last", "next" or "this" and its name mean in a report of the day `anchor`."""
    if which == "next":
        year = anchor.year + (month <= anchor.month)
    elif which == "this":
        year = anchor.year
    elif tense is Tense.AHEAD and which != "last":
        year = anchor.year + (month < anchor.month)
    else:
        year = anchor.year - (month > anchor.month or (which == "last" and month == anchor.month))
    return months(year, month)


def _month_alone(match: re.Match[str], place: Place) -> Span | None:
    which, name = match["which"].lower(), match["month"].rstrip(".").lower()
    if which in _NEAR_MONTH and name in GIVEN_NAMES:
        after = match.string[match.end() : match.end() + 20]
        if _NAME_AFTER.match(after) or (name == "may" and _MINISTER_AFTER.match(after)):
            return None
    if which == "since" and name == "may" and _MINISTER_AFTER.match(match.string, match.end()):
        return None
    return month_without_year(month_of(match) or 0, which, place.anchor, tense_of(match))


def weekday_near(wanted: int, which: str, anchor: date, tense: Tense) -> date:
    """The weekday (from Monday, 0) that a report of the day `anchor` means, `which` being "last", "next", … or ""."""
    back = (anchor.weekday() - wanted) % 7
    forth = (wanted - anchor.weekday()) % 7
    if which == "next":
        return anchor + timedelta(days=forth or 7)
    if which in {"last", "past"}:
        return anchor - timedelta(days=back or 7)
    if which == "coming" or tense is Tense.AHEAD or (which == "this" and tense is Tense.UNKNOWN):
        return anchor + timedelta(days=forth)
    return anchor - timedelta(days=back)


def _weekday(match: re.Match[str], place: Place) -> Span | None:
    if not match["which"] and _NO_WEEKDAY_BEFORE.search(before(match)):
        return None
    if _OPENING_DAY.search(before(match)) and _HOURS_AFTER.match(match.string, match.end()):
        return None  # "Monday through Friday from 9 a.m."
    which = (match["which"] or "").strip().lower()
    day = weekday_near(WEEKDAYS[match["weekday"].lower()], which, place.anchor, tense_of(match))
    return day, day


def _short_weekday(match: re.Match[str], place: Place) -> Span | None:
    if not match["which"] and not _ABBREVIATION_LEAD.search(before(match)):
        return None
    return _weekday(match, place)


def _weekday_of_week(match: re.Match[str], place: Place) -> Span | None:
    shift = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    monday = around(place.anchor, "week", shift)[0]
    day = monday + timedelta(days=WEEKDAYS[match["weekday"].lower()])
    return day, day


def _weekday_range(match: re.Match[str], place: Place) -> Span | None:
    if _GENERIC.search(before(match)):
        return None
    first, last = (WEEKDAYS[match[name].lower()] for name in ("weekday", "weekday2"))
    length = timedelta(days=(last - first) % 7)
    tense = tense_of(match)
    if tense is Tense.AHEAD:
        begin = weekday_near(first, "", place.anchor, tense)
        return begin, begin + length
    end = weekday_near(last, "", place.anchor, tense)
    return end - length, end


def _day_of_month(match: re.Match[str], place: Place) -> Span | None:
    """The day of "on the 15th"; "of last month" and the like say which month."""
    number = int(match["day"])
    if match["which"]:
        month = around(place.anchor, "month", {"last": -1, "next": 1}.get(match["which"].lower(), 0))[0]
        day = calendar_day(month.year, month.month, number)
    else:
        starts = [around(place.anchor, "month", shift)[0] for shift in (-2, -1, 0, 1, 2)]
        tense = tense_of(match)
        days = (calendar_day(start.year, start.month, number) for start in starts)
        day = nearest(days, place.anchor, Tense.OVER if tense is Tense.PAST else tense)
    return (day, day) if day else None


def _holiday(match: re.Match[str], place: Place) -> Span | None:
    name = match["name"].replace("’", "'").lower()
    which = (match["which"] or "").strip().lower()
    if name in _ALSO_A_SEASON and not which and not _FEAST_LEAD.search(before(match)):
        return None  # "a Christmas tree"
    days = [HOLIDAYS[name](year) for year in _around_year(place.anchor)]
    if which == "last":
        days = [day for day in days if day < place.anchor]
    elif which == "next":
        days = [day for day in days if day > place.anchor]
    day = nearest(days, place.anchor, tense_of(match))
    return (day, day) if day else None


COUNTED_DATES: tuple[Rule[Counted], ...] = (
    rule(
        RANGE_STARTS | set(WEEKDAYS),
        rf"{_WEEKDAYS_BEFORE}{BETWEEN}{MONTH} {DAY}{TO}{second(DAY)}(?![\w%]|[.,:/]\d|,? \d{{4}}| percent)",
        _range,
    ),
    rule(RANGE_STARTS, rf"(?<![\d.,$€£]){BETWEEN}{DAY}{TO}{second(DAY)}(?: of)? {MONTH}(?!\w)", _range),
    rule(
        RANGE_STARTS,
        rf"{BETWEEN}{MONTH} {DAY}{TO}{second(rf'{MONTH} {DAY}')}(?![\w%]|[.,:/]\d|,? \d{{4}})",
        _range,
    ),
    rule(RANGE_STARTS, rf"(?<![\d.,$€£]){BETWEEN}{DAY} {MONTH}{TO}{second(rf'{DAY} {MONTH}')}(?!\w)", _range),
    rule(RANGE_STARTS, rf"{BETWEEN}{MONTH}{TO}{second(MONTH)}(?!\w| \d)", _range),
    rule(
        DATE_STARTS,
        rf"{WEEKDAY_BEFORE}{MONTH} {DAY}\b(?!,? ?\d{{4}}|[.,/]\d|:| ?%| percent| per cent|[-–]\d)",
        _month_and_day,
    ),
    rule(DATE_STARTS, rf"(?<![\d.,/$€£-]){WEEKDAY_BEFORE}{DAY}(?: of)? {MONTH}(?!\w)", _month_and_day),
    rule(
        {"on"},
        r"(?i:on) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)"
        r"(?: of (?P<which>this|last|next) month\b|(?=[.,;:!?)\"”\n]|$| (?:and (?!the|\d)|but|at|in|when)\b))",
        _day_of_month,
    ),
    rule(
        WEEKDAYS,
        rf"{WEEKDAY}(?: (?:to|through|until)(?: the following)? | ?[-–] ?){second(WEEKDAY)}\b(?!{_HOURS})",
        _weekday_range,
    ),
    rule({"from"}, rf"[Ff]rom {WEEKDAY}(?: (?:to|through|until) ){second(WEEKDAY)}\b", _weekday_range),
    rule(WEEKDAYS, rf"{WEEKDAY}(?: of)? (?P<which>last|this|next) week\b", _weekday_of_week),
    rule(
        frozenset(WEEKDAYS) | {"last", "next", "this", "coming", "past"},
        rf"(?P<which>(?i:last|next|this|coming|past) )?{WEEKDAY}\b{_NO_WEEKDAY_AFTER}(?!{_TO_WEEKDAY}{_HOURS})",
        _weekday,
    ),
    rule(
        frozenset(WEEKDAYS) | {"last", "next", "this"},
        rf"(?P<which>(?i:last|next|this) )?{SHORT_WEEKDAY}\.(?!\w)",
        _short_weekday,
    ),
    rule(
        HOLIDAY_STARTS | {"last", "next", "this"},
        rf"(?P<which>(?i:last|next|this) )?(?=[A-Z]){HOLIDAY}(?!\w|-| (?:tree|party|dinner|market|Island)s?\b)",
        _holiday,
    ),
    rule(
        [*_IN_MONTH, *_NEAR_MONTH],
        rf"(?P<which>(?i:{'|'.join([*_IN_MONTH, *_NEAR_MONTH])})) {MONTH}"
        r"(?!\w|\.\w| \d|, (?:1[5-9]|20)\d\d\b(?!,)| Madness|-[a-z])",
        _month_alone,
    ),
)
"""In the order in which they are tried at a place, as in FIXED."""
