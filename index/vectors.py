"""The one home of Chroma: nearest neighbours of a vector, in cosine space, embedded in the library's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from numpy.typing import NDArray

from index.entries import Entry, Index, IndexBrokenError, day_number

_COLLECTION = "passages"


@contextmanager
def _faults() -> Iterator[None]:
    """Turns whatever Chroma raises into IndexBrokenError; its Rust side may raise a bare BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise IndexBrokenError(f"Chroma: {error}") from error


class ChromaIndex:
    """One generation of the vectors."""

    def __init__(self, path: Path, *, create: bool) -> None:
        with _faults():
            if not create and not (path / "chroma.sqlite3").is_file():
                raise IndexBrokenError(f"{path} holds no Chroma database")
            self._client = chromadb.PersistentClient(
                path=str(path), settings=Settings(anonymized_telemetry=False, allow_reset=False)
            )
            try:
                self._collection = self._open_collection(create)
            except BaseException:
                self.close()
                raise

    def _open_collection(self, create: bool) -> Any:
        if not create:
            return self._client.get_collection(_COLLECTION, embedding_function=None)
        return self._client.create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def count(self) -> int:
        """How many vectors it holds."""
        with _faults():
            return int(self._collection.count())

    def dimension(self) -> int:
        """The length of the vectors; only where there are any."""
        with _faults():
            return len(self._collection.peek(1)["embeddings"][0])

    def add(self, entries: Sequence[Entry]) -> None:
        """Adds the vectors of the entries, with date and source as metadata."""
        with _faults():
            self._collection.add(
                ids=[str(entry.seq) for entry in entries],
                embeddings=np.stack([entry.vector for entry in entries]),
                metadatas=[
                    {
                        "article_id": entry.article_id,
                        "source": (entry.source or "").casefold(),
                        "published": day_number(entry.published),
                    }
                    for entry in entries
                ],
            )

    def remove(self, seqs: Sequence[int]) -> None:
        """Takes vectors out."""
        with _faults():
            for at in range(0, len(seqs), 1000):
                self._collection.delete(ids=[str(seq) for seq in seqs[at : at + 1000]])

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """The `k` nearest passages as (number, cosine), best first. `vector` has shape (dimension,)."""
        with _faults():
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["distances"]
            )
            return [
                (int(seq), 1.0 - float(distance))
                for seq, distance in zip(found["ids"][0], found["distances"][0], strict=True)
            ]

    def close(self) -> None:
        """Lets the files go."""
        with _faults():
            self._client.close()  # type: ignore[attr-defined]  # on Client, not on its declared type


class ChromaKind:
    """Opens Chroma indexes."""

    name = "vectors"

    def create(self, path: Path) -> Index:
        """A new, empty collection at `path`."""
        return ChromaIndex(path, create=True)

    def open(self, path: Path) -> ChromaIndex:
        """The collection at `path`; raises IndexBrokenError where it cannot be read to the end."""
        index = ChromaIndex(path, create=False)
        try:
            if index.count():  # a damaged graph shows only when it is searched
                index.nearest(np.ones(index.dimension(), np.float32), 1)
        except BaseException:
            index.close()
            raise
        return index
