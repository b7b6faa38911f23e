"""How sure a figure is: bootstrap confidence intervals over questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.tally import NOTHING, Scores

Array = NDArray[np.float64]
Sums = Mapping[str, tuple[Array, Array]]
"""Of each measure by name the sum of its parts and of its wholes: arrays of one shape, one entry a resample."""
RESAMPLES = 2000
SEED = 0  # fixed: the same answers give the same interval
_CHUNK = 2_000_000  # drawn questions held in memory at once


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval (low <= value <= high) and the number of questions that bear on it."""

    value: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """Give the four numbers, the shares to six digits."""
        return {
            "value": round(self.value, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "n": self.n,
        }


def estimate(
    scores: Sequence[Scores], parts: Sequence[str], formula: Callable[[Sums], Array]
) -> Estimate | None:
    """Give a figure over questions with its bootstrap interval; None where it cannot be given.

    `formula` makes the figure of the sums of the measures named in `parts`; it cannot where the first or the
    second of them has no whole at all.

    Percentile bootstrap. Whole questions are drawn, with all their citations or turns, for those of one
    question are not independent.
    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Where all questions agree the
    interval has no width, which says more about the number of questions than about certainty.
    """
    table = counts([one for one in scores if any(one.get(part, NOTHING).whole for part in parts)], parts)
    whole = table[:, :, 1].sum(axis=0)
    if not len(table) or not whole[:2].all():
        return None
    value = float(formula(sums(table.sum(axis=0)[None], parts))[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = np.concatenate(
            [formula(sums(table[rows].sum(axis=1), parts)) for rows in resamples(len(table), len(parts))]
        )
    low, high = np.percentile(drawn[np.isfinite(drawn)], (2.5, 97.5))
    return Estimate(value, min(float(low), value), max(float(high), value), len(table))


def counts(scores: Sequence[Scores], parts: Sequence[str]) -> Array:
    """Parts and wholes of the named measures, shape (questions, measures, 2)."""
    rows = [[(one.get(part, NOTHING).part, one.get(part, NOTHING).whole) for part in parts] for one in scores]
    return np.array(rows, np.float64).reshape(len(rows), len(parts), 2)


def sums(table: Array, parts: Sequence[str]) -> Sums:
    """Name the columns of added-up counts, shape (resamples, measures, 2)."""
    return {part: (table[:, place, 0], table[:, place, 1]) for place, part in enumerate(parts)}


def resamples(questions: int, measures: int = 1) -> Iterator[NDArray[np.int64]]:
    """Draw 2,000 times as many questions as there are, with replacement: places, shape (some, questions)."""
    random = np.random.default_rng(SEED)
    step = max(1, _CHUNK // (questions * measures))
    for first in range(0, RESAMPLES, step):
        yield random.integers(0, questions, size=(min(step, RESAMPLES - first), questions))
