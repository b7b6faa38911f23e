"""How long questions take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

WARM_UP = 5
"""Questions asked before the clock counts."""
PARTS = (50, 95, 99)
"""The percentiles that are given."""


def timed_ms(ask: Callable[[str], object], question: str) -> float:
    """The milliseconds that a question takes."""
    started = time.perf_counter()
    ask(question)
    return (time.perf_counter() - started) * 1000


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """The median, 95th and 99th percentile, as "p50", "p95" and "p99"."""
    return {f"p{part}": float(np.percentile(taken, part)) for part in PARTS}
