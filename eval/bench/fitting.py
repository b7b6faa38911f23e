"""Finds how the plain pipeline has to cut articles so that its passages are like Dateline's."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from eval.bench.pipeline import Splitter

_TRIES = 12
_TOKENS_A_WORD = 1.4  # roughly, in English: how far to move, not where to
_START = Splitter(180, 40)


@dataclass(frozen=True, slots=True)
class Cut:
    """How articles were cut: the mean words of a passage, and words of passages for each word of an article.

    That share is 1 without overlap. With both the same, the number of passages is the same too.
    """

    words: float
    share: float

    def distance(self, other: Cut) -> float:
        """How far two ways of cutting are apart: 0 where they are the same, .01 for one hundredth in one of the two."""
        return abs(math.log(self.words / other.words)) + abs(math.log(self.share / other.share))


def fit(cut: Callable[[Splitter], Cut], wanted: Cut) -> Splitter:
    """The splitter, of those tried on the way, that cuts most like `wanted`.

    Both settings are moved by what is missing, in tokens, until that leads back to a splitter that was tried.
    """
    tried: dict[Splitter, float] = {}
    splitter = _START
    while splitter not in tried and len(tried) < _TRIES:
        made = cut(splitter)
        tried[splitter] = made.distance(wanted)
        size = splitter.chunk_size + round((wanted.words - made.words) * _TOKENS_A_WORD)
        overlap = splitter.chunk_overlap + round((wanted.share - made.share) * splitter.chunk_size / 2)
        size = max(size, 16)
        splitter = Splitter(size, min(max(overlap, 0), size // 2))
    return min(tried, key=lambda one: tried[one])
