"""Whether confidence can be trusted: how risk grows with coverage, and how far confidence is from the share right.

Both are of the best answer to each question, whether it was given or held back, so no threshold plays a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.intervals import Estimate, resamples

Array = NDArray[np.float64]
Places = NDArray[np.int64]
BINS = 10
LEAST = 10  # answers in a bin, where there are as many: a bin of a few shows chance, not calibration
POINTS = 200  # a curve of more looks the same


@dataclass(frozen=True, slots=True)
class Point:
    """Answering from `confidence` up: the share answered (coverage), and the share of those wrong (risk)."""

    coverage: float
    risk: float
    confidence: float

    def to_dict(self) -> dict[str, float]:
        """Give the three numbers to six digits."""
        return {
            "coverage": round(self.coverage, 6),
            "risk": round(self.risk, 6),
            "confidence": round(self.confidence, 6),
        }


@dataclass(frozen=True, slots=True)
class Bin:
    """The `n` answers of confidence `low` to `high`, both inclusive: mean confidence, and the share right."""

    low: float
    high: float
    confidence: float
    accuracy: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """Give the five numbers, the shares to six digits."""
        return {
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "confidence": round(self.confidence, 6),
            "accuracy": round(self.accuracy, 6),
            "n": self.n,
        }


@dataclass(frozen=True, slots=True)
class Calibration:
    """Risk by coverage with the area under it (AURC), and bins with the expected calibration error (ECE).

    Of both figures less is better. `risk_coverage` goes from the surest answers to all of them, `bins` from
    the least sure to the surest.
    """

    aurc: Estimate
    ece: Estimate
    risk_coverage: tuple[Point, ...]
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the figures, the curve and the bins as JSON values."""
        return {
            "aurc": self.aurc.to_dict(),
            "ece": self.ece.to_dict(),
            "risk_coverage": [point.to_dict() for point in self.risk_coverage],
            "bins": [one.to_dict() for one in self.bins],
        }


def calibration(confidences: Sequence[float], corrects: Sequence[bool]) -> Calibration | None:
    """Compare how sure each answer is (0..1) with whether it is right; None where there are no answers.

    Equal confidences are answered together and share a bin, so the order of the questions plays no part.
    Raises `ValueError` for two lengths, and for a confidence outside 0..1.
    """
    given, right = np.asarray(confidences, np.float64), np.asarray(corrects, np.float64)
    if len(given) != len(right):
        raise ValueError(f"{len(given)} confidences, but {len(right)} answers that are right or wrong.")
    if not len(given):
        return None
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("A confidence is outside 0..1.")
    order = np.argsort(-given, kind="stable")
    confidence, right = given[order], right[order]
    levels = np.append(np.flatnonzero(np.diff(confidence)), len(confidence) - 1)
    edges = _edges(confidence)
    once = np.ones((1, len(confidence)))
    drawn = [
        (_area(weights, right, levels), _gap(weights, confidence - right, edges))
        for weights in _weights(len(confidence))
    ]
    areas, gaps = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    return Calibration(
        _percentile(float(_area(once, right, levels)[0]), areas, len(confidence)),
        _mirrored(float(_gap(once, confidence - right, edges)[0]), gaps, len(confidence)),
        _curve(confidence, right, levels),
        _bins(confidence, right, edges),
    )


def _curve(confidence: Array, right: Array, levels: Places) -> tuple[Point, ...]:
    shown = levels
    if len(levels) > POINTS:
        shown = levels[np.linspace(0, len(levels) - 1, POINTS).round().astype(np.int64)]
    wrong = np.cumsum(1 - right)
    n = len(confidence)
    return tuple(
        Point((place + 1) / n, float(wrong[place]) / (place + 1), float(confidence[place]))
        for place in shown.tolist()
    )


def _bins(confidence: Array, right: Array, edges: Places) -> tuple[Bin, ...]:
    ends = np.append(edges[1:], len(confidence))
    spans = [slice(*span) for span in zip(edges.tolist(), ends.tolist(), strict=True)]
    return tuple(
        Bin(
            float(confidence[span][-1]),
            float(confidence[span][0]),
            float(confidence[span].mean()),
            float(right[span].mean()),
            span.stop - span.start,
        )
        for span in reversed(spans)
    )


def _edges(confidence: Array) -> Places:
    """Where each bin begins, among answers from the surest on: bins of equal mass, but for equal confidences."""
    n = len(confidence)
    first_equal = np.searchsorted(-confidence, -confidence)
    bins = first_equal * min(BINS, max(1, n // LEAST)) // n
    return np.append(0, np.flatnonzero(np.diff(bins)) + 1)


def _area(weights: Array, right: Array, levels: Places) -> Array:
    """Give the area under risk by coverage, shape (rows,), of answers from the surest on.

    It is the mean over all answers of the risk at the threshold that just lets the answer through. Geifman and
    El-Yaniv, "Selective Classification for Deep Neural Networks", 2017, for the curve; Geifman, Uziel and
    El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers", 2019, for the area. `weights`,
    shape (rows, n), says how often each answer is there; `levels`, shape (confidences,), is the place of the
    last answer of each confidence.
    """
    answered = np.cumsum(weights, axis=1)[:, levels]
    wrong = np.cumsum(weights * (1 - right), axis=1)[:, levels]
    let_through = np.diff(answered, axis=1, prepend=0)
    area: Array = (let_through * wrong / np.maximum(answered, 1)).sum(axis=1) / answered[:, -1]
    return area


def _gap(weights: Array, surplus: Array, edges: Places) -> Array:
    """Give the expected calibration error, shape (rows,): the mean over answers of what their bin is off.

    Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", 2017; with bins of equal mass
    after Nixon, Dusenberry, Zhang, Jerfel and Tran, "Measuring Calibration in Deep Learning", 2019. `surplus`,
    shape (n,), is confidence less 1 where the answer is right.
    """
    gap: Array = np.abs(np.add.reduceat(weights * surplus, edges, axis=1)).sum(axis=1) / weights.sum(axis=1)
    return gap


def _weights(n: int) -> Iterator[Array]:
    """How often each resample has each answer, shape (some, n)."""
    for rows in resamples(n):
        offset = n * np.arange(len(rows))[:, None]
        yield np.bincount((rows + offset).ravel(), minlength=rows.size).reshape(rows.shape).astype(np.float64)


def _percentile(value: float, drawn: Array, n: int) -> Estimate:
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Estimate(value, min(float(low), value), max(float(high), value), n)


def _mirrored(value: float, drawn: Array, n: int) -> Estimate:
    """Give the basic bootstrap interval: resamples lie as far above the figure as the figure above the truth.

    Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 5.2. Chance alone sets the
    confidence and the accuracy of a bin apart, so an ECE is too high on average and its resamples are again
    higher: their percentiles would leave out the truth most of the time where there are few answers.
    """
    low, high = np.percentile(drawn, (2.5, 97.5))
    mirrored_low, mirrored_high = max(0.0, 2 * value - float(high)), min(1.0, 2 * value - float(low))
    return Estimate(value, min(mirrored_low, value), max(mirrored_high, value), n)
