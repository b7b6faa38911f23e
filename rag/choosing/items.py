"""The items of an enumeration: "a stable, a vineyard and a yacht", "that fuel is dear, and that planes are small"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.support.names import names

_SEPARATOR = re.compile(r", (?:and |or |as well as |and also )?|,? (?:and|or|as well as|and also) ")
_LAST = re.compile(r"\b(?:and|or|as well as)\b")
_ENDS = re.compile(r"[;:()–—“”]|[.!?](?=\s|$)| - ")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|did|does|do|said|says|told|adding|who|which|while|when|"
    r"because|but|after|before|although|where|so)\b"
)
_CLAUSE = re.compile(r"(?:that|to|because|by|from|in|on|at|for|with) ")
_REPEATED = re.compile(r"(?:, |\b(?:and|or) )(?P<preposition>(?:to|in|from|of|at|on|with|by|for) )$")
_OPENING = re.compile(
    r"(?:(?<=\s)|^)(?:a|an|the|his|her|its|their|one|two|three|four|five|six|seven|eight|nine|ten|some|several|"
    r"\d[\d,.]*) (?=\S)"
)
_BEHIND = re.compile(
    r"\b(?:of|in|on|at|to|from|with|for|by|including|into|against|between|are|were|was|is|named|called|visited|include[sd]?|"
    r"bought|hit|killed|met|beat|said) (?=\S)"
)
_LONGEST_ITEM = 12  # words
_LONGEST_CLAUSE = 25
_MOST = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an enumeration, at `[start:end]` of the text."""

    text: str
    start: int
    end: int


def items(text: str, start: int, end: int) -> tuple[Item, ...]:
    """The items of the enumeration in `text` that the words at `[start:end]` stand in, in order.

    An enumeration ends in "and", "or" or "as well as". Where the words stand in none they are the one item; () where
    there are no words.
    """
    if not text[start:end].strip():
        return ()
    first = start
    left, right = _clause(text, start, end)
    if repeated := _REPEATED.search(text, left, start):  # "to Ostrel" behind "to Kessen,"
        start = repeated.start("preposition")
    inside = _split(text, start, end)
    if len(inside) > 1 and _joined(text, inside):
        return _widened(text, inside, left, right)
    around = _widened(text, [(start, end)], left, right)
    return around if len(around) > 1 else (Item(text[first:end], first, end),)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that a span stands in, as offsets: up to the marks that no enumeration goes over."""
    left = max((mark.end() for mark in _ENDS.finditer(text, 0, start)), default=0)
    right = next((mark.start() for mark in _ENDS.finditer(text, end)), len(text))
    return left, right


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span cut at its commas and "and"s; a name such as "Trinidad and Tobago" stays whole."""
    whole = [(name.start, name.end) for name in names(text)]
    spans, at = [], start
    for mark in _SEPARATOR.finditer(text, start, end):
        inside_number = (
            text[mark.start() - 1 : mark.start()].isdigit() and text[mark.end() : mark.end() + 1].isdigit()
        )
        if inside_number or any(first < mark.start() and mark.end() < last for first, last in whole):
            continue
        if mark.start() > at:
            spans.append((at, mark.start()))
        at = mark.end()
    return [*spans, (at, end)] if at < end else spans


def _joined(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the last of several spans is joined by "and" or "or"."""
    return len(spans) > 1 and bool(_LAST.search(text[spans[-2][1] : spans[-1][0]]))


def _widened(text: str, spans: list[tuple[int, int]], left: int, right: int) -> tuple[Item, ...]:
    """The spans with their neighbours in the enumeration, as items; the spans alone where it has no end in "and"."""
    found = list(spans)
    opening = _CLAUSE.match(text, found[0][0])
    clause = opening.group() if opening and opening.group() in {"that ", "to ", "because "} else ""
    while len(found) < _MOST and (after := _next(text, found[-1][1], right, clause)):
        joined = bool(_LAST.search(text[found[-1][1] : after[0]]))
        found.append(after)
        if joined:
            break
    ended = len(found) == 1 or _joined(text, found)
    while ended and len(found) < _MOST and (before := _previous(text, found[0][0], left, clause)):
        if len(found) == 1 and not _LAST.search(text[before[1] : found[0][0]]):
            break
        found.insert(0, before)
    if not ended:
        found = spans
    return tuple(Item(text[start:end], start, end) for start, end in found)


def _next(text: str, end: int, right: int, clause: str) -> tuple[int, int] | None:
    """The item behind a separator that follows `end`; None where something else follows."""
    mark = _SEPARATOR.match(text, end)
    if mark is None or mark.end() >= right:
        return None
    start = mark.end()
    stop = next((one.start() for one in _SEPARATOR.finditer(text, start, right)), right)
    if clause:
        marks = _SEPARATOR.finditer(text, start, right)
        stop = next((one.start() for one in marks if text.startswith(clause, one.end())), right)
        good = text.startswith(clause, start) and len(text[start:stop].split()) <= _LONGEST_CLAUSE
        return (start, stop) if good else None
    return (start, stop) if _is_item(text[start:stop]) else None


def _previous(text: str, start: int, left: int, clause: str) -> tuple[int, int] | None:
    """The item before a separator that ends at `start`; None where something else stands there."""
    marks = [one for one in _SEPARATOR.finditer(text, left, start) if one.end() == start]
    if not marks:
        return None
    end = marks[0].start()
    earlier = [one.end() for one in _SEPARATOR.finditer(text, left, end)]
    if clause:
        opened = text.rfind(clause, left, end)
        return (opened, end) if opened >= 0 and len(text[opened:end].split()) <= _LONGEST_CLAUSE else None
    begin = earlier[-1] if earlier else left
    segment = text[begin:end]
    if earlier and _is_item(
        segment
    ):  # "two provinces, Velden and Upper Sarn": what the names are is no third one
        alike = not text[start : start + 1].isupper() or any(mark.isupper() for mark in segment)
        return (begin, end) if alike else None
    return _tail(text, begin, end, start)


def _tail(text: str, begin: int, end: int, following: int) -> tuple[int, int] | None:
    """The first item of an enumeration, which has the rest of its clause before it; None where its start is unclear.

    It opens as the item behind it does: with a name, an article or a number; else behind a preposition or a verb.
    """
    named = [name for name in names(text) if begin <= name.start and name.end == end]
    if text[following : following + 1].isupper():
        return (named[0].start, end) if named else None
    openings = [mark.start() for mark in _OPENING.finditer(text, begin, end)]
    behind = [mark.end() for mark in _BEHIND.finditer(text, begin, end)]
    if _OPENING.match(text, following) and openings:
        return openings[-1], end
    start = max(behind, default=None) if not _OPENING.match(text, following) else None
    return (start, end) if start is not None and _is_item(text[start:end]) else None


def _is_item(segment: str) -> bool:
    words = segment.split()
    return bool(words) and len(words) <= _LONGEST_ITEM and not _VERB.search(segment)
