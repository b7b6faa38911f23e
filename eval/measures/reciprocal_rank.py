"""Reciprocal rank: how far up the first passage with evidence stands."""

from __future__ import annotations

from collections.abc import Sequence


def reciprocal_rank(k: int, relevant: Sequence[bool]) -> float:
    """1 divided by the rank (from 1) of the first relevant passage of the first k; 0 where there is none.

    Voorhees, "The TREC-8 Question Answering Track Report", TREC 1999.
    """
    return next((1 / rank for rank, is_relevant in enumerate(relevant[:k], start=1) if is_relevant), 0.0)
