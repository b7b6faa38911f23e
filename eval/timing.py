"""How long the answers of a run took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from eval.item import Item


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of a whole warm answer, half of all (`p50`) and 95 of a hundred (`p95`) took at most so long."""

    p50: float
    p95: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """Give the three numbers."""
        return {"p50": round(self.p50, 1), "p95": round(self.p95, 1), "n": self.n}


def timing(items: Iterable[Item]) -> Timing | None:
    """Time the answers at the shipped threshold, those of every turn; None where fewer than two were given.

    The first one is left out: models are opened for it. An answer from given passages has no search in it.
    """
    times = list(_times(items))[1:]
    if not times:
        return None
    half, most = np.percentile(times, (50, 95))
    return Timing(float(half), float(most), len(times))


def _times(items: Iterable[Item]) -> Iterator[float]:
    for item in items:
        for told in item.detail.get("turns") or [item.detail]:
            total = ((told.get("answer") or {}).get("timings_ms") or {}).get("total")
            if total is not None:
                yield float(total)
