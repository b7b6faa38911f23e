"""What a claim means beside what is quoted for it: an optional judge, made of an embedder."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from index.embedding import Embedder, Tokens

Judge = Callable[[str, str], float]
"""How near the meaning of a claim (first) is to that of its evidence (second), 0..1. Pure."""

_KEPT = 256  # texts whose tokens are kept: the evidence comes back with every claim put to it


def aligned(embedder: Embedder) -> Judge:
    """A judge that looks for every token of the claim in the evidence.

    Each token of the claim takes the cosine of the token of the evidence that is nearest to it, in context; the mean
    is the score (the recall of BERTScore, Zhang et al., ICLR 2020). Costs one pass of the encoder a text.
    """

    @lru_cache(maxsize=_KEPT)
    def tokens(text: str) -> Tokens:
        return embedder.tokens([text])[0]

    def judge(claim: str, evidence: str) -> float:
        ours, theirs = tokens(claim), tokens(evidence)
        if not len(ours.vectors) or not len(theirs.vectors):
            return 0.0
        nearest = (ours.vectors @ theirs.vectors.T).max(axis=1)
        return float(np.clip(nearest.mean(), 0.0, 1.0))

    return judge
