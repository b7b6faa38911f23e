"""What is quoted for a reading, so that it can be read by itself, and how quotations make a text without repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.dateline import after_dateline
from index.sentences import split
from rag.choosing.choice import Line
from rag.choosing.pronouns import leaves_open
from rag.reader.reading import Reading
from rag.retrieval import fold
from rag.settings import Settings

MOST_WORDS = 80
"""Words of an answer's prose, and of one quotation that is widened."""
_MOST_BEFORE = 2
"""Sentences that may come before one which points back."""
_NEAR = 1500
"""Characters before a sentence in which the one before it is looked for."""
_ENDS = (".", "!", "?", "…", ":", "”", '"', "’", "'", ")")


def quotation(reading: Reading, settings: Settings) -> tuple[int, int]:
    """What is quoted for a reading, as offsets into the article: its sentence, without a dateline.

    A sentence that points back ("He", "The two", "she said") comes with the one before, or the two before, where
    these name who is meant.
    """
    text = reading.hit.article.text
    start = _named_from(reading) if settings.pronouns else reading.start
    return after_dateline(text, start), reading.end


def stands_alone(reading: Reading, settings: Settings) -> bool:
    """Whether what is quoted for a reading says by itself whom it speaks of."""
    start, end = quotation(reading, settings)
    return not (settings.pronouns and leaves_open(reading.hit.article.text[start:end]))


def line(reading: Reading, settings: Settings, *, label: str = "", short: str = "") -> Line:
    """A reading as a line of an answer."""
    start, end = quotation(reading, settings)
    return Line(reading, start, end, label, short)


def words_of(told: Line) -> int:
    """The number of words that a line quotes."""
    return len(told.reading.hit.article.text[told.start : told.end].split())


def text_of(told: Line) -> str:
    """What a line quotes, as it stands in the article."""
    return told.reading.hit.article.text[told.start : told.end]


def without_repeats(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in order with no sentence told twice.

    A quotation that holds another swallows it, those of one article that overlap or follow one another are one,
    and what another article says in the same words is told once. Lines with labels are only swallowed.
    """
    kept: list[Line] = []
    for one in lines:
        for place, other in enumerate(kept):
            joined = _joined(other, one)
            if joined is not None:
                kept[place] = joined
                break
        else:
            kept.append(one)
    return tuple(kept) if len(kept) == len(lines) else without_repeats(kept)


def _joined(first: Line, second: Line) -> Line | None:
    """Two lines as one, the first in rank staying its reading; None where each says its own."""
    if first.reading.hit.article.id != second.reading.hit.article.id:
        here, there = fold(text_of(first)), fold(text_of(second))
        return first if there in here else None
    if first.start <= second.start and second.end <= first.end:
        return first
    if second.start <= first.start and first.end <= second.end:
        return replace(first, start=second.start, end=second.end)
    if first.label or second.label:
        return None
    text = first.reading.hit.article.text
    left, right = (first, second) if first.start <= second.start else (second, first)
    if right.start > left.end and text[left.end : right.start].strip():
        return None
    return replace(first, start=left.start, end=right.end)


def sentence_before(reading: Reading, start: int) -> int | None:
    """Where the sentence before `start` begins; None where there is none, or only a heading or a caption."""
    text = reading.hit.article.text
    known = reading.hit.passage.sentences
    found = next(((begin, end) for begin, end in reversed(known) if end <= start), None)
    if found is None:
        head = text[:start].rstrip()
        shift = max(0, len(head) - _NEAR)
        spans = split(head[shift:])
        if not spans:
            return None
        found = (shift + spans[-1][0], shift + spans[-1][1])
    return found[0] if text[: found[1]].rstrip().endswith(_ENDS) else None


def sentence_after(reading: Reading, end: int) -> tuple[int, int] | None:
    """The sentence that follows `end` in the same paragraph; None where there is none."""
    text = reading.hit.article.text
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    spans = split(text[end:stop])
    return (end + spans[0][0], end + spans[0][1]) if spans else None


def _named_from(reading: Reading) -> int:
    """Where a quotation starts that says whom it speaks of; where the sentence does if nothing near it says so."""
    text, first, end = reading.hit.article.text, reading.start, reading.end
    for _ in range(_MOST_BEFORE + 1):
        begin = after_dateline(text, first)
        if not leaves_open(text[begin:end]):
            return first
        before = sentence_before(reading, first)
        if before is None or len(text[before:end].split()) > MOST_WORDS:
            break
        first = before
    return reading.start


def behind_dateline(reading: Reading) -> Reading:
    """A reading whose span leaves out the dateline, which is not quoted; without a span where all of it lies there."""
    opening = after_dateline(reading.hit.article.text, reading.start)
    if reading.span is None or reading.span[0] >= opening:
        return reading
    return replace(reading, span=(opening, reading.span[1]) if reading.span[1] > opening else None)
