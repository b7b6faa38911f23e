"""Searches one library: its published indexes, what is newer in the record, and the record alone where it must."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.filters import Filters
from index.indexes.chroma_server import ChromaServer
from index.indexes.entries import IndexBrokenError, VectorIndex, WordIndex
from index.indexes.homes import FolderHome, Home
from index.indexes.keeper import Keeper
from index.indexes.matrix import Matrix
from index.indexes.rebuild import Rebuilder
from index.indexes.vectors import ChromaKind
from index.indexes.words import TantivyKind
from index.record.published import IndexState
from index.record.record import Record

VECTORS_AT_ONCE, WORDS_AT_ONCE = 2_000, 15_000
"""Passages up to which a broken index is made again while a question waits: about a second of work."""
_EXACTLY, _FOR_EACH = 25_000, 125
"""With a filter: passages that are scored exactly in the time of a query to Chroma, and of each neighbour more that it
looks up. Measured at 92,244: 3 ms a query and 15 µs a neighbour, 0.12 µs a passage that is scored."""
_SPARE = 1.5  # times as many neighbours as should do, where as many pass near the question as elsewhere
_MANY_REMOVED = 1_000  # passages not yet out of the published index: from here on exact search is quicker

Ranking = list[tuple[int, float]]
T = TypeVar("T")


def homes(library: Path, chroma: ChromaServer | None = None) -> tuple[Home[WordIndex], Home[VectorIndex]]:
    """Where the derived indexes of a library live: words in its folder, vectors there or on a server."""
    words = FolderHome(library, TantivyKind(), called="word", at_once=WORDS_AT_ONCE)
    if chroma is None:
        return words, FolderHome(library, ChromaKind(), called="vector", at_once=VECTORS_AT_ONCE)
    from index.indexes.server_home import (
        ServerHome,  # only here: nobody else pays for what the connection imports
    )

    return words, ServerHome(chroma)


class Searcher:
    """The derived indexes of a library, opened when first used and again when the writer publishes.

    With a Chroma server the vectors are there, and not in the library's folder.
    """

    def __init__(
        self,
        library: Path,
        record: Callable[[], Record],
        fingerprint: Callable[[], str],
        chroma: ChromaServer | None = None,
    ) -> None:
        self._record = record
        self._fingerprint = fingerprint
        self.notes: list[str] = []
        words, vectors = homes(library, chroma)
        self._here = homes(library)[1]
        note = self.notes.append
        self.rebuilder = Rebuilder(library, fingerprint, chroma, note)
        rebuild = self.rebuilder.start
        self.words_keeper = Keeper(words, library, record, fingerprint, note, rebuild)
        self.vectors_keeper = Keeper(vectors, library, record, fingerprint, note, rebuild)
        self._all, self._newer = Matrix(), Matrix()

    def vectors(self, vector: NDArray[np.float32], k: int, filters: Filters) -> Ranking:
        """The `k` passages nearest to the vector as (number, cosine), best first. `vector` has shape (dimension,)."""
        if k < 1:
            return []
        index, state = self.vectors_keeper.index()
        if index is not None:
            try:
                found = self._near(index, state, vector, k, filters)
            except IndexBrokenError as error:
                self.vectors_keeper.failed(state, error)
                self.vectors_keeper.index()  # mends it, or says why not
            else:
                if found is not None:
                    return found
        return self._exactly(vector, k, filters)

    def _near(
        self, index: VectorIndex, state: IndexState, vector: NDArray[np.float32], k: int, filters: Filters
    ) -> Ranking | None:
        """As `vectors`, by the index and what is newer than it; None where exact search is quicker or surer."""
        record = self._record()
        removed = set(record.removed(after=state.removed_through))
        if len(removed) > _MANY_REMOVED:
            return None
        if not filters:
            near = index.nearest(vector, k + len(removed))
        else:
            passing = self._all.passing(record, filters)
            wanted = math.ceil(k * _SPARE * passing.total / max(passing.count, 1)) + len(removed)
            if passing.count <= _EXACTLY + _FOR_EACH * wanted:
                return None
            fetched = index.nearest(vector, wanted)
            near = passing.only(fetched)
            if len(near) < k + len(removed) and len(fetched) == wanted:
                return None  # near the question the filter lets fewer through than elsewhere
        near = [hit for hit in near if hit[0] not in removed]
        matrix = self._newer  # another thread may put its own in place meanwhile
        if matrix.after != state.through_seq:
            self._newer = matrix = Matrix(after=state.through_seq)
        newer = matrix.search(record, self._fingerprint(), vector, k, filters)
        # A server may hold more than its published state: what is newer is in both.
        best = dict(near) | dict(newer)
        return sorted(best.items(), key=lambda hit: hit[1], reverse=True)[:k]

    def _exactly(self, vector: NDArray[np.float32], k: int, filters: Filters) -> Ranking:
        """Nearest neighbours over the record's own vectors: exact, 8 ms at 92,000 passages and less with a filter."""
        return self._all.search(self._record(), self._fingerprint(), vector, k, filters)

    def words(self, words: Sequence[str], k: int, filters: Filters) -> Ranking:
        """The `k` passages that fit the words best as (number, BM25), best first; none while there is no index."""
        for _ in range(2):  # the second time in the index that was made again
            index, state = self.words_keeper.index()
            if index is None or k < 1:
                break
            removed = set(self._record().removed(after=state.removed_through))
            try:
                found = index.search(words, k + len(removed), filters)
            except IndexBrokenError as error:
                self.words_keeper.failed(state, error)
                continue
            return [hit for hit in found if hit[0] not in removed][:k]
        return []

    def counts(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many passages the word index holds, and in how many of them each stem stands; 0 while there is none."""
        return self._of_words(
            lambda index: (index.count(), dict(zip(words, index.counts(words), strict=True)))
        ) or (
            0,
            {},
        )

    def holding(self, stem: str, k: int) -> list[int]:
        """The numbers of at most `k` passages in which a stem stands; none while there is no index."""
        return self._of_words(lambda index: index.holding(stem, k)) or []

    def starting(self, prefix: str) -> list[tuple[str, int]]:
        """The stems that begin so with the number of passages each stands in; none while there is no index."""
        return self._of_words(lambda index: index.starting(prefix)) or []

    def _of_words(self, ask: Callable[[WordIndex], T]) -> T | None:
        """What the word index says; None while there is none."""
        index, state = self.words_keeper.index()
        if index is None:
            return None
        try:
            return ask(index)
        except IndexBrokenError as error:
            self.words_keeper.failed(state, error)
            return None

    def catch_up(self, *, words_only: bool = False) -> list[str]:
        """Makes and publishes every index that lacks something; the caller holds the writer's lock.

        `words_only` is for now and then during a long run: the words of what is new can then be found. Vectors need
        no such call, since what is newer than their index is searched in the record. Gives a sentence for each index
        that could not be made: the record is searched in its place.
        """
        if words_only:
            problems = [self.words_keeper.catch_up(only_add=True)]
        else:
            self._leave_other_places()
            problems = [self.words_keeper.catch_up(), self.vectors_keeper.catch_up()]
            self._record().forget_removed()
        return [problem for problem in problems if problem]

    def _leave_other_places(self) -> None:
        """Vectors in another place than the one in use must not keep what was removed."""
        record, used = self._record(), self.vectors_keeper.home.name
        for name, state in record.index_states().items():
            if name in {used, self.words_keeper.home.name} or not record.removed(after=state.removed_through):
                continue
            if name == self._here.name:
                self._here.discard(record)
            else:
                self.notes.append(
                    f"The Chroma server {name.partition('@')[2]} still holds vectors of passages that were removed: "
                    "run 'dateline doctor' with --chroma and its address."
                )

    def close(self) -> None:
        """Lets every index go, and ends what makes one in the background."""
        self.rebuilder.close()
        self.vectors_keeper.close()
        self.words_keeper.close()
        self._all, self._newer = Matrix(), Matrix()
