"""Which sentences of a passage bear a claim out, where nobody has said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.support.rarity import weight
from rag.support.words import content

_MOST = 3  # sentences
_ADDS = 0.1  # the share of the claim's words, by rarity, that a further sentence must add
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@lru_cache(maxsize=4096)
def units(text: str) -> frozenset[str]:
    """The stems of a text's content words, and its numbers in digits."""
    return frozenset(content(text)) | frozenset(_DIGITS.findall(text))


def bearing(claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the sentences that together have the most of a claim's words, three at most, in their order.

    Each is the one that adds the most to those taken before, rare words first, the shorter of two that add the same;
    one that adds next to nothing is not taken. () where no sentence has a word of the claim.
    """
    wanted = units(claim)
    least = _ADDS * weight(wanted)
    having = [units(sentence) & wanted for sentence in sentences]
    taken: list[int] = []
    missing = set(wanted)
    while len(taken) < _MOST:
        worth = [
            (weight(sorted(found & missing)), -len(sentences[at]), -at) for at, found in enumerate(having)
        ]
        most, _, at = max(worth, default=(0.0, 0, 0))
        if not most or (taken and most < least):
            break
        taken.append(-at)
        missing -= having[-at]
    return tuple(sorted(taken))
