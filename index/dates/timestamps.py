"""Reads the day of publication from metadata, from a URL and from a file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from index.dates.expressions import parse_date
from index.dates.words import MONTHS

EARLIEST_YEAR = 1500
"""An earlier "date" in metadata is a default value of some program, such as 0001-01-01."""
_LONGEST = 120  # characters of a timestamp
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{8}(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_STARTS_ISO = re.compile(r"(\d{4}-\d\d-\d\d|\d{4}-W\d\d-[1-7]|\d{8})(?![\d-])")
_SECONDS = range(10**8, 10**10)  # 1973 to 2286: what is smaller is a year or a day, or nothing
_MILLISECONDS = range(10**11, 10**13)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_IN_PATH = (
    re.compile(rf"/(?P<y>(?:19|20)\d\d)/(?P<m>\d\d?|{_MONTH})/(?P<d>\d\d?)(?=/|$)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-_.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<![A-Za-z\d])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?![A-Za-z\d])"),
)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= EARLIEST_YEAR else None
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    match = _STARTS_ISO.match(text)
    try:
        found = date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
    return found if found and found.year >= EARLIEST_YEAR else None


def _any_order(text: str) -> date | None:
    """A date in one of the many forms python-dateutil knows; None where the day or the month is not plain.

    It fills what is missing from a default, so that a date is only whole where two defaults agree; and where
    08/09/2017 may be August or September, neither is taken.
    """
    from dateutil.parser import parse

    if not _YEAR.search(text):
        return None
    year_first = _YEAR_FIRST.match(text) is not None  # what follows is the month: nobody writes 2017/18/08
    readings = set()
    for default, day_first in ((datetime(2001, 1, 1), False), (datetime(2004, 2, 2), not year_first)):
        try:
            readings.add(parse(text, default=default, dayfirst=day_first, ignoretz=True).date())
        except (ValueError, OverflowError):
            return None
    return readings.pop() if len(readings) == 1 else None


def parse_timestamp(text: str) -> date | None:
    """The day a metadata value names, as it stands in the zone it states; None where no full date is plain.

    Reads ISO 8601, RFC 2822 (`Fri, 18 Aug 2017 23:30:00 -0700`), written dates and what else python-dateutil
    reads, and the numbers that `day_of_number` reads. A date of numbers that may be two days (08/09/2017) is none.
    """
    text = text.strip()[:_LONGEST]
    if text.isdecimal() and text.isascii():
        return day_of_number(int(text))
    found = _iso(text) or parse_date(text)
    if found is None and not _STARTS_ISO.match(text):
        found = _any_order(text)
    return found


def day_of_number(number: float) -> date | None:
    """The day of a number in metadata: 20170818, or seconds or milliseconds since 1970, in UTC; else None."""
    if not 0 < number < _MILLISECONDS.stop:  # neither is NaN
        return None
    whole = int(number)
    if 10**7 <= whole < 10**8:
        return _day(whole // 10_000, whole // 100 % 100, whole % 100)
    if whole in _MILLISECONDS:
        whole //= 1000
    return datetime.fromtimestamp(whole, UTC).date() if whole in _SECONDS else None


def _days_in(path: str) -> Iterator[set[date]]:
    for pattern in _IN_PATH:
        yield {
            day
            for match in pattern.finditer(path)
            if (
                day := _day(
                    int(match["y"]), MONTHS.get(match["m"].lower()) or int(match["m"]), int(match["d"])
                )
            )
        }


def _only_day(path: str) -> date | None:
    days = next((days for days in _days_in(path) if days), set())
    return days.pop() if len(days) == 1 else None


def published_from_url(url: str) -> date | None:
    """The day that the path of a URL names (/2017/08/18/, /2017/aug/18/, /2017-08-18-x, /20170818/), else None."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return _only_day(unquote(path))


def published_from_name(name: str) -> date | None:
    """The day that a file name starts with or holds (2017-08-18-x.txt, x_20170818.html), else None."""
    return _only_day(name.replace("\\", "/").rpartition("/")[2])
