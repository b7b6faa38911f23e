"""How sure an answer is: the best reading's score, how far it is ahead, and what of the question stands beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rag.query import Query
from rag.reader.combining import same_answer
from rag.reader.reading import Reading
from rag.refusing.features import NAMES as BORNE_OUT
from rag.refusing.features import features as borne_out

_SEEN = (
    "score",
    "cosine",
    "cosine_in_context",
    "late_sentence",
    "late_window",
    "late_weakest",
    "late_telling",
)
"""Of what the reader saw of its best sentence (rag/reader/judging.py), what also says that there is an answer."""
NAMES = (
    "bias",
    "score",
    "lead",
    "explains",
    "yes_no",
    "words_few",
    *(name for name in BORNE_OUT if name != "bias"),
    *(f"seen_{name}" for name in _SEEN),
)
"""The features in order; the weights follow it."""

_LEAST = 1e-4


def _logit(score: float) -> float:
    score = min(max(score, _LEAST), 1.0 - _LEAST)
    return math.log(score / (1.0 - score))


def features(query: Query, readings: Sequence[Reading]) -> tuple[float, ...]:
    """What is weighed about readings that are best first (at least one), in the order of `NAMES`."""
    best = readings[0]
    rival = next((one for one in readings[1:] if not same_answer(best.span_text, one.span_text)), None)
    score = _logit(best.score)
    return (
        1.0,
        score,
        score - _logit(rival.score if rival else 0.0),
        float(query.kind in {"why", "how"}),
        float(query.kind == "yes_no"),
        1.0 / (1.0 + len(query.keywords) + len(query.context)),
        *borne_out(query, best)[1:],
        *(best.seen.get(name, 0.0) for name in _SEEN),
    )


def confidence(query: Query, readings: Sequence[Reading], weights: Mapping[str, float]) -> float:
    """The probability (0..1) that the best reading answers; 0 where there is none."""
    if not readings:
        return 0.0
    total = sum(
        weights.get(name, 0.0) * value for name, value in zip(NAMES, features(query, readings), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
