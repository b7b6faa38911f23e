"""The words that name months, weekdays and numbers in news text, and the patterns that find them."""

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
    f"{name}day": number
    for number, name in enumerate("mon tues wednes thurs fri satur sun".split())  # not the locale's
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1}
FUTURE = re.compile(
    r"\b(?:will|would|shall|next|upcoming|coming|scheduled|expected|due|plans?|planned|set to|is to|are to|to be|"
    r"deadline)\b|\b(?:from|starting|until|before|by)\s+$",  # "picked up by a boat on Monday" is past
    re.IGNORECASE,
)

MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|Jun\.|July?|Jul\.|"
    r"Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|"
    r"JAN(?:UARY|\.)?|FEB(?:RUARY|\.)?|MAR(?:CH|\.)?|APR(?:IL|\.)?|MAY|JUNE?|JULY?|AUG(?:UST|\.)?|"
    r"SEPT(?:EMBER|\.)?|OCT(?:OBER|\.)?|NOV(?:EMBER|\.)?|DEC(?:EMBER|\.)?)"
)
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"

# What stands behind a bare number of four digits that is a quantity and no year.
NO_QUANTITY = (
    r"(?! ?(?:%|percent|per cent|people|persons|men|women|children|homes|houses|dollars|euros|pounds|yuan|yen|"
    r"met(?:er|re)s|kilomet(?:er|re)s|km|miles|feet|tons|tonnes|troops|soldiers|workers|jobs|seats|votes|points|"
    r"members|square|million|billion|hours|local time)\b| ?%|[,.]\d|/)"
)
