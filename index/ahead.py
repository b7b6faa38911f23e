"""Embeds the texts of one batch of articles while the next is being read, cleaned and cut: no core waits."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from index.embedding import Embedder, Vectors

_AT_ONCE = 256  # texts: so long it takes at most until an interrupted run ends

Embedded = list[tuple[list[bytes], Vectors]]
"""Keys of texts and their vectors, shape (len(keys), dimension), some hundred in each."""


class EmbedAhead:
    """One thread that embeds, in the order in which it was asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, "embed-ahead")
        self._stopped = threading.Event()

    def start(self, texts: Mapping[bytes, str]) -> Future[Embedded]:
        """Begins to embed texts, given by the keys of their vectors."""
        return self._thread.submit(self._embed, dict(texts))

    def _embed(self, texts: dict[bytes, str]) -> Embedded:
        keys = list(texts)
        found: Embedded = []
        for at in range(0, len(keys), _AT_ONCE):
            if self._stopped.is_set():
                break
            some = keys[at : at + _AT_ONCE]
            found.append((some, self._embedder.encode([texts[key] for key in some])))
        return found

    def close(self) -> None:
        """Ends the thread, at the latest after the texts it is at; what was not asked for by then is dropped."""
        self._stopped.set()
        self._thread.shutdown(cancel_futures=True)
