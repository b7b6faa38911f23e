"""What the derived indexes are made of: one entry a passage, and the protocols that the indexes speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.filters import Filters


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as an index takes it; `vector` has shape (dimension,), (0,) for an index that takes none."""

    seq: int
    text: str
    title: str
    article_id: str
    source: str | None
    published: date | None
    vector: NDArray[np.float32]


class Index(Protocol):
    """One opened derived index."""

    def count(self) -> int:
        """How many passages it holds."""

    def seqs(self) -> list[int]:
        """The numbers of the passages it holds, in no order; one that it holds twice is there twice."""

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds passages; they are taken from `entries` a few at a time."""

    def remove(self, seqs: Sequence[int]) -> None:
        """Takes passages out; numbers it does not hold are passed over."""

    def close(self) -> None:
        """Writes everything down and lets the files go."""


class VectorIndex(Index, Protocol):
    """An index that finds neighbours."""

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """The `k` nearest passages as (number, cosine), best first. `vector` has shape (dimension,)."""


class WordIndex(Index, Protocol):
    """An index that finds words."""

    def search(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """The `k` passages that fit the words best as (number, score), best first."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """In how many passages, or headlines above them, each stem stands."""

    def holding(self, stem: str, k: int) -> list[int]:
        """The numbers of at most `k` passages in which a stem stands."""

    def starting(self, prefix: str) -> list[tuple[str, int]]:
        """The stems that begin so, each with the number of passages that it stands in, the most frequent first."""


I_co = TypeVar("I_co", bound=Index, covariant=True)


class IndexKind(Protocol[I_co]):
    """How a kind of index is kept in a folder: its name is that folder's name in the library."""

    @property
    def name(self) -> str:
        """The folder, and the row in the record."""

    @property
    def takes_vectors(self) -> bool:
        """Whether entries come with their vectors."""

    @property
    def keeps_removed(self) -> bool:
        """Whether the content of removed passages stays in its files, so that it must be made anew without them."""

    @property
    def sealed_from(self) -> int:
        """Passages from which on its files stay as they are when it is opened, and can be sealed."""

    def create(self, path: Path) -> I_co:
        """A new, empty index at `path`."""

    def open(self, path: Path) -> I_co:
        """The index at `path`; raises IndexBrokenError where it cannot be used."""

    def copy(self, path: Path, target: Path) -> None:
        """Makes at `target` a copy of the index at `path` that can be written to while the other is read."""


class IndexBrokenError(Exception):
    """A derived index cannot be used; it is made again from the record and never reaches a user."""


class IndexAwayError(IndexBrokenError):
    """A derived index is out of reach, and not known to be damaged: the message is for people."""


def batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
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
