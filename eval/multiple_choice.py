"""Picks the choice that the retrieved passages support best."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.normalise import normalise, padded
from rag.keywords import keywords
from rag.reader.features import stems

_RANK_CONSTANT = 10
"""How slowly a passage's weight falls with its rank. Set by judgment, as is the next; neither is tuned."""
_SCATTERED = 0.5
"""What all the words of a choice are worth in a passage that does not have them in a row."""


def best_supported(choices: Sequence[str], passages: Sequence[str], question: str) -> int:
    """Give the place of the choice that the passages (best first) support best; the first of equals.

    A passage supports a choice by the words of it that it holds, more where they stand in a row, less the further
    down it was found. Words of the question support no choice: they stand in the passages anyway.
    """
    asked = stems(question)
    support = [0.0] * len(choices)
    for rank, passage in enumerate(passages):
        text, there = padded(passage), stems(passage)
        for place, choice in enumerate(choices):
            support[place] += _held(choice, text, there, asked) / (_RANK_CONSTANT + rank)
    return max(range(len(choices)), key=support.__getitem__)


def _held(choice: str, text: str, there: set[str], asked: set[str]) -> float:
    """How much of a choice a passage holds, 0..1."""
    wanted = normalise(choice)
    if wanted and f" {wanted} " in text:
        return 1.0
    words = stems(" ".join(keywords(choice))) - asked
    return _SCATTERED * (len(words & there) / len(words)) ** 2 if words else 0.0
