"""Rules for times that are named by their distance: "last month", "two days later", "the past five years"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.dates.counted import month_without_year, nearest
from index.dates.parts import PART, PART_STARTS, part_of
from index.dates.rules import DIGIT, Counted, Place, Rule, before, count_of, month_of, rule, tense_of
from index.dates.spans import Span, around, months, shifted
from index.dates.tense import Tense
from index.dates.words import COUNT, MONTH, NUMBERS, ORDINALS, SEASON, SEASONS, UNIT

_SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
_WHICH = r"(?P<which>(?i:last|next|this|past|previous|coming))"
_WHICH_STARTS = frozenset("last next this past previous coming".split())
_ROLLING_LEAD = re.compile(r"\b(?:over|in|during|within|for|throughout|across) the $", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:\b(?:the|these|those|his|her|its|their|our|my)|[’']s|[.!?\n\"“]|^) ?$", re.IGNORECASE
)
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n—–-]\s*)[\"“”‘'’(\s]*$")
_FROM_THE_TEXT = r"(?=[.,;:!?)\"”\n]|$| (?:and|but|in|at|from|by|when)\b(?! the (?:vote|election)))"
_OF_A_GAME = r" with \d| (?:touchdown|field goal|lead|finish)"
_COUNT_STARTS = frozenset(word.split(" ")[0] for word in NUMBERS) | {DIGIT}
_REPORTED = {"earlier": -1, "before": -1, "later": 1, "after": 1}
_NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _near_day(match: re.Match[str], place: Place) -> Span | None:
    word = match["near"].lower()
    if (
        match["near"][0].isupper()
        and word[0] == "t"
        and " " not in word
        and not _SENTENCE_START.search(before(match))
    ):
        return None  # "USA Today", "the Tonight Show"
    return around(place.anchor, "day", _NEAR.get(word, 0))


def _counted_from(place: Place, unit: str) -> date | None:
    """The first of the days last named, where they are no longer than the unit that is counted."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92}.get(unit, 366)
    reference = place.reference
    return reference[0] if reference and (reference[1] - reference[0]).days < longest else None


def _unit(match: re.Match[str], place: Place) -> Span | None:
    which, unit = match["which"].lower(), match["unit"].lower()
    shift, anchor = _SHIFTS.get(which, 0), place.anchor
    lead = before(match)
    if (
        which == "past"
        or (_THE.search(lead) and which == "last")
        or (which in {"next", "coming"} and _ROLLING_LEAD.search(lead))
    ):
        if unit == "quarter":
            unit, shift = "month", shift * 3
        return _ordered(anchor, shifted(anchor, unit, shift))
    if _THE.search(lead) and which == "next":
        return None  # the one after a day that is not named
    if _THE.search(lead) and which == "previous":
        anchor = _counted_from(place, unit) or anchor
    return around(anchor, unit, shift)


def _ordered(one: date, other: date) -> Span:
    return (one, other) if one <= other else (other, one)


def _rolling(match: re.Match[str], place: Place) -> Span | None:
    which = match["which"].lower()
    if which == "last" and not _DETERMINER.search(before(match)):
        return None  # "the oil would last eight days"
    shift = 1 if which in {"next", "coming"} else -1
    return _ordered(place.anchor, shifted(place.anchor, match["unit"].lower(), shift * count_of(match)))


def _decade(match: re.Match[str], place: Place) -> Span | None:
    return _ordered(place.anchor, shifted(place.anchor, "decade", _SHIFTS[match["which"].lower()]))


def _weekend(match: re.Match[str], place: Place) -> Span | None:
    which, tense = match["which"].lower(), tense_of(match)
    saturday, sunday = around(
        place.anchor - timedelta(days=0 if place.anchor.weekday() > 4 else 7), "weekend"
    )
    coming = tense is Tense.AHEAD or which == "coming" or (which == "this" and tense is not Tense.PAST)
    weeks = 0
    if which == "next" or (coming and sunday < place.anchor):
        weeks = 1
    elif which == "last" and saturday <= place.anchor <= sunday:
        weeks = -1
    return saturday + timedelta(weeks=weeks), sunday + timedelta(weeks=weeks)


def _season(match: re.Match[str], place: Place) -> Span | None:
    which, anchor, start = match["which"].lower(), place.anchor, SEASONS[match["season"].lower()]
    spans = [months(year, start, 3) for year in range(anchor.year - 2, anchor.year + 2)]
    past = [span for span in spans if span[1] < anchor]
    ahead = [span for span in spans if span[0] > anchor]
    now = [span for span in spans if span[0] <= anchor <= span[1]]
    if which in {"last", "past", "previous"}:
        return past[-1]
    if which in {"next", "coming"}:
        return ahead[0]
    if now:
        return now[0]
    tense = tense_of(match)
    near = nearest((span[0] for span in spans), anchor, Tense.OVER if tense is Tense.PAST else tense)
    return next((span for span in spans if span[0] == near), None)


def _quarter(match: re.Match[str], place: Place) -> Span | None:
    """The quarter "the third quarter" means: the one under way or last begun, or the one to come."""
    nth = ORDINALS.get((match["nth"] or "").lower()) or int(match["figure"])
    spans = [months(year, nth * 3 - 2, 3) for year in range(place.anchor.year - 1, place.anchor.year + 2)]
    if tense_of(match) is Tense.AHEAD:
        return next(span for span in spans if span[1] >= place.anchor)
    return [span for span in spans if span[0] <= place.anchor][-1]


def _ago(match: re.Match[str], place: Place) -> Span | None:
    unit, count, way = match["unit"].lower(), count_of(match), match["way"].lower()
    if way == "ago":
        return (
            around(place.anchor, unit, -count)
            if unit != "decade"
            else around(place.anchor, "year", -10 * count)
        )
    told = _counted_from(place, unit)
    if told is None and way in {"later", "after"}:
        return None
    if unit == "decade":
        unit, count = "year", count * 10
    return around(told or place.anchor, unit, _REPORTED[way] * count)


def _from_now(match: re.Match[str], place: Place) -> Span | None:
    return around(place.anchor, match["unit"].lower(), count_of(match))


def _beside(match: re.Match[str], place: Place) -> Span | None:
    """Beside the days last named: "the day before", "the following week", "the same year"."""
    unit, way = match["unit"].lower(), match["way"].lower()
    if way == "next" and _ROLLING_LEAD.search(before(match) + "the "):
        return None
    told = _counted_from(place, unit)
    if told is None and way not in {"before", "preceding"}:
        return None
    return around(told or place.anchor, unit, {"before": -1, "preceding": -1, "same": 0}.get(way, 1))


def _day_over(match: re.Match[str], place: Place) -> Span | None:
    return around(place.anchor, "day", -2 if match["near"].lower() == "yesterday" else 2)


def _stretch(match: re.Match[str], place: Place) -> Span | None:
    """From the beginning of a period to the report ("earlier this month"), or from there to its end."""
    anchor = place.anchor
    if match["which"].lower() == "that":
        told = place.reference
        if told is None:
            return None
        anchor = told[0]
    first, last = around(anchor, match["unit"].lower())
    return (first, anchor) if match["way"].lower() in {"earlier", "so far"} else (anchor, last)


def _part_of_unit(match: re.Match[str], place: Place) -> Span | None:
    month = month_of(match)
    if month:
        span = month_without_year(month, (match["which"] or "").lower(), place.anchor, tense_of(match))
    else:
        span = around(place.anchor, match["unit"].lower(), _SHIFTS.get((match["which"] or "").lower(), 0))
    return part_of(match, span)


RELATIVE: tuple[Rule[Counted], ...] = (
    rule(
        _WHICH_STARTS,
        rf"{_WHICH} (?i:{COUNT} (?P<unit>hour|day|week|month|year|decade)s?)\b(?! of\b|-|['’])",
        _rolling,
    ),
    rule(
        PART_STARTS,
        rf"{PART}(?:(?:(?P<which>last|this|next) )?(?P<unit>week|month|quarter|year|decade)|{MONTH})"
        r"(?!\w|-| (?:\d|of\b))",
        _part_of_unit,
    ),
    rule({"past", "last", "next", "coming"}, rf"{_WHICH} decade\b(?! of\b|-)", _decade),
    rule(
        _WHICH_STARTS,
        rf"{_WHICH} (?P<unit>(?i:week|month|quarter|year))\b(?!-| of (?:the|his|her|its|their|a)\b)",
        _unit,
    ),
    rule(_WHICH_STARTS, rf"{_WHICH} {SEASON}\b(?!-)", _season),
    rule(
        _WHICH_STARTS | {"over", "at", "on", "during", "for"},
        r"\b(?P<which>(?i:last|next|this|past|coming|over the|at the|on the|during the|for the)) weekend\b",
        _weekend,
    ),
    rule(
        {"earlier", "later", "so"},
        r"(?P<way>[Ee]arlier|[Ll]ater|[Ss]o far)(?: in)? (?P<which>this|the|that) "
        r"(?P<unit>week|month|quarter|year)\b(?!-)",
        _stretch,
    ),
    rule(
        {"yesterday", "today", "tonight", "tomorrow", "last", "this"},
        r"(?i:(?P<near>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening)))\b(?!-)",
        _near_day,
    ),
    rule({"the"}, r"(?i:the) day (?:before|after) (?P<near>yesterday|tomorrow)\b", _day_over),
    rule({"the"}, rf"(?i:the) {UNIT} (?P<way>before|after){_FROM_THE_TEXT}", _beside),
    rule({"the"}, rf"(?i:the) (?P<way>following|preceding|same|next) {UNIT}\b(?!-)", _beside),
    rule(
        _COUNT_STARTS,
        rf"(?<![\d.,/$€£-])(?i:{COUNT} {UNIT}s? "
        rf"(?P<way>ago\b|(?:earlier|later)\b(?! than)|(?:before|after){_FROM_THE_TEXT}))",
        _ago,
    ),
    rule(_COUNT_STARTS, rf"(?<![\d.,/$€£-])(?i:{COUNT} {UNIT}s?) from (?:now|today)\b", _from_now),
    rule(
        [*ORDINALS, "q1", "q2", "q3", "q4"],
        rf"(?:(?i:(?P<nth>{'|'.join(ORDINALS)}))[- ]quarter(?![\w-]| of\b|{_OF_A_GAME})|Q(?P<figure>[1-4])\b)",
        _quarter,
    ),
)
"""In the order in which they are tried at a place, as in FIXED."""
