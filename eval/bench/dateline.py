"""Dateline as it is measured: its own library and chain, with the embedder timed, or random vectors in its place."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from eval.bench.pipeline import Indexed, random_vectors
from index import Library, Progress
from index.embedding import Embedder, Tokens, Vectors, open_embedder
from rag import Chain
from rag.chain import PASSAGES

_WORD = re.compile(r"\w+")


class Dateline:
    """The pipeline: articles into a library, questions to a chain without a language model."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        """Load the default embedder, or take another."""
        self._embedder = Timed(embedder or open_embedder())
        self.runtime = self._embedder.runtime

    def index(
        self, articles: Path, store: Path, progress: Callable[[Progress], None] | None = None
    ) -> Indexed:
        """Take the articles in; the seconds of embedding are those that pass inside the embedder."""
        before = self._embedder.seconds
        with GivenLibrary(store, self._embedder) as library:
            report = library.index([articles], progress=progress)
        if report.failed:
            raise ValueError(f"{report.failed[0].path}: {report.failed[0].reason}")
        return Indexed(report.passages, self._embedder.seconds - before)

    def open(self, store: Path) -> Asked:
        """Open the library to ask it."""
        return Asked(GivenLibrary(store, self._embedder))


class Asked:
    """An open library with its chain."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._chain = Chain.open(library, mode="extractive")

    def retrieve(self, question: str) -> int:
        """Find passages by meaning and by words; gives how many were found."""
        return len(self._chain.retrieve(question, k=PASSAGES))

    def answer(self, question: str) -> str:
        """Answer with sentences of the articles, each with its quotation, or abstain."""
        return self._chain.answer(question).text

    def close(self) -> None:
        """Let the library go."""
        self._library.close()


class SeededEmbedder:
    """Random unit vectors in an embedder's place: what is left of indexing and searching is the store."""

    name = fingerprint = runtime = "random"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:  # noqa: ARG002  (the protocol's)
        """A random unit vector for each text, the same for the same text."""
        return random_vectors(texts)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Each word as a token with a random unit vector."""
        found = []
        for text in texts:
            words = list(_WORD.finditer(text))
            spans = np.array([word.span() for word in words], np.int64).reshape(len(words), 2)
            found.append(Tokens(random_vectors([word[0] for word in words]), spans))
        return found


class Timed:
    """An embedder with the seconds in which it was at work: where several threads wait for it, they count once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint, self.runtime = embedder.name, embedder.fingerprint, embedder.runtime
        self.seconds = 0.0
        self._guard = threading.Lock()
        self._calls = 0
        self._since = 0.0

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """The vectors of the texts."""
        with self._at_work():
            return self._embedder.encode(texts, query=query)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        with self._at_work():
            return self._embedder.tokens(texts)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._guard:
            if not self._calls:
                self._since = time.perf_counter()
            self._calls += 1
        try:
            yield
        finally:
            with self._guard:
                self._calls -= 1
                if not self._calls:
                    self.seconds += time.perf_counter() - self._since


class GivenLibrary(Library):
    """A library with an embedder that is given to it."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        super().__init__(path)
        self._given = embedder

    @property
    def embedder(self) -> Embedder:
        """The given one."""
        return self._given
