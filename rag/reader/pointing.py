"""From the scores of tokens to the words that answer: the best span of each sentence, cut where words end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.reader.span_model import Window

LONGEST_ANSWER = 30
"""Tokens of an answer."""
_EDGES = " \t\n,;:.!?—–-"
_PAIRS = {"(": ")", "[": "]", "“": "”", "‘": "’", '"': '"'}
_UNIT_AFTER = re.compile(
    r"(?:[ -]?(?:%|per ?cent(?:age points?)?\b|percentage points?\b)|"
    r"[  ](?:hundred|thousand|million|billion|trillion)\b)",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = re.compile(r"(?:(?:\b(?:US|A|C|NZ|HK|NT))?\$|[€£¥₹])$")
_BOUND_BEFORE = re.compile(  # "over 40" is not 40; "about 40" is, near enough
    r"(?<!\w)(?:(?:no )?(?:more|less|fewer) than|at least|at most|up to|as (?:many|much) as|over|under|nearly|"
    r"almost) $",
    re.IGNORECASE,
)
_COUNT_FIRST = re.compile(  # no year
    r"(?!(?:1\d|20)\d\d\b(?!,))(?:(?:US|A|C|NZ|HK|NT)?[$€£¥₹])?\d|(?:two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|"
    r"a (?:hundred|thousand|million|billion|third|quarter|dozen))\b",
    re.IGNORECASE,
)
_ASIDE_AT_END = re.compile(r"(?<=\w) [(\[][^()\[\]]*[)\]]$")
_INITIAL_AT_END = re.compile(r"[A-Z][\w’'-]* (?:[A-Z]\. ?)*[A-Z]\.?$")
_SURNAME_AFTER = re.compile(r"\.? (?:[A-Z]\.? )*[A-Z]\w+(?:-\w+)*")
_NUMBER_AT_END = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|several|few))$", re.I
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """The best answer in a sentence: characters of the passage, and its lead over "not in this passage" (logits)."""

    start: int
    end: int
    score: float


def best_in(windows: Sequence[Window], text: str, start: int, end: int) -> Pointed | None:
    """The best span within the characters `start` to `end` of a passage; None where no token lies there."""
    best: Pointed | None = None
    for window in windows:
        inside = np.flatnonzero((window.offsets[:, 0] >= start) & (window.offsets[:, 1] <= end))
        if not len(inside):
            continue
        first, count = int(inside[0]), len(inside)
        table = window.starts[first : first + count, None] + window.ends[None, first : first + count]
        allowed = np.triu(np.ones((count, count), bool)) & np.tril(
            np.ones((count, count), bool), LONGEST_ANSWER - 1
        )
        place = int(np.where(allowed, table, -np.inf).argmax())
        one, other = divmod(place, count)
        score = float(table[one, other])
        if best is None or score > best.score:
            best = Pointed(int(window.offsets[first + one, 0]), int(window.offsets[first + other, 1]), score)
    if best is None:
        return None
    cut = whole_words(text, best.start, best.end, start, end)
    return Pointed(*cut, best.score)


def whole_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The span with whole words and names, a number's unit, currency and bound, within `low` to `high`.

    It has no loose punctuation and no aside in brackets at its end.
    """
    given = start, end
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < high and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start] in _EDGES and not _signs(text, start):
        start += 1
    while end > start and text[end - 1] in _EDGES and not _abbreviates(text, start, end):
        end -= 1
    if _INITIAL_AT_END.search(text[start:end]) and (surname := _SURNAME_AFTER.match(text, end, high)):
        end = surname.end()
    start, end = _paired(text, start, end)
    if aside := _ASIDE_AT_END.search(text[start:end]):
        end = start + aside.start()
    if end > start and _NUMBER_AT_END.search(text[start:end]):
        unit = _UNIT_AFTER.match(text, end, high)
        end = unit.end() if unit else end
    if end > start and text[start].isdigit():
        currency = _CURRENCY_BEFORE.search(text[low:start])
        start = low + currency.start() if currency else start
    if end > start and _COUNT_FIRST.match(text, start, end):
        bound = _BOUND_BEFORE.search(text[low:start])
        start = low + bound.start() if bound else start
    return (start, end) if end > start else given


def _signs(text: str, place: int) -> bool:
    """Whether a mark is the sign of a number."""
    return (
        text[place] in "-–"
        and text[place + 1 : place + 2].isdigit()
        and not text[place - 1 : place].isalnum()
    )


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end belongs to an abbreviation ("U.S.", "Jr.")."""
    return bool(
        re.search(r"(?:\b[A-Za-z]\.[A-Za-z]\.|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|[ap]\.m)\.)$", text[start:end])
    )


def _paired(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an opening or closing mark whose partner stands outside it, nor what an open bracket opens."""
    for opening, closing in _PAIRS.items():
        last = text.rfind(opening, start + 1, end) if opening != closing else -1
        if last > start and closing not in text[last:end]:
            end = end + 1 if text[end : end + 1] == closing else len(text[:last].rstrip(_EDGES))
        single = text.find(closing, start, end) if closing in ")]”" else -1
        if single > start and opening not in text[start:single]:  # it closes what was opened before the span
            end = len(text[:single].rstrip(_EDGES))
        inner = text[start:end]
        if inner.startswith(opening) and closing not in inner[1:]:
            start += 1
        if inner.endswith(closing) and opening not in inner[:-1]:
            end -= 1
    return start, max(start, end)
