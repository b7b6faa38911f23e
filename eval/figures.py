"""The figures of a run: which measures there are, and how each is made of what it says of the questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.intervals import Estimate, Sums, estimate
from eval.measures.f_score import harmonic_mean
from eval.measures.tally import Scores

Array = NDArray[np.float64]
Formula = Callable[[Sums], Array]


def _share(name: str) -> Formula:
    """The plain figure of a measure: all parts by all wholes."""
    return lambda sums: sums[name][0] / sums[name][1]


def _abstention(sums: Sums) -> Array:
    """Mean of the unanswerable questions refused and of the answerable ones not refused."""
    refused, lost = (sums[name][0] / sums[name][1] for name in _DERIVED["abstention_balanced_accuracy"][0])
    result: Array = (refused + 1.0 - lost) / 2
    return result


def _balanced(sums: Sums) -> Array:
    """Mean of the recalls of both classes (Brodersen et al., ICPR 2010)."""
    supported, unsupported = (sums[name][0] / sums[name][1] for name in _DERIVED["balanced_accuracy"][0])
    result: Array = (supported + unsupported) / 2
    return result


def _copy_f1(sums: Sums) -> Array:
    """F1 of the copies, from their precision and recall; 0 where none was found."""
    return harmonic_mean(sums["copy_precision"], sums["copy_recall"])


def _macro_f1(sums: Sums) -> Array:
    """Mean of the F1 of both classes; a class that is never predicted has an F1 of 0."""
    result: Array = (
        harmonic_mean(sums["supported_precision"], sums["supported_recall"])
        + harmonic_mean(sums["unsupported_precision"], sums["unsupported_recall"])
    ) / 2
    return result


_DERIVED: Mapping[str, tuple[tuple[str, ...], Formula]] = {
    "abstention_balanced_accuracy": (("refused_unanswerable", "refused_answerable"), _abstention),
    "balanced_accuracy": (("supported_recall", "unsupported_recall"), _balanced),
    "macro_f1": (
        ("supported_recall", "unsupported_recall", "supported_precision", "unsupported_precision"),
        _macro_f1,
    ),
    "copy_f1": (("copy_recall", "copy_precision"), _copy_f1),
}
"""Measures that are no share of their own, with those that they are made of. The first two must have a whole."""


def parts_of(name: str) -> tuple[str, ...]:
    """The measures, as they stand in the scores of an item, that a figure is made of: itself, mostly."""
    return _DERIVED[name][0] if name in _DERIVED else (name,)


def formula_of(name: str) -> Formula:
    """How the figure comes out of the sums of its parts."""
    return _DERIVED[name][1] if name in _DERIVED else _share(name)


def figure(name: str, scores: Sequence[Scores]) -> Estimate | None:
    """The figure of a measure over questions, with its interval; None where no question bears on it."""
    return estimate(scores, parts_of(name), formula_of(name))


def figures(names: Sequence[str], scores: Sequence[Scores]) -> dict[str, Estimate]:
    """Every figure that can be given, in the order of the names."""
    found = {name: figure(name, scores) for name in names}
    return {name: value for name, value in found.items() if value is not None}
