"""Searches one library: its published indexes, what is newer in the record, and the record alone where it must."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.entries import Index, IndexBrokenError, IndexKind
from index.errors import LibraryError, LibraryLockedError
from index.filters import Filters
from index.generations import folder_of, is_current, make_next
from index.lock import writer_lock
from index.published import IndexState
from index.record import Record
from index.vectors import ChromaIndex, ChromaKind
from index.words import TantivyIndex, TantivyKind

KINDS: tuple[IndexKind, ...] = (ChromaKind(), TantivyKind())
_SMALL = 5_000
"""Passages up to which a broken index is made again at once; a larger one while questions are answered."""
_MANY_REMOVED = 1_000  # passages not yet out of the published indexes: from here on exact search is quicker
_NOTHING = IndexState("", 0, 0)
_NAMES = {"vectors": "vector", "words": "word"}


class Searcher:
    """The derived indexes of a library, opened when first used and again when the writer publishes."""

    def __init__(self, library: Path, record: Callable[[], Record], fingerprint: Callable[[], str]) -> None:
        self._library = library
        self._record = record
        self._fingerprint = fingerprint
        self._open: dict[str, tuple[str, Index]] = {}
        self._retired: dict[str, Index] = {}  # one a kind: a query in another thread may still be using it
        self._broken: set[tuple[str, str]] = set()
        self._given_up: set[str] = set()
        self._exact: tuple[tuple[int, int], list[int], NDArray[np.float32]] | None = None
        self._guard = threading.RLock()
        self._repairers: dict[str, threading.Thread] = {}
        self.notes: list[str] = []

    def _index(self, kind: IndexKind) -> tuple[Index | None, IndexState]:
        """The published generation of an index, None where it cannot be used, and what it holds."""
        with self._guard:
            state = self._state(kind)
            index = self._opened(kind, state)
            if index is None:
                damaged = (kind.name, state.generation) in self._broken
                if self._state(kind) == state:
                    self._repair(kind, f"The {_NAMES[kind.name]} index was damaged" if damaged else "")
                if self._state(kind) != state:  # made again, here or by the writer
                    state = self._state(kind)
                    index = self._opened(kind, state)
            return index, state

    def _state(self, kind: IndexKind) -> IndexState:
        return self._record().index_state(kind.name) or _NOTHING

    def _opened(self, kind: IndexKind, state: IndexState) -> Index | None:
        """The index of a published state; None, and remembered as broken, where it cannot be opened."""
        generation, index = self._open.get(kind.name, ("", None))
        if index is not None and generation == state.generation:
            return index
        if not state.generation or (kind.name, state.generation) in self._broken:
            return None
        try:
            opened = self._open_generation(kind, state)
        except IndexBrokenError:
            self._broken.add((kind.name, state.generation))
            return None
        self._retire(kind.name)
        self._open[kind.name] = (state.generation, opened)
        return opened

    def _open_generation(self, kind: IndexKind, state: IndexState) -> Index:
        index = kind.open(folder_of(self._library, kind, state.generation))
        held = index.count()
        if held != state.passages:
            _close(index)
            raise IndexBrokenError(f"it holds {held} passages, not {state.passages}")
        return index

    def _retire(self, name: str) -> None:
        """Puts the open index aside, and closes the one that was put aside before it."""
        if earlier := self._retired.pop(name, None):
            _close(earlier)
        if name in self._open:
            self._retired[name] = self._open.pop(name)[1]

    def _failed(self, kind: IndexKind, state: IndexState) -> None:
        """An open index failed while it was searched: it is damaged, or outdated where a later one is published."""
        with self._guard:
            self._retire(kind.name)
            if self._state(kind) == state:
                self._broken.add((kind.name, state.generation))
            self._index(kind)

    def _repair(self, kind: IndexKind, damage: str) -> None:
        """Makes an index again from the record: at once in a small library, in the background in a large one."""
        total, _ = self._record().passage_total()
        if total == 0 or kind.name in self._given_up:
            return
        if total <= _SMALL:
            self._make_again(kind, damage)
            return
        repairer = self._repairers.get(kind.name)
        if repairer is None or not repairer.is_alive():
            repairer = threading.Thread(target=self._make_again, args=(kind, damage), daemon=True)
            self._repairers[kind.name] = repairer
            repairer.start()

    def _make_again(self, kind: IndexKind, damage: str) -> None:
        try:
            with writer_lock(self._library):
                make_next(self._library, self._record(), kind, self._fingerprint(), anew=True)
        except LibraryLockedError:
            return  # the writer makes it; until then the record is searched
        except (IndexBrokenError, OSError, LibraryError) as error:
            self._given_up.add(kind.name)
            self.notes.append(
                f"{damage or 'An index is missing'} and could not be made again ({error}); "
                "the articles are safe and are searched without it."
            )
            return
        if damage:
            self.notes.append(_mended(damage))

    def vectors(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[int, float]]:
        """The `k` passages nearest to the vector as (number, cosine), best first. `vector` has shape (dimension,)."""
        index, state = (None, _NOTHING) if filters or k < 1 else self._index(KINDS[0])
        removed = set(self._record().removed())
        if not isinstance(index, ChromaIndex) or len(removed) > _MANY_REMOVED:
            return self._search_exactly(vector, k, filters)
        try:
            found = index.nearest(vector, max(min(k + len(removed), state.passages), 1))
        except IndexBrokenError:
            self._failed(KINDS[0], state)
            return self._search_exactly(vector, k, filters)
        found = [hit for hit in found if hit[0] not in removed]
        seqs, newer = self._record().vectors(self._fingerprint(), after=state.through_seq)
        if seqs:
            found.extend(zip(seqs, (newer @ vector).tolist(), strict=True))
        return sorted(found, key=lambda hit: hit[1], reverse=True)[:k]

    def _search_exactly(
        self, vector: NDArray[np.float32], k: int, filters: Filters
    ) -> list[tuple[int, float]]:
        """Nearest neighbours over the record's own vectors: exact, and as fast as Chroma up to some 50,000."""
        seqs, matrix = self._matrix()
        if not seqs or k < 1:
            return []
        scores = matrix @ vector
        if filters:
            allowed = np.isin(seqs, self._record().seqs(filters=filters))
            scores = np.where(allowed, scores, -np.inf)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(seqs[row], float(scores[row])) for row in order if np.isfinite(scores[row])]

    def _matrix(self) -> tuple[list[int], NDArray[np.float32]]:
        with self._guard:
            state = self._record().passage_total()
            if self._exact is None or self._exact[0] != state:
                self._exact = (state, *self._record().vectors(self._fingerprint()))
            return self._exact[1], self._exact[2]

    def words(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """The `k` passages that fit the words best as (number, BM25), best first; none while there is no index."""
        for _ in range(2):  # the second time in the index that was made again
            index, state = self._index(KINDS[1])
            if not isinstance(index, TantivyIndex) or k < 1:
                break
            removed = set(self._record().removed())
            try:
                found = index.search(words, k + len(removed), filters)
            except IndexBrokenError:
                self._failed(KINDS[1], state)
                continue
            return [hit for hit in found if hit[0] not in removed][:k]
        return []

    def catch_up(self) -> list[str]:
        """Makes and publishes every index that lacks something; the caller holds the writer's lock.

        Gives a sentence for each that could not be made: the record is searched in its place.
        """
        problems = []
        for kind in KINDS:
            try:
                damaged = self._is_damaged(kind)
                if damaged or not is_current(self._record(), kind):
                    make_next(self._library, self._record(), kind, self._fingerprint(), anew=damaged)
                if damaged:
                    self.notes.append(_mended(f"The {_NAMES[kind.name]} index was damaged"))
            except (IndexBrokenError, OSError) as error:
                problems.append(
                    f"The {_NAMES[kind.name]} index could not be made ({error}). The articles are safe in the "
                    "record; free some space and run 'dateline index' again."
                )
        if not problems:
            self._record().forget_removed()
        return problems

    def _is_damaged(self, kind: IndexKind) -> bool:
        """Whether a generation is published that is not there, does not open, or holds something else."""
        state = self._state(kind)
        if not state.generation:
            return False
        try:
            _close(self._open_generation(kind, state))
        except IndexBrokenError:
            return True
        return False

    def close(self) -> None:
        """Lets every index go."""
        with self._guard:
            for index in (*(index for _, index in self._open.values()), *self._retired.values()):
                _close(index)
            self._open.clear()
            self._retired.clear()
            self._exact = None


def _close(index: Index) -> None:
    with suppress(IndexBrokenError):
        index.close()


def _mended(damage: str) -> str:
    return f"{damage}; it was made again from the record, and nothing was lost."
