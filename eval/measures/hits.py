"""Hits at k: whether the evidence is among the first k passages."""

from __future__ import annotations

from collections.abc import Sequence


def hits_at(k: int, relevant: Sequence[bool]) -> float:
    """1 where one of the first k passages, best first, is relevant, else 0.

    Success@k of the TREC tracks; called Hits@k in Tang and Yang, "MultiHop-RAG", COLM 2024. `relevant` says
    of each retrieved passage whether it holds a piece of the evidence.
    """
    return float(any(relevant[:k]))
