"""The words of news text that name months, weekdays, numbers and years, and the pattern pieces that find them."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "thirty": 30, "forty": 40, "fifty": 50}
ORDINALS = {
    name: number
    for number, names in enumerate(
        (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th")), 1
    )
    for name in names
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which each begins: whole months, as weather services of the north count them."""
GIVEN_NAMES = frozenset({"april", "may", "june", "august", "jan"})

MONTH = (  # atomic: the full stop of an abbreviation belongs to it
    r"(?P<month>(?>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June|Jun\.?|July|Jul\.?|"
    r"Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|"
    r"JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE|JUN\.?|JULY|JUL\.?|"
    r"AUG(?:UST|\.)?|SEPT(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?))"
)
DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2})"
WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
SHORT_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)"
COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True)).replace('zero|', '')})"
UNIT = r"(?P<unit>day|week|month|year|decade)"
ORDINAL = rf"(?P<nth>{'|'.join(ORDINALS)}|last|final)"
SEASON = rf"(?P<season>{'|'.join(SEASONS)})"

# What stands behind a bare number of four digits that is a quantity and no year.
NO_QUANTITY = (
    r"(?! ?(?:%|percent|per cent|people|persons|men|women|children|homes|houses|dollars|euros|pounds|yuan|yen|"
    r"met(?:er|re)s|kilomet(?:er|re)s|km|miles|feet|tons|tonnes|troops|soldiers|workers|jobs|seats|votes|points|"
    r"members|students|cases|deaths|patients|residents|households|families|employees|copies|acres|hectares|"
    r"calories|degrees|rpm|square|million|billion|hours|local time)\b| ?%|[,.:][0-9]|/)"
)


def second(pattern: str) -> str:
    """A pattern piece for the second end of a range: its groups have a 2 behind their names."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\g<1>2>", pattern)
