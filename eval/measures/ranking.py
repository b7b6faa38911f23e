"""Measures of a ranking, computed by ir-measures: hits at k, recall at k, average precision, reciprocal rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ir_measures
from ir_measures import AP, RR, Qrel, R, ScoredDoc, Success

_FAMILIES = {"hits": Success, "recall": R, "map": AP, "mrr": RR}
_QUERY = "q"  # one ranking is measured at a time


def ranking_measures(names: Iterable[str], judged: int, found: Sequence[Iterable[int]]) -> dict[str, float]:
    """Measure one ranking by name: "hits@k", "recall@k", "map@k", "mrr@k", each 0..1.

    `judged` is how many pieces of evidence there are (1 or more), numbered from 0; `found` says of each passage,
    best first, which of them it holds. A piece counts where it is first found; one that is never found, or stands
    in no article at all, is a miss.

    hits@k: Success@k of the TREC tracks, Hits@k in Tang and Yang, "MultiHop-RAG", COLM 2024. recall@k: the share
    of the pieces. map@k: average precision over the first k, divided by all pieces (Harman, TREC-1, 1993). mrr@k:
    Voorhees, TREC-8, 1999. MacAvaney, Macdonald and Ounis, "Streamlining Evaluation with ir-measures", ECIR 2022.
    """
    if judged < 1:
        raise ValueError("There is nothing to find: 'judged' must be 1 or more.")
    qrels = [Qrel(_QUERY, str(piece), 1) for piece in range(judged)]
    return {name: _value(name, qrels, found) for name in names}


def _value(name: str, qrels: Sequence[Qrel], found: Sequence[Iterable[int]]) -> float:
    family, _, depth = name.partition("@")
    documents = list(_documents(found[: int(depth)]))
    if not documents:  # trec_eval leaves a query without a ranking out, and does not count it as 0
        return 0.0
    ranking = [ScoredDoc(_QUERY, document, -float(rank)) for rank, document in enumerate(documents)]
    measure = _FAMILIES[family] @ len(documents)
    return float(ir_measures.calc_aggregate([measure], qrels, ranking)[measure])


def _documents(found: Sequence[Iterable[int]]) -> Iterable[str]:
    """The pieces in the order in which they are found; a passage without a new one stands for itself."""
    seen: set[int] = set()
    for rank, pieces in enumerate(found):
        new = sorted(set(pieces) - seen)
        seen.update(new)
        yield from map(str, new) if new else (f"passage {rank}",)
