"""Two runs on the same questions: how large the difference of a figure is, and whether it may be mere chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.figures import formula_of, parts_of
from eval.intervals import SEED, counts, resamples, sums
from eval.measures.tally import NOTHING, Scores

Array = NDArray[np.float64]
DRAWS = 10_000  # of the permutation test
_CHUNK = 2_000_000  # swaps held in memory at once
_EQUAL = 1e-9  # differences are equal up to the rounding of sums


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two runs and `b - a`, with its 95 % interval (low <= difference <= high) and p-value.

    `n` is the number of questions that bear on the figure in either run. All but p and n are in the figure's own
    unit, for a share -1..1.
    """

    a: float
    b: float
    difference: float
    low: float
    high: float
    p: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """Give the seven numbers, to six digits."""
        return {
            name: round(getattr(self, name), 6) for name in ("a", "b", "difference", "low", "high", "p", "n")
        }


def differences(names: Sequence[str], a: Sequence[Scores], b: Sequence[Scores]) -> dict[str, Difference]:
    """Compare every named figure that both runs have; `a` and `b` are what they scored on the same questions, in order.

    The interval is a percentile bootstrap over questions, both runs drawn together: Efron and Tibshirani, "An
    Introduction to the Bootstrap", 1993, chapter 13. The p-value, two-sided, is of approximate randomisation: were
    the runs alike, each question's scores might as well stand in the other run; it is how often swapping them at
    random makes a difference at least as large. Noreen, "Computer-Intensive Methods for Testing Hypotheses", 1989,
    chapter 2; Dror, Baumer, Shlomov and Reichart, "The Hitchhiker's Guide to Testing Statistical Significance in
    NLP", ACL 2018. It is never 0, for the runs as they are count as one of the draws.
    """
    parts = list(dict.fromkeys(part for name in names for part in parts_of(name)))
    tables = counts(a, parts), counts(b, parts)
    names = [name for name in names if all(_stands(name, one) for one in (a, b))]
    if not names:
        return {}
    whole = [table.sum(axis=0)[None] for table in tables]
    drawn = _collect(names, parts, _drawn(*tables))
    swapped = _collect(names, parts, _swapped(*tables))
    found = {}
    for name in names:
        first, second = (float(value[0]) for value in _both(name, parts, *whole))
        bearing = sum(any(_bears(name, one) for one in pair) for pair in zip(a, b, strict=True))
        found[name] = _difference(first, second, drawn[name], swapped[name], bearing)
    return found


def _difference(first: float, second: float, drawn: Array, swapped: Array, bearing: int) -> Difference:
    difference = second - first
    low, high = np.percentile(drawn[np.isfinite(drawn)], (2.5, 97.5))
    # a draw without a figure (not a number) counts as if it were as large
    smaller = np.abs(swapped) < abs(difference) - _EQUAL
    p = (float(np.count_nonzero(~smaller)) + 1) / (len(swapped) + 1)
    return Difference(
        first, second, difference, min(float(low), difference), max(float(high), difference), p, bearing
    )


def _bears(name: str, scores: Scores) -> bool:
    return any(scores.get(part, NOTHING).whole for part in parts_of(name))


def _stands(name: str, scores: Sequence[Scores]) -> bool:
    """Whether the figure can be given: the first two of its parts must have a whole."""
    return all(any(one.get(part, NOTHING).whole for one in scores) for part in parts_of(name)[:2])


def _both(name: str, parts: Sequence[str], first: Array, second: Array) -> tuple[Array, Array]:
    """The figure of both runs of added-up counts, each of shape (draws, parts, 2)."""
    formula = formula_of(name)
    with np.errstate(invalid="ignore", divide="ignore"):
        return formula(sums(first, parts)), formula(sums(second, parts))


def _collect(
    names: Sequence[str], parts: Sequence[str], draws: Iterator[tuple[Array, Array]]
) -> dict[str, Array]:
    """The difference of each figure in every draw, shape (draws,)."""
    chunks: dict[str, list[Array]] = {name: [] for name in names}
    for first, second in draws:
        for name in names:
            before, after = _both(name, parts, first, second)
            chunks[name].append(after - before)
    return {name: np.concatenate(found) for name, found in chunks.items()}


def _drawn(first: Array, second: Array) -> Iterator[tuple[Array, Array]]:
    """Counts of both runs over questions drawn with replacement, the same ones for both."""
    questions = len(first)
    for rows in resamples(questions):
        offset = questions * np.arange(len(rows))[:, None]
        often = np.bincount((rows + offset).ravel(), minlength=rows.size).reshape(rows.shape)
        yield _weighted(often, first), _weighted(often, second)


def _swapped(first: Array, second: Array) -> Iterator[tuple[Array, Array]]:
    """Counts of both runs with each question's scores swapped, or not, at random."""
    random = np.random.default_rng(SEED)
    questions = len(first)
    step = max(1, _CHUNK // questions)
    for start in range(0, DRAWS, step):
        swaps = random.integers(0, 2, size=(min(step, DRAWS - start), questions), dtype=np.int8)
        moved = _weighted(swaps, second - first)
        yield first.sum(axis=0) + moved, second.sum(axis=0) - moved


def _weighted(weights: NDArray[np.integer[Any]], table: Array) -> Array:
    """Add up counts, each question as often as a row of the weights says: shape (rows, parts, 2)."""
    added: Array = weights.astype(np.float64) @ table.reshape(len(table), -1)
    return added.reshape(len(weights), *table.shape[1:])
