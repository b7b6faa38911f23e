"""Chroma: nearest neighbours of a vector, in cosine space, embedded in the library's folder.

A server is reached by `index/indexes/chroma_client.py`; nothing else knows of Chroma.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from numpy.typing import NDArray

from index.indexes.entries import Entry, IndexBrokenError, batches

COSINE = CreateCollectionConfiguration(hnsw=CreateHNSWConfiguration(space="cosine"))
"""The configuration of a collection: Chroma's own default is the squared distance."""
_COLLECTION = "passages"
_BATCH = 2000  # vectors handed over at once
_NAMED = 300  # numbers in one request: what a hosted Chroma takes at most


@contextmanager
def _faults() -> Iterator[None]:
    """Turns whatever Chroma raises into IndexBrokenError; its Rust side may raise a bare BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexBrokenError):
        raise
    except BaseException as error:
        raise IndexBrokenError(f"Chroma: {error}") from error


class ChromaIndex:
    """One collection of vectors, in a folder or on a server: `faults` turns what can go wrong there into our errors."""

    def __init__(
        self,
        client: Any,
        collection: Any,
        *,
        faults: Callable[[], AbstractContextManager[None]] = _faults,
        batch: int = _BATCH,
    ) -> None:
        self._client = client
        self._collection = collection
        self._faults = faults
        self._batch = batch

    def count(self) -> int:
        """How many vectors it holds."""
        with self._faults():
            return int(self._collection.count())

    def seqs(self) -> list[int]:
        """The numbers of the passages it holds, in no order."""
        found: list[int] = []
        with self._faults():
            while ids := self._collection.get(include=[], limit=self._batch, offset=len(found))["ids"]:
                found.extend(map(int, ids))
        return found

    def vectors(self, seqs: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
        """Those of the numbers that it holds, and their vectors as it keeps them, shape (found, dimension)."""
        numbers: list[int] = []
        rows: list[NDArray[np.float32]] = []
        with self._faults():
            for at in range(0, len(seqs), _NAMED):
                ids = [str(seq) for seq in seqs[at : at + _NAMED]]
                found = self._collection.get(ids=ids, include=["embeddings"])
                numbers.extend(map(int, found["ids"]))
                rows.extend(np.asarray(found["embeddings"], np.float32))
        return numbers, np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def dimension(self) -> int:
        """The length of the vectors; only where there are any."""
        with self._faults():
            return len(self._collection.peek(1)["embeddings"][0])

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds the vectors of the entries; those that are there are replaced.

        No metadata: filters go by the record (a `where` on a date took Chroma 62 ms at 50,000 vectors, 2 without), and
        what is not there need not be taken out of its log when an article is removed.
        """
        for batch in batches(entries, self._batch):
            with self._faults():
                self._collection.upsert(
                    ids=[str(entry.seq) for entry in batch],
                    embeddings=np.stack([entry.vector for entry in batch]),
                )

    def remove(self, seqs: Sequence[int]) -> None:
        """Takes vectors out."""
        with self._faults():
            for at in range(0, len(seqs), _NAMED):
                self._collection.delete(ids=[str(seq) for seq in seqs[at : at + _NAMED]])

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """The `k` nearest passages as (number, cosine), best first. `vector` has shape (dimension,)."""
        with self._faults():
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["distances"]
            )
            return [
                (int(seq), 1.0 - float(distance))
                for seq, distance in zip(found["ids"][0], found["distances"][0], strict=True)
            ]

    def close(self) -> None:
        """Lets the files, or the connection, go."""
        with self._faults():
            self._client.close()


class ChromaKind:
    """Opens Chroma indexes in folders."""

    name = "vectors"
    takes_vectors = True
    keeps_removed = False  # ids go; of a vector only numbers stay, until its place is used again
    sealed_from = (
        1_000  # up to here Chroma keeps all in SQLite (sync_threshold), and writes an empty graph each time
    )

    def create(self, path: Path) -> ChromaIndex:
        """A new, empty collection at `path`."""
        return _collection(
            path,
            lambda client: client.create_collection(
                _COLLECTION, configuration=COSINE, embedding_function=None
            ),
        )

    def open(self, path: Path) -> ChromaIndex:
        """The collection at `path`; raises IndexBrokenError where it cannot be read to the end."""
        if not (path / "chroma.sqlite3").is_file():
            raise IndexBrokenError(f"{path} holds no Chroma database")
        index = _collection(path, lambda client: client.get_collection(_COLLECTION, embedding_function=None))
        try:
            if index.count():  # a damaged graph shows only when it is searched
                index.nearest(np.ones(index.dimension(), np.float32), 1)
        except BaseException:
            index.close()
            raise
        return index

    def copy(self, path: Path, target: Path) -> None:
        """Copies every file: Chroma writes into those that it has."""
        shutil.copytree(path, target)


def _collection(path: Path, get: Callable[[Any], Any]) -> ChromaIndex:
    with _faults():
        client = chromadb.PersistentClient(
            path=str(path), settings=Settings(anonymized_telemetry=False, allow_reset=False)
        )
        try:
            return ChromaIndex(client, get(client))
        except BaseException:
            client.close()  # type: ignore[attr-defined]  # on Client, not on its declared type
            raise
