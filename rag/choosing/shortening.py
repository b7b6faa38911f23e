"""The words of an answer as a clean phrase: whole numbers, nothing cut, nothing left hanging."""

from __future__ import annotations

import re

from rag.reader.reading import Reading
from rag.reader.sought import noun_end
from rag.support.numbers import numbers

_HANGING_FIRST = re.compile(
    r"^(?:[\s,;:.)–—-]|(?:and|or|but|that|which|on|in|at|by|during) (?=\S))+", re.IGNORECASE
)
_HANGING_LAST = re.compile(
    r"(?:[\s,;:–—-]|(?<=\s)(?:and|or|but|of|the|a|an|in|on|at|to|for|with|by|from|that|which))+$"
)
_CUT_INITIALS = re.compile(r"\b[A-Za-z]\.[A-Za-z]$")  # "10 p.m"
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))
_KEPT_POINT = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|Bros|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))\.$"
)


def short_of(reading: Reading) -> str:
    """The span of a reading as a phrase that stands by itself; "" where it has none.

    A number that the span cuts comes whole, with its scale and what it counts where others are counted beside it
    ("151 Chinese and three Taiwanese"); prepositions, conjunctions and single brackets at the ends are left out.
    """
    if reading.span is None:
        return ""
    start, end = _whole_words(reading.hit.article.text, *_whole_numbers(reading))
    phrase = " ".join(reading.hit.article.text[start:end].split())
    for _ in range(2):  # a bracket taken off may bare a comma
        phrase = _HANGING_LAST.sub("", _HANGING_FIRST.sub("", phrase))
        phrase = _unpaired(phrase)
        phrase = re.sub(r"[’']s?$", "", phrase) if re.search(r"\w[’']s?$", phrase) else phrase
        if phrase.endswith(".") and not _KEPT_POINT.search(phrase):
            phrase = phrase.rstrip(".")
    return phrase


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span that cuts no word."""
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1 : end].isalnum():
        end += 1
    if text[end : end + 1] == "." and _CUT_INITIALS.search(text[start:end]):
        end += 1
    return start, end


def _whole_numbers(reading: Reading) -> tuple[int, int]:
    """The span with every number in it whole, and with the noun of a number at its end that is joined to another."""
    assert reading.span is not None
    text = reading.text
    start, end = (place - reading.start for place in reading.span)
    found = [one for one in numbers(text) if one.start < end and start < one.end]
    if found:
        start, end = min(start, found[0].start), max(end, found[-1].end)
    if len(found) > 1 and found[-1].end == end and re.search(r"\b(?:and|or) $", text[: found[-1].start]):
        end = max(end, noun_end(text, end))
    return reading.start + start, reading.start + end


def _unpaired(phrase: str) -> str:
    """The phrase without quotation marks and brackets whose other half it lacks, or that hold all of it."""
    for first, last in _PAIRS:
        if phrase.startswith(first) and phrase.endswith(last) and phrase.count(first) == 1:
            phrase = phrase[1:-1]
        if phrase.count(first) != phrase.count(last):
            phrase = phrase.strip(first + last)
    if phrase.startswith('"') and phrase.endswith('"') and phrase.count('"') == 2:
        return phrase[1:-1]
    return phrase.strip('"') if phrase.count('"') % 2 else phrase
