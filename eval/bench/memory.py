"""How much memory this process holds: now, at most, and over time."""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

_STATUS, _STATM = Path("/proc/self/status"), Path("/proc/self/statm")
_EVERY = 0.25  # seconds between two looks

Point = tuple[float, float]
"""Seconds, and MB of 10^6 bytes."""


def peak_memory_mb() -> float:
    """The most memory that this process has held, in MB of 10^6 bytes.

    `ru_maxrss` counts what the parent held when it forked (Linux keeps the mark over exec), so Linux's own mark of
    this program, VmHWM, is taken where there is one.
    """
    try:
        lines = _STATUS.read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def memory_mb() -> float:
    """What this process holds now, in MB of 10^6 bytes; where that cannot be told, the most that it has held."""
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return peak_memory_mb()


class MemoryCurve:
    """A context in which the memory of this process is looked at four times a second, in a thread of its own."""

    def __init__(self) -> None:
        self._seen: list[Point] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._started = 0.0

    def __enter__(self) -> Self:
        self._started = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self._note()

    def _look(self) -> None:
        while True:
            self._note()
            if self._done.wait(_EVERY):
                return

    def _note(self) -> None:
        self._seen.append((time.perf_counter() - self._started, memory_mb()))

    def points(self, most: int) -> list[Point]:
        """What was seen, thinned to so many points at most."""
        return thinned(self._seen, most)


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many of the points, in order: of neighbours the highest, so that no peak is lost."""
    count = min(most, len(points))
    edges = [len(points) * part // count for part in range(count + 1)] if count else []
    return [max(points[start:end], key=lambda point: point[1]) for start, end in pairwise(edges)]
