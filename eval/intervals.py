"""How sure a figure is: bootstrap confidence intervals over questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.measures.tally import Tally, total

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


def estimate(tallies: Sequence[Tally]) -> Estimate | None:
    """Divide sums of parts by sums of wholes, with a bootstrap interval; None where all wholes are 0.

    Percentile bootstrap. Whole questions are drawn, with all their citations or turns, for those of one
    question are not independent.
    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Where all questions agree the
    interval has no width, which says more about the number of questions than about certainty.
    """
    bearing = [tally for tally in tallies if tally.whole > 0]
    if not bearing:
        return None
    value = total(bearing).value
    low, high = np.percentile(_resampled(bearing), (2.5, 97.5))
    return Estimate(value, min(float(low), value), max(float(high), value), len(bearing))


def _resampled(tallies: Sequence[Tally]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give the figure of each resample, shape (RESAMPLES,)."""
    parts = np.array([tally.part for tally in tallies])
    wholes = np.array([tally.whole for tally in tallies])
    random = np.random.default_rng(SEED)
    step = max(1, _CHUNK // len(tallies))
    values = []
    for first in range(0, RESAMPLES, step):
        drawn = random.integers(0, len(tallies), size=(min(step, RESAMPLES - first), len(tallies)))
        values.append(parts[drawn].sum(axis=1) / wholes[drawn].sum(axis=1))
    return np.concatenate(values)
