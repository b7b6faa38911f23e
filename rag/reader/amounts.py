"""The number that answers "how many", "how much", "how old" and the like, with the words it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reader.sought import WORD, Sought, Span, joined, noun_end, tokens
from rag.reader.units import SQUARE, counted, unit_of, wanted
from rag.support.numbers import Number, numbers
from rag.support.words import STOPWORDS, stem

_LEAST = 0.15  # of evidence that a number is the one asked for, where there are several
_RATE = re.compile(r" (?:an?|per) (?:second|minute|hour|day|week|month|year)\b")
_AGE_BEFORE = re.compile(
    r"(?:, |\baged? (?:of )?|\b(?:man|woman|boy|girl|cyclist|driver|person|son|daughter) of |\()$"
)
_AGE_AFTER = re.compile(r"(?:-| )years?[- ]old\b|,|\)| (?:and|when)\b|[.]?$")
_OLDER = re.compile(
    r"\b(?:up from|down from|not|instead of|rather than|against|compared with|than the)(?: the)? $"
)
_CODE_BEFORE = re.compile(r"(?:\bNo\.? ?|\bnumber |#|\b(?P<word>[A-Z][a-z]+) |[A-Za-z]-)$")
_CLOCK_AFTER = re.compile(r"(?::\d\d)? ?(?:[ap]\.m\.|[ap]m\b|o'clock)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_GAME = re.compile(r"\d+[-–]\d+")
_RANGE = re.compile(r" (?:to|or) | ?[-–] ?")
_OFTEN = re.compile(
    r"\b(?:once|twice|daily|weekly|monthly|yearly|annually|every (?:(?:two|three|four|\d+) )?[a-z]+)"
    r"(?: (?:an?|every|each) [a-z]+)?\b",
    re.IGNORECASE,
)
_BESIDE = (  # what a question asks by, and what then stands beside the number
    (re.compile(r"\b(?:tall|high|height)\b"), re.compile(r"\b(?:high|tall|height)\b")),
    (re.compile(r"\b(?:deep|depth)\b"), re.compile(r"\b(?:deep|depth|below|under)\b")),
    (re.compile(r"\b(?:wide|width)\b"), re.compile(r"\b(?:wide|across|broad|width)\b")),
    (re.compile(r"\b(?:long|length)\b"), re.compile(r"\b(?:long|length)\b")),
    (
        re.compile(r"\b(?:far|distance)\b"),
        re.compile(r"\b(?:away|from|north|south|east|west|distance|off)\b"),
    ),
    (re.compile(r"\b(?:heavy|weigh)"), re.compile(r"\b(?:weigh|heavy)")),
)


_PREDICATE = re.compile(
    r"(?: \w+)? (?:were|was|are|is|(?:had|have|has) been|remain(?:ed)?) (?:still |reported |also )?(?P<word>\w+)"
)


def find_amount(seeking: Sought) -> Span | None:
    """The number that fits the question's unit and noun best; None where several fit alike."""
    text, unit, noun = seeking.text, wanted(seeking.question), counted(seeking.question)
    found = [number for number in numbers(text) if _counts(number, seeking)]
    if unit == "rate" and (often := _often(text, found)):
        return often
    scored = sorted(
        ((_fit(number, seeking, unit, noun), -number.start, number) for number in found),
        key=lambda one: one[:2],
    )
    if not scored:
        return _order(seeking, noun)
    fit, _, best = scored[-1]
    if fit < 0 or (fit < _LEAST and len(scored) > 1 and fit - scored[-2][0] < _LEAST):
        return None
    return _whole(best, text, found, noun)


def _counts(number: Number, seeking: Sought) -> bool:
    """Whether a number counts something that the question does not say itself: no date, time, order or code."""
    if number.start < seeking.opening or number.pronoun or number.unit in {"time", "th"}:
        return False
    if seeking.in_a_time(number.start, number.end) or _is_code(number, seeking.text):
        return False
    known = {(one.value, one.unit) for one in numbers(seeking.query.own)}
    return (number.value, number.unit) not in known


def _is_code(number: Number, text: str) -> bool:
    """Whether digits name something rather than count: a year, an hour, a score, "No. 4", "Flight 19"."""
    if not number.text[:1].isdigit() or number.unit or "." in number.text:
        return False
    if _CLOCK_AFTER.match(text, number.end):
        return True
    if noun_end(text, number.end) > number.end:
        return False
    in_a_game = any(one.start() <= number.start < one.end() for one in _GAME.finditer(text))
    if (in_a_game and number.value < 20) or _YEAR.match(number.text):
        return True
    named = _CODE_BEFORE.search(text, 0, number.start)
    if named is None:
        return False
    word = named["word"]
    return word is None or word.lower() not in STOPWORDS | {
        "some",
        "around",
        "nearly",
        "almost",
        "until",
        "since",
    }


def _fit(number: Number, seeking: Sought, unit: str, noun: Sequence[str]) -> float:
    """How well a number fits: its unit, the noun asked for beside it, and the question's other words near it."""
    text = seeking.text
    fit = seeking.near(number.start, noun_end(text, number.end)) + _of_what(number, seeking)
    fit += _fits_predicate(number, seeking)
    if unit == "age":
        fit += 2.0 if _is_age(number, text) else -2.0
    elif unit == "rate":
        fit += 2.0 if re.match(r" times?\b", text[number.end :]) else -0.5
    elif unit:
        fit += _fits_unit(unit_of(number, text), unit)
    else:
        fit += _fits_noun(number, text, noun)
        if "how many" in seeking.question and unit_of(number, text) not in {"", "vague", "share"}:
            fit -= 1.5
    for asks, beside in _BESIDE:
        around = text[max(0, number.start - 15) : number.start] + text[number.end : number.end + 18]
        if asks.search(seeking.question) and beside.search(around):
            fit += 1.0
    return fit - _doubts(number, seeking, unit)


def _fits_predicate(number: Number, seeking: Sought) -> float:
    """Whether what is said of the number is what the question asks: "12 were missing" for "how many are missing"."""
    said = _PREDICATE.match(seeking.text, number.end)
    return 2.5 if said and seeking.asked.get(stem(said["word"]), 0.0) else 0.0


def _of_what(number: Number, seeking: Sought) -> float:
    """The words of the question in the "of …" behind a number: "31% of Hispanic votes"."""
    of = re.match(r" of [^,;.()]{3,60}", seeking.text[number.end :])
    return 0.8 * sum(seeking.asked.get(stem(word), 0.0) for word in set(tokens(of.group()))) if of else 0.0


def _is_age(number: Number, text: str) -> bool:
    if re.match(r"[ -]years?[ -]old\b", text[number.end :]):
        return True
    return bool(_AGE_BEFORE.search(text, 0, number.start)) and bool(_AGE_AFTER.match(text, number.end))


def _fits_unit(has: str, unit: str) -> float:
    if has == unit or (unit in {"%", "money"} and has in {"share", "vague"}):
        return 2.0
    return -0.5 if unit == "money" and not has else -3.0


def _fits_noun(number: Number, text: str, noun: Sequence[str]) -> float:
    """Whether what a number counts is what the question counts."""
    words = [stem(word) for word in tokens(text[number.end : noun_end(text, number.end)])]
    asked = {stem(word) for word in noun}
    if asked and words and (stem(noun[-1]) in words or words[-1] in asked):
        return 2.0
    of_all = re.match(r" of (?:the|its|their|those|these|our|his|her) ", text[number.end :])
    return 0.3 if noun and of_all else 0.0


def _doubts(number: Number, seeking: Sought, unit: str) -> float:
    """What speaks against a number: an earlier figure, a part of another number, an age where none is asked for."""
    text, doubts = seeking.text, 0.0
    if _OLDER.search(text, 0, number.start):
        doubts += 1.5
    if part := re.match(
        r" of (?:them|whom|those|which)\b([^,.;]*?)(?:,|\.|;| were| was|$)", text[number.end :]
    ):
        doubts += 0.0 if any(stem(word) in seeking.asked for word in tokens(part[1])) else 1.0
    if (
        unit != "age"
        and re.search(r"(?:, | \()$", text[: number.start])
        and re.match(r"[,)]", text[number.end :])
    ):
        doubts += 0.5  # an age
    return doubts


def _whole(number: Number, text: str, found: Sequence[Number], noun: Sequence[str]) -> Span:
    """The number with the words it counts, and the one joined to it: "151 Chinese and three Taiwanese"."""
    start, end = _ranged(number, text, found)
    counts = [stem(word) for word in tokens(text[number.end : _counted_end(number, text)])]
    named = bool(counts) and counts[-1] in {stem(word) for word in noun}
    if named and not unit_of(number, text):
        return start, max(end, number.end)  # the question names what is counted
    end = max(end, _counted_end(number, text))
    after = joined(text, end, [one.start for one in found])
    other = next((one for one in found if one.start == after), None)
    if other is not None and not named and _alike(number, other, text):
        end = _counted_end(other, text)
    return start, end


def _ranged(number: Number, text: str, found: Sequence[Number]) -> Span:
    """The range that a number is an end of, "9 or 10", "18-21 million"; else the number."""
    start, end = number.start, number.end
    for one in found:
        if _RANGE.fullmatch(text[one.end : number.start]) and one.value < number.value:
            start = one.start
        if _RANGE.fullmatch(text[number.end : one.start]) and one.value > number.value:
            end = _counted_end(one, text)
    return start, end


def _alike(number: Number, other: Number, text: str) -> bool:
    """Whether two joined numbers count things of one sort."""
    mine, its = text[number.end : _counted_end(number, text)], text[other.end : _counted_end(other, text)]
    if unit_of(number, text) != unit_of(other, text):
        return False
    return not mine.strip() or mine.strip()[:1].isupper() == its.strip()[:1].isupper()


def _counted_end(number: Number, text: str) -> int:
    """Where the words end that a number counts; the number's own end where none follow."""
    if glued := re.match(r"(?:-[A-Za-z]+)+|(?: ?°[CF]?|[/-]\d+)+", text[number.end :]):
        return number.end + glued.end()
    if number.unit and number.unit != "vague":
        rate = _RATE.match(text, number.end) if unit_of(number, text) == "money" else None
        return rate.end() if rate else number.end
    end = noun_end(text, number.end)
    if end > number.end and unit_of(number, text) and not SQUARE.match(text, number.end):
        first = WORD.search(text, number.end)
        return first.end() if first else end
    if text[number.end : end].strip()[:1].isupper() and (also := re.match(r" and (?=[A-Z])", text[end:])):
        end = max(end, noun_end(text, end + also.end() - 1))  # "105 Chinese and Taiwanese suspects"
    return end


def _order(seeking: Sought, noun: Sequence[str]) -> Span | None:
    """An order that tells how many there were: "the fifth such scheme"."""
    for number in numbers(seeking.text):
        after = [stem(word) for word in tokens(seeking.text[number.end : number.end + 40])][:3]
        if number.unit == "th" and noun and stem(noun[-1]) in after:
            return number.start, number.end
    return None


def _often(text: str, found: Sequence[Number]) -> Span | None:
    """How often: "twice a week", "14 times a week"."""
    for number in found:
        if times := re.match(r" times?\b(?: (?:an?|per|every|each) [a-z]+)?", text[number.end :]):
            return number.start, number.end + times.end()
    match = _OFTEN.search(text)
    return match.span() if match else None
