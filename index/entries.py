"""What the derived indexes are made of: one entry a passage, and the protocol that both indexes speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as an index takes it; `vector` has shape (dimension,)."""

    seq: int
    text: str
    title: str
    article_id: str
    source: str | None
    published: date | None
    vector: NDArray[np.float32]


class Index(Protocol):
    """One opened generation of a derived index."""

    def count(self) -> int:
        """How many passages it holds."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Adds passages."""

    def remove(self, seqs: Sequence[int]) -> None:
        """Takes passages out; numbers it does not hold are passed over."""

    def close(self) -> None:
        """Writes everything down and lets the files go."""


class IndexKind(Protocol):
    """How a kind of index is opened: its name is its folder in the library."""

    name: str

    def create(self, path: Path) -> Index:
        """A new, empty index at `path`."""

    def open(self, path: Path) -> Index:
        """The index at `path`; raises IndexBrokenError where it cannot be used."""


class IndexBrokenError(Exception):
    """A derived index cannot be used; it is made again from the record and never reaches a user."""


def batches(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    """The entries in lists of at most `size`."""
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def day_number(day: date | None) -> int:
    """A date as an integer that orders like it (20170818); 0 where there is none."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0
