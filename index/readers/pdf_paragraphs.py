"""Joins the lines of a set page to paragraphs, by how they are set and how they end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_HYPHEN_END = re.compile(r"(?P<left>[^\W\d_]+)(?P<hyphen>[-\u2010\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_AND_OTHER = re.compile(r"(?:and|or|to)\b|\W")  # "pre- and post-war"
_NUMBER = re.compile(r"\d+")
_OTHER_SIZE = 1.1  # times as large: another kind of text
_PARAGRAPH_GAP = 1.35  # times the usual distance between lines
_INDENT = 0.8  # of the size of the type
_NOT_FULL = 0.8  # of the longest line around it: a sentence that ends here may end a paragraph
_SHORT = 0.55  # likewise: whatever ends here, the line was not broken for want of room
_AROUND = 4  # lines before and after that show how long lines are
_HEADLINE = 1.2  # times the size of the text
_HEADLINE_WITHIN = 6  # paragraphs from the top
_LONGEST_HEADLINE = 200  # characters
_FEWEST_PAGES = 3  # that tell a running head from a line that stands twice


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a page: its text, where it begins in points from the left and the bottom, and the size of its type."""

    text: str
    left: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the size of its type in points."""

    text: str
    size: float


def paragraphs(pages: Sequence[Sequence[SetLine]]) -> list[Paragraph]:
    """The paragraphs of a document; one may go over columns and pages. Running heads and page numbers are left out."""
    lines = [line for page in without_running_heads(pages) for line in page]
    if not lines:
        return []
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    leading = _leading(lines)
    found: list[Paragraph] = []
    text = lines[0].text
    for at, (above, line) in enumerate(pairwise(lines)):
        if _goes_on(above, line, leading, _fullness(lines, at)):
            text = joined(text, line.text, words)
        else:
            found.append(Paragraph(text, above.size))
            text = line.text
    return [*found, Paragraph(text, lines[-1].size)]


def headline(found: Sequence[Paragraph]) -> Paragraph | None:
    """The headline: what is set largest near the top, and larger than the text; None where nothing is."""
    text = Counter[float]()
    for paragraph in found:
        text[round(paragraph.size, 1)] += len(paragraph.text)
    usual = text.most_common(1)[0][0]
    first = [one for one in found[:_HEADLINE_WITHIN] if len(one.text) <= _LONGEST_HEADLINE]
    largest = max(first, key=lambda one: one.size, default=None)
    if largest is None or largest.size < usual * _HEADLINE or len(found) < 2:
        return None
    return largest


def without_running_heads(pages: Sequence[Sequence[SetLine]]) -> list[list[SetLine]]:
    """The pages without page numbers and without lines that stand at the head or the foot of most of them."""
    edges = Counter(_masked(line) for page in pages for line in {*page[:1], *page[-1:]})
    kept = []
    for page in pages:
        lines = list(page)
        for at in (0, -1):
            if (
                lines
                and len(pages) > 1
                and (_masked(lines[at])[0] == "0" or _repeats(edges[_masked(lines[at])], len(pages)))
            ):
                lines.pop(at)
        kept.append(lines)
    return kept


def joined(text: str, line: str, words: Counter[str]) -> str:
    """A text and the line it goes on in, without the hyphen of a word that was only divided at the line's end.

    A compound such as "engine-room" keeps its hyphen: `words` are those of the document, in lower case, and both of
    its parts, or itself, stand elsewhere in it.
    """
    match = _HYPHEN_END.search(text)
    if match is None or _AND_OTHER.match(line):
        return f"{text} {line}"
    if not line[:1].islower():  # "anti-American"
        return text + line
    left, hyphen = match["left"], match["hyphen"]
    first = _WORD.match(line)
    right = first.group() if first else ""
    compound, whole = f"{left}-{right}".lower(), f"{left}{right}".lower()
    is_compound = hyphen != "\u00ad" and (
        words[compound] > 0 or (words[whole] == 0 and words[left.lower()] > 1 and words[right.lower()] > 1)
    )
    return (text if is_compound else text[: -len(hyphen)]) + line


def body_size(lines: Sequence[SetLine]) -> float:
    """The size of type, in points, that most of the text is set in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _leading(lines: Sequence[SetLine]) -> float:
    """The usual distance from line to line by the size of the type; 0 where the file does not say where lines stand."""
    usual = body_size(lines)
    gaps = [
        above.bottom - line.bottom
        for above, line in pairwise(lines)
        if round(line.size, 1) == usual and 0 < above.bottom - line.bottom < 4 * usual
    ]
    return median(gaps) / usual if gaps and usual else 0.0


def _fullness(lines: Sequence[SetLine], at: int) -> float:
    """How long a line is by the longest of those around it that are set like it, from 0 to 1."""
    line = lines[at]
    around = [one for one in lines[max(0, at - _AROUND) : at + _AROUND + 1] if _alike(one, line)]
    return len(line.text) / max(len(one.text) for one in around)


def _alike(one: SetLine, other: SetLine) -> bool:
    return max(one.size, other.size) <= _OTHER_SIZE * min(one.size, other.size)


def _goes_on(above: SetLine, line: SetLine, leading: float, fullness: float) -> bool:
    """Whether a paragraph goes on from one line in the next; `fullness` is that of the first."""
    if not _alike(above, line):
        return False
    ended = _SENTENCE_END.search(above.text) is not None
    gap = above.bottom - line.bottom
    if gap > 0 and leading:
        if gap > _PARAGRAPH_GAP * leading * line.size:
            return False
        if ended and line.left - above.left > _INDENT * line.size:
            return False
    elif gap < 0 and ended:  # at the head of a column or a page it cannot be seen
        return False
    if fullness < _SHORT and not line.text[0].islower():
        return False
    return not (ended and fullness < _NOT_FULL)


def _masked(line: SetLine) -> tuple[str, int]:
    """What a running head has in common with the others: its words and its size, not its number."""
    return _NUMBER.sub("0", line.text), round(line.size)


def _repeats(times: int, pages: int) -> bool:
    return times >= _FEWEST_PAGES and times > pages / 2
