"""What the two pipelines have in common: the same steps on the same articles, so that each can be timed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import unit

DATELINE, PLAIN = "dateline", "plain"
PIPELINES = (DATELINE, PLAIN)
DIMENSION = 384
"""Of a random unit vector: that of the default embedder."""


@dataclass(frozen=True, slots=True)
class Splitter:
    """How the plain pipeline cuts articles: the size of a chunk and its overlap, in its tokenizer's tokens."""

    chunk_size: int
    chunk_overlap: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index run added: passages, and the seconds that embedding them took, None where that is not known."""

    passages: int
    embedding_seconds: float | None = None


class Session(Protocol):
    """A store that was opened to be asked."""

    def retrieve(self, question: str) -> int:
        """Find the passages for a question; gives how many were found."""

    def answer(self, question: str) -> str:
        """Answer a question."""

    def close(self) -> None:
        """Let the store go."""


class Pipeline(Protocol):
    """A way from articles to answers. Making one loads its packages and its model; `store` is its folder."""

    def index(self, articles: Path, store: Path) -> Indexed:
        """Take every article under a folder in; opens the store, writes everything down and lets it go."""

    def open(self, store: Path) -> Session:
        """Open the store to ask it."""


def random_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """A random unit vector for each text, always the same for the same text: shape (len(texts), DIMENSION)."""
    vectors = np.empty((len(texts), DIMENSION), np.float32)
    for row, text in enumerate(texts):
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        vectors[row] = np.random.default_rng(int.from_bytes(digest, "big")).standard_normal(DIMENSION)
    return unit(vectors)
