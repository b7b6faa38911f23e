"""Weighs the features of a claim: logistic regression, with weights that `rag.support.fit` made."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.support.features import NAMES

FILE = Path(__file__).with_name("weights.json")
"""The weights, what they were fitted on, and what that reached."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A bias and a weight for each of `NAMES`; `meaning` that of the judge's score, 0 in the set without a judge."""

    bias: float
    features: tuple[float, ...]
    meaning: float = 0.0


@cache
def shipped(judged: bool) -> Weights:
    """The weights that were fitted with the judge's score among the features, or without."""
    found = json.loads(FILE.read_text("utf-8"))["judged" if judged else "unjudged"]
    return Weights(
        float(found["bias"]), tuple(float(found[name]) for name in NAMES), float(found.get("meaning", 0.0))
    )


def probability(features: Sequence[float], meaning: float | None) -> float:
    """How likely people say that a claim is borne out, 0..1; `meaning` is the judge's score, None without a judge."""
    weights = shipped(meaning is not None)
    parts = (weight * feature for weight, feature in zip(weights.features, features, strict=True))
    logit = weights.bias + sum(parts) + weights.meaning * (meaning or 0.0)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
