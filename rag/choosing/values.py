"""What the words of an answer say, so that two of them can be compared: an amount, days, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rag.choosing.days import times_in
from rag.query import Query
from rag.reader.reading import Reading
from rag.reader.units import unit_of
from rag.support.numbers import Number, numbers
from rag.support.words import STOPWORDS, stem

_NEAR_BEFORE = (  # what stands before a number, and from how much to how much it then means
    (re.compile(r"\b(?:about|around|some|roughly|approximately|an estimated|or so)(?: the)? $", re.I), 0.9, 1.1),
    (re.compile(r"\b(?:nearly|almost|close to|just under|just short of|approaching) $", re.I), 0.9, 1.0),
    (re.compile(r"\b(?:more than|over|above|exceeding|upwards of|no fewer than|no less than) $", re.I), 1.0, 1.5),
    (re.compile(r"\bat least $", re.I), 1.0, 1.25),
    (re.compile(r"\b(?:up to|fewer than|less than|under|below|at most|no more than|as many as) $", re.I), 0.75, 1.0),
)  # fmt: skip
_BEFORE = 24  # characters
_MOST_ROUNDED = 0.05  # of a number that rounding may hide
_LEAST_ROUNDED = 100  # a smaller count is taken as exact
_LEAST_PERCENT = 10  # a smaller share is exact too: 6 percent is not 6.25
_VAGUEST = 100  # "dozens" are fewer than so many dozens
_IN_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "night": 86400, "week": 604800}
_IN_METRES = {
    "millimetre": 0.001, "centimetre": 0.01, "metre": 1, "meter": 1, "kilometre": 1000, "kilometer": 1000,
    "mile": 1609.34, "km": 1000, "cm": 0.01, "mm": 0.001, "m": 1, "foot": 0.3048, "feet": 0.3048, "yard": 0.9144,
}  # fmt: skip
_MEASURES = {**dict.fromkeys(_IN_SECONDS, "time"), **dict.fromkeys(_IN_METRES, "length")}
_FACTORS = {**_IN_SECONDS, **_IN_METRES}
_DIGITS = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_EMPTY = STOPWORDS | frozenset(
    "mr mrs ms dr prof gen lt col sgt capt sen rep gov sir president minister".split()
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as the interval it can mean, both ends inclusive, in `unit` ("" for a count).

    `total` is the sum where several amounts of one kind are joined ("151 Chinese and three Taiwanese").
    """

    low: float
    high: float
    unit: str = ""
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """A time as its first and its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Words:
    """A name or another phrase as the stems of its content words; `proper` says that a word of it has a capital."""

    stems: frozenset[str]
    proper: bool


Value = Amount | Days | Words


def value_of(query: Query, reading: Reading) -> Value | None:
    """What the reading's span says; None where it has none or says nothing that can be compared."""
    if reading.span is None:
        return None
    if query.kind == "how_many":
        return amount_of(reading)
    if query.kind == "when":
        found = times_in(reading, *reading.span)
        return Days(found[0].first, found[0].last) if len(found) == 1 else None
    return _words(reading)


def _words(reading: Reading) -> Words | None:
    """The content words of the span; a capital that merely opens the sentence makes no name."""
    assert reading.span is not None
    found = [match for match in _WORD.finditer(reading.span_text) if match.group().lower() not in _EMPTY]
    opens = reading.span[0] == reading.start
    capitals = [match for match in found if match.group()[0].isupper() and not (opens and not match.start())]
    return Words(frozenset(stem(match.group()) for match in found), bool(capitals)) if found else None


def amount_of(reading: Reading) -> Amount | None:
    """The amount that the reading's span begins with."""
    found = numbers_in(reading)
    if not found:
        return None
    first = _interval(found[0], reading.text)
    joined = [one for one in found[1:] if unit_of(one, reading.text) == unit_of(found[0], reading.text)]
    between = reading.text[found[0].end : joined[0].start] if joined else ""
    if len(joined) == 1 and re.search(r"\band (?:another |a further )?$", between):
        return Amount(first.low, first.high, first.unit, found[0].value + joined[0].value)
    return first


def numbers_in(reading: Reading) -> list[Number]:
    """The numbers of the reading's span, their offsets counting in its sentence."""
    if reading.span is None:
        return []
    first, last = (place - reading.start for place in reading.span)
    return [
        one
        for one in numbers(reading.text)
        if one.start < last and first < one.end and one.unit not in {"th", "time"}
    ]


def _interval(number: Number, text: str) -> Amount:
    """What a number can mean: "nearly 400" is 360 to 400, "61,000" is 60,500 to 61,500, 17 is 17."""
    unit = unit_of(number, text)
    if number.unit == "vague":
        return Amount(2 * number.value, _VAGUEST * number.value, unit.replace("vague", ""))
    value, unit = _measured(number, text, unit)
    before = text[max(0, number.start - _BEFORE) : number.start]
    for pattern, low, high in _NEAR_BEFORE:
        if pattern.search(before):
            return Amount(low * value, high * value, unit)
    rounded = _rounded(number) * (value / number.value if number.value else 1.0)
    return Amount(value - rounded, value + rounded, unit)


def _measured(number: Number, text: str, unit: str) -> tuple[float, str]:
    """A number in the first unit of its measure (seconds, metres), so that minutes compare with hours."""
    if unit in {"", "%", "share", "vague"}:
        return (number.value * 100, "%") if unit == "share" else (number.value, unit)
    if number.unit:
        return number.value, number.unit
    following = re.match(r"[ -](\w+)", text[number.end :])
    word = following[1].lower() if following else ""
    word = word if word in _FACTORS else word.removesuffix("s")
    return (number.value * _FACTORS[word], _MEASURES[word]) if word in _FACTORS else (number.value, unit)


def _rounded(number: Number) -> float:
    """How far off the true number may be, by the digits that are given."""
    digits = _DIGITS.search(number.text)
    if digits is None:
        return 0.0
    bare = digits.group().replace(",", "")
    scale = number.value / float(bare) if float(bare) else 1.0
    if digits["decimals"]:
        return min(0.5 * scale * 10.0 ** -len(digits["decimals"]), _MOST_ROUNDED * number.value)
    zeros = len(bare) - len(bare.rstrip("0"))
    if number.value < _LEAST_ROUNDED:
        return 0.5 if number.unit == "%" and number.value >= _LEAST_PERCENT else 0.0
    whole_scale = scale if scale >= _LEAST_ROUNDED else 0.0
    unsure = max(whole_scale, 10.0**zeros if zeros > 1 else 0.0)
    return min(0.5 * unsure, _MOST_ROUNDED * number.value)


def same(one: Value | None, other: Value | None) -> bool:
    """Whether two values can mean the same: amounts that overlap, days of which one holds the other, shared names."""
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.unit == other.unit and (
            _overlap(one, other) or _is_total(one, other) or _is_total(other, one)
        )
    if isinstance(one, Days) and isinstance(other, Days):
        return (one.first <= other.first and other.last <= one.last) or (
            other.first <= one.first and one.last <= other.last
        )
    if isinstance(one, Words) and isinstance(other, Words):
        return one.stems <= other.stems or other.stems <= one.stems
    return False


def differ(one: Value | None, other: Value | None) -> bool:
    """Whether two values cannot both be right for one thing. Neither `same` nor `differ`: they cannot be compared."""
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.unit == other.unit and not same(one, other)
    if isinstance(one, Days) and isinstance(other, Days):
        return one.last < other.first or other.last < one.first
    if isinstance(one, Words) and isinstance(other, Words):
        return one.proper and other.proper and not one.stems & other.stems
    return False


def _overlap(one: Amount, other: Amount) -> bool:
    return one.low <= other.high and other.low <= one.high


def _is_total(one: Amount, other: Amount) -> bool:
    return one.total is not None and other.low <= one.total <= other.high
