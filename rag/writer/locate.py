"""Finds the words a model quoted in a passage, so that what is cited is always the article's own characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rag.support.quotations import cuts

_ONE_FOR_ONE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_OMISSION = re.compile(r"\s*[\[(]?\.\.\.[\])]?\s*")
_EDGE = " \"'.,;:!?*_"


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with plain quotation marks, hyphens and single spaces, and the offset each character came from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        if character.isspace() and characters and characters[-1] == " ":
            continue
        plain = " " if character.isspace() else character
        for folded in plain.translate(_ONE_FOR_ONE):
            characters.append(folded)
            offsets.append(offset)
    return "".join(characters), tuple(offsets)


def _variants(quotation: str) -> Iterator[str]:
    """The quotation, then without the punctuation models put at its ends, each also with its first case changed."""
    for variant in dict.fromkeys((quotation, quotation.rstrip(_EDGE), quotation.strip(_EDGE))):
        if re.search(r"[^\W_]", variant):
            yield variant
            yield variant[0].swapcase() + variant[1:]


def _find(quotation: str, text: str, after: int) -> tuple[int, int] | None:
    """The first place from offset `after` at which a quotation stands and cuts no word or number."""
    folded, offsets = _folded(text)
    for variant in _variants(quotation):
        at = folded.find(variant)
        while at >= 0:
            end = at + len(variant)
            if offsets[at] >= after and not cuts(folded, at, end):
                return offsets[at], offsets[end - 1] + 1
            at = folded.find(variant, at + 1)
    return None


def locate(quotation: str, text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of a quotation in a text, one for each part that omission marks leave; () if any is missing.

    Compared are the characters themselves. Kinds of quotation mark, dash and white space may differ, as may
    punctuation at the ends and the case of the first letter; parts must stand in the order quoted.
    """
    exact = quotation.strip()
    at = text.find(exact) if re.search(r"[^\W_]", exact) else -1
    if at >= 0 and not cuts(text, at, at + len(exact)):
        return ((at, at + len(exact)),)
    folded = _folded(exact)[0].strip()
    whole = _find(folded, text, 0)
    if whole:
        return (whole,)
    parts = [part for part in _OMISSION.split(folded) if re.search(r"[^\W_]", part)]
    if len(parts) < 2 and "..." not in folded:
        return ()
    spans: list[tuple[int, int]] = []
    for part in parts:
        span = _find(part, text, spans[-1][1] if spans else 0)
        if span is None:
            return ()
        spans.append(span)
    return tuple(spans)
