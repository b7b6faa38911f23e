"""Figures over rounds, and how many times better Dateline is: paired rounds, divided so that more is always better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Figures = Mapping[str, float]
"""What was measured of one pipeline in one round, by name."""

MORE_IS_BETTER = ("articles_per_second", "passages_per_second")
LESS_IS_BETTER = (
    "load_seconds",
    "peak_memory_mb",
    "store_mb",
    "reindex_seconds",
    "add_seconds",
    "cold_answer_seconds",
    "retrieval_ms_p50",
    "retrieval_ms_p95",
    "retrieval_ms_p99",
    "answer_ms_p50",
    "answer_ms_p95",
    "answer_ms_p99",
)


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over rounds: the median, the least and the most."""

    value: float
    low: float
    high: float
    rounds: int

    def to_dict(self) -> dict[str, float | int]:
        """Give the four numbers, the figures to four significant digits."""
        return {
            "value": significant(self.value),
            "low": significant(self.low),
            "high": significant(self.high),
            "rounds": self.rounds,
        }


def spread(values: Sequence[float]) -> Spread:
    """The median, the least and the most of at least one value."""
    return Spread(median(values), min(values), max(values), len(values))


def times_better(name: str, dateline: float, plain: float) -> float | None:
    """Divide a figure of one round the way in which more is better for Dateline; None where nothing can be said."""
    above, below = (dateline, plain) if name in MORE_IS_BETTER else (plain, dateline)
    return above / below if above > 0 and below > 0 else None


def ratios(dateline: Sequence[Figures], plain: Sequence[Figures]) -> dict[str, Spread]:
    """How many times better Dateline is, over 1, or worse, under 1, for each figure that both have in every round.

    The rounds stand in pairs.
    """
    found: dict[str, Spread] = {}
    pairs = list(zip(dateline, plain, strict=True))
    for name in (*MORE_IS_BETTER, *LESS_IS_BETTER):
        values = [
            times_better(name, one[name], other[name])
            for one, other in pairs
            if name in one and name in other
        ]
        known = [value for value in values if value is not None]
        if known and len(known) == len(pairs):
            found[name] = spread(known)
    return found


def medians(rounds: Sequence[Figures]) -> dict[str, float]:
    """The median of each figure over the rounds that have it."""
    names = dict.fromkeys(name for figures in rounds for name in figures)
    return {
        name: significant(median(figures[name] for figures in rounds if name in figures)) for name in names
    }


def significant(value: float) -> float:
    """Four significant digits, and all of a whole number."""
    return value if value == int(value) else float(f"{value:.4g}")
