"""Parts of periods: "early", "the end of", "the first three months of", "the second Monday of"."""

from __future__ import annotations

import re
from datetime import timedelta

from index.dates.holidays import nth_weekday
from index.dates.rules import before, count_of
from index.dates.spans import Span, part, shifted
from index.dates.words import COUNT, ORDINAL, ORDINALS, WEEKDAY, WEEKDAYS

PART = (
    r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[- ](?:in )?(?:the )?|"
    r"(?P<edge>[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd|[Ff]irst half|[Ss]econd half|[Ll]atter half) of (?:the )?|"
    rf"(?i:{ORDINAL})[- ](?:(?:{COUNT} )?(?P<grain>day|week|month|quarter)s? of|{WEEKDAY} (?:of|in)) (?:the )?)"
)
"""What stands before a period and takes a part of it."""
PART_STARTS = frozenset("early mid late beginning start middle end latter last final".split()) | frozenset(
    ORDINALS
)
"""What it can begin with."""
_NAMES = {"beginning": "start", "middle": "mid", "latter half": "second half"}
_DEADLINE = re.compile(r"\b(?:by|until|till|through|before) (?:the )?(?:very )?$", re.IGNORECASE)


def part_of(match: re.Match[str], span: Span) -> Span | None:
    """The part of the span that a match of PART takes; the last day where it is a deadline ("by the end of March")."""
    if name := match["part"] or match["edge"]:
        name = name.lower()
        if name == "end" and _DEADLINE.search(before(match)):
            return span[1], span[1]
        return part(span, _NAMES.get(name, name))
    if match["weekday"]:
        nth = ORDINALS.get(match["nth"].lower(), -1)
        day = nth_weekday(span[0].year, span[0].month, WEEKDAYS[match["weekday"].lower()], nth)
        return (day, day) if day and span[0] <= day <= span[1] and (span[1] - span[0]).days < 31 else None
    return _numbered(match, span)


def _numbered(match: re.Match[str], span: Span) -> Span | None:
    """The n-th day, week, month or quarter, or the first or last few of them."""
    count, unit = count_of(match), match["grain"].lower()
    if unit == "quarter":
        count, unit, size = count * 3, "month", 3
    else:
        size = 1
    nth = ORDINALS.get(match["nth"].lower())
    if nth is None:
        after = span[1] + timedelta(days=1)
        found = shifted(after, unit, -count), span[1]
    elif nth > 1 and match["count"]:
        return None
    else:
        first = shifted(span[0], unit, (nth - 1) * size)
        found = first, shifted(first, unit, count) - timedelta(days=1)
    return found if span[0] <= found[0] and found[1] <= span[1] else None
