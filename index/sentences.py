"""Splits text into sentences with sentencex, and joins what it splits wrongly in news."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from index.paragraphs import paragraphs

LONGEST = 1200
"""Characters; a longer "sentence" is a list or a table and is cut at white space."""

# Abbreviations that newspapers write and sentencex breaks after. They never end the piece before a capital.
_NEVER_LAST = re.compile(
    r"(?:^|[\s(“\"])(?:approx|est|Est|Atty|Amb|Dist|Mass|Calif|Fla|Tenn|Conn|Ariz|Wis|Minn|Okla|Ore|Colo|Mich|"
    r"Md|Wash|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Insp|Supt|Pvt|Cpl|Brig|Cmdr|Asst|Dep|Hon|Pres|Ft|Mt|Rt|Msgr|Sec|"
    r"Det|Nos|Ms|Gens|Capts|Profs|Govs|Lieut|Ald|Spc|Dir|Mgr|Treas|Vol|Ch|Natl|Intl|Sta|Sts|[A-Z])\.$"
)
# Words that sentencex takes for abbreviations wherever they stand.
_WORD_AT_END = re.compile(
    r"(?<![\w.])(?:[Nn]o|art|may|me|ill|con|miss|mar|fig|ok|id|ref|etc|mm|min)\.[\"”’]?(?=\s+[A-Z“\"‘])"
)
_HOUR = re.compile(r"\d ?[ap]\.m\.$")
_AFTER_HOUR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(?:Eastern|Pacific|GMT|UTC|EST|EDT|BST|CET|local)\b|[a-z(\d]"
)
_STARTS_LOWER = re.compile(r"[a-z]")
_TAIL = 24  # characters before a break that decide whether it is one


def _belongs_together(before: str, after: str) -> bool:
    """Whether no sentence ends between the last characters of one piece and the first of the next."""
    if _NEVER_LAST.search(before):
        return True
    if _HOUR.search(before):
        return bool(_AFTER_HOUR.match(after))
    return before.endswith(".") and bool(_STARTS_LOWER.match(after))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts an overlong span at white space into spans of at most LONGEST characters."""
    spans = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space if space > start else start + LONGEST
        spans.append((start, start + len(text[start:cut].rstrip())))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))
    return spans


def _pieces(paragraph: str) -> Iterator[str]:
    """The paragraph in pieces that make it up, each ending where a sentence may."""
    for piece in sentencex.segment("en", paragraph):
        at = 0
        for match in _WORD_AT_END.finditer(piece):
            yield piece[at : match.end()]
            at = match.end()
        yield piece[at:]


def _split_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for piece in _pieces(text[start:end]):
        first = at + len(piece) - len(piece.lstrip())
        last = at + len(piece.rstrip())
        at += len(piece)
        if first >= last:
            continue
        if pieces and _belongs_together(
            text[max(pieces[-1][0], pieces[-1][1] - _TAIL) : pieces[-1][1]], text[first : first + _TAIL]
        ):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces


def split(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of `text`, in order, without surrounding white space.

    Offsets count code points; a sentence never crosses a paragraph.
    """
    spans: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        for first, last in _split_paragraph(text, start, end):
            spans.extend(_cut(text, first, last))
    return spans
