"""The numbers of a text, in digits or words, with what they count: money, per cent, an order, a share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rag.support.words import STOPWORDS, stem

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_SMALL = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_SHORT_SCALES = {"k": 10**3, "bn": 10**9, "tn": 10**12, "m": 10**6, "mn": 10**6, "b": 10**9}
_MONEY_ONLY = {"m", "b"}  # 450m may be metres; $450m is not
_ORDERED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {word: value for value, word in enumerate(_ORDERED.split(), 1)}
_SHARES = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_CURRENCIES = {
    "us$": "$", "usd": "$", "dollar": "$", "eur": "€", "euro": "€", "gbp": "£", "pound": "£", "jpy": "yen", "¥": "yen",
    "cny": "yuan", "rmb": "yuan", "renminbi": "yuan",
}  # fmt: skip

_SIGN = r"(?:(?:US|AU|CA|NZ|HK|NT|SG|MX|A|C|S|R)?\$|€|£|¥|₹|₩|₽|\b(?:USD|EUR|GBP|JPY|CNY|RMB|Rs\.?))"
_MONEY_WORD = (
    r"(?:dollars?|euros?|pounds?|yen|yuan|renminbi|won|rupees?|baht|pesos?|francs?|rou?bles?|riels?|ringgit|rand|"
    r"lira|kron[ae]r?|krono?r|cents?|USD|EUR|GBP|JPY|CNY)\b"
)
_SCALE = "|".join(_SCALES)
_CARDINAL = "|".join((*_SMALL, *_TENS, *_SCALES))
_SPELLED = rf"(?:an? (?={_SCALE}))?(?:{_CARDINAL})\b(?:(?:-| | and )(?={_CARDINAL})(?:{_CARDINAL})\b)*"
_TIME = r"(?P<time>\b\d{1,2}:\d\d\b)"
_SHARE = (
    r"(?P<share>\b(?:(?:one|two|three|four|a)[- ])?(?:half|halves|(?:third|quarter|fifth|tenth)s|"
    r"(?:third|quarter|fifth|tenth)(?= of\b))\b|\b(?:one|two|three|four)-(?:third|quarter|fifth|tenth)s?\b)"
)
_ORDER = rf"(?P<order>\b(?:(?:{'|'.join(_TENS)})-)?(?:{'|'.join(_ORDINALS)})\b|\b\d+(?:st|nd|rd|th)\b)"
_DIGITS = (
    rf"(?<![A-Za-z\d])(?<![A-Za-z]-)(?P<sign>{_SIGN}\s?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d,])|\d+(?:\.\d+)?)"
    rf"(?:(?P<short>k|bn|tn|mn|m|b)\b|[ -]?(?P<scales>(?:(?:{_SCALE})\b ?)+(?<! )))?"
)
_VAGUELY = r"(?P<vague>\b(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b)"
_NUMBER = re.compile(
    rf"{_TIME}|\bhalf an? (?P<halved>{_SCALE})\b|{_SHARE}|{_ORDER}|{_VAGUELY}|(?:{_DIGITS}|\b(?P<spelled>{_SPELLED}))"
    r"(?P<percent>(?:\s?%|[ -]per ?cent\b| pct\b| percentage points?\b))?"
    rf"(?P<money>[ -](?:US |U\.S\. |American )?{_MONEY_WORD})?",
    re.IGNORECASE,
)
_VAGUE = {"ten": 10, "score": 20, "dozen": 12}
_NOT_COUNTED_AFTER = re.compile(
    r"\s(?:of|another|who|that|which|day|side|hand|thing|by one)\b|\s*[,.;:!?]|\s*$"
)
_NOT_COUNTED_BEFORE = re.compile(
    r"\b(?:no|any|every|each|this|that|the|another|some|which|at)[ -]$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start:end]` of the text searched.

    `unit` is "" for a plain count, else "%", a currency, "th" for an order, "share", "time", or "vague" for
    "dozens"; `pronoun` marks a "one" that may count nothing ("one of the"); `counts` are the stems of up to four
    content words that follow, none from beyond the next number.
    """

    text: str
    value: float
    unit: str
    start: int
    end: int
    pronoun: bool = False
    counts: tuple[str, ...] = ()


def _currency(name: str) -> str:
    name = name.strip(" -").lower().rstrip(".")
    name = re.sub(r"^(?:us|u\.s\.|american) ", "", name)
    singular = name[:-1] if name.endswith("s") and name != "rs" else name
    return _CURRENCIES.get(name, _CURRENCIES.get(singular, singular))


def _compose(spelled: str) -> Iterator[float]:
    """The values of a run of number words: "two hundred and five" is one, "two three" are two."""
    total, current, last = 0.0, 0.0, math.inf
    started = False
    for word in re.findall(r"[a-z]+", spelled.lower()):
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if word == "hundred" and current < 100:
                current = (current or 1) * scale
            else:
                total, current = total + (current or 1) * scale, 0.0
            last, started = float(scale), True
            continue
        value = {"a": 1, "an": 1, **_SMALL, **_TENS}[word]
        fits = last >= 100 or (20 <= last < 100 and value < 10)
        if started and not fits:
            yield total + current
            total, current = 0.0, 0.0
        current += value
        last, started = float(value), True
    if started:
        yield total + current


def _share(text: str) -> float:
    top, _, bottom = text.lower().replace("-", " ").rpartition(" ")
    return _SMALL.get(top, 1) / _SHARES[bottom if bottom in _SHARES else bottom[:-1]]


def _order(text: str) -> float:
    if text[0].isdigit():
        return float(text[:-2])
    tens, _, unit = text.lower().rpartition("-")
    return float(_TENS.get(tens, 0) + _ORDINALS[unit])


def _digits(match: re.Match[str], money: bool) -> float:
    value = float(re.sub(r"[ ,]", "", match["digits"]))
    for scale in (match["scales"] or "").lower().split():
        value *= _SCALES[scale]
    short = (match["short"] or "").lower()
    if short and (money or short not in _MONEY_ONLY):
        value *= _SHORT_SCALES[short]
    return value


def _spelled(match: re.Match[str], text: str, unit: str) -> Iterator[tuple[float, str, bool]]:
    spelled = match["spelled"].lower()
    if spelled in _SCALES:  # "several hundred"
        yield float(_SCALES[spelled]), "vague", False
        return
    before, after = text[: match.start()], text[match.end() :]
    alone = spelled == "one" and not unit
    pronoun = alone and bool(_NOT_COUNTED_AFTER.match(after) or _NOT_COUNTED_BEFORE.search(before))
    for value in _compose(spelled):
        yield value, unit, pronoun


def _read(match: re.Match[str], text: str) -> Iterator[tuple[float, str, bool]]:
    """Value, unit and whether it may be a pronoun, of each number in a match."""
    money = match["sign"] or match["money"]
    unit = "%" if match["percent"] else _currency(money) if money else ""
    if match["time"]:
        hour, minute = match.group().split(":")
        yield int(hour) * 60.0 + int(minute), "time", False
    elif match["halved"]:
        yield _SCALES[match["halved"].lower()] / 2, "", False
    elif match["share"]:
        yield _share(match.group()), "share", False
    elif match["order"]:
        yield _order(match.group()), "th", False
    elif match["vague"]:
        word = match.group().lower()[:-1]
        yield float(_VAGUE.get(word) or _SCALES[word]), "vague", False
    elif match["digits"]:
        yield _digits(match, bool(money)), unit, False
    else:
        yield from _spelled(match, text, unit)


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order. Blank out dates first: their digits count nothing."""
    matches = list(_NUMBER.finditer(text))
    found = []
    for match, following in zip_longest(matches, matches[1:]):
        start, end = match.span()
        counts = _following(text[end : following.start() if following else len(text)][:80])
        found += [
            Number(match.group().strip(), value, unit, start, end, pronoun, counts)
            for value, unit, pronoun in _read(match, text)
        ]
    return tuple(found)


def _following(text: str) -> tuple[str, ...]:
    found = re.findall(r"[^\W\d_]+", text)
    return tuple(stem(word) for word in found if word.lower() not in STOPWORDS)[:4]


def states(have: Number, wanted: Number) -> bool:
    """Whether one number of the evidence is the number wanted."""
    if have.unit == wanted.unit and math.isclose(have.value, wanted.value, rel_tol=1e-9):
        return True
    return wanted.unit == "vague" and have.unit == "" and have.value >= 2 * wanted.value
