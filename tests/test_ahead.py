"""Texts are embedded in a thread of their own, in order, and no longer than anybody wants them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.ahead import EmbedAhead
from index.embedding import Embedder


class Gated:
    """An embedder that waits to be let through, and keeps in which thread it was called with how many texts."""

    name = fingerprint = runtime = "gated"

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.calls: list[tuple[int, int]] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:  # noqa: ARG002  (the protocol's)
        """Wait, and give the lengths of the texts."""
        self.calls.append((threading.get_ident(), len(texts)))
        assert self.gate.wait(30)
        return np.array([[len(text)] for text in texts], np.float32)


@pytest.fixture
def gated() -> Gated:
    return Gated()


def ahead_of(embedder: object) -> EmbedAhead:
    return EmbedAhead(embedder)  # type: ignore[arg-type]  # only `encode` is asked for


def test_vectors_come_with_their_keys_while_the_caller_goes_on(gated: Gated) -> None:
    ahead = ahead_of(gated)
    first, second = ahead.start({b"a": "x", b"b": "yyy"}), ahead.start({b"c": "zz"})
    assert not first.done()  # and this thread is here already
    gated.gate.set()
    assert [(keys, vectors.tolist()) for keys, vectors in first.result()] == [([b"a", b"b"], [[1.0], [3.0]])]
    assert [(keys, vectors.tolist()) for keys, vectors in second.result()] == [([b"c"], [[2.0]])]
    assert {thread for thread, _ in gated.calls} != {threading.get_ident()}
    ahead.close()


def test_no_texts_ask_the_embedder_nothing(gated: Gated) -> None:
    ahead = ahead_of(gated)
    assert ahead.start({}).result() == []
    assert gated.calls == []
    ahead.close()


def test_closing_ends_after_the_texts_at_hand_and_drops_the_rest(gated: Gated) -> None:
    ahead = ahead_of(gated)
    running = ahead.start({b"%d" % number: "x" for number in range(1000)})
    waiting = ahead.start({b"later": "x"})
    while not gated.calls:
        pass
    threading.Timer(0.05, gated.gate.set).start()
    ahead.close()
    assert sum(count for _, count in gated.calls) < 1000
    assert sum(len(keys) for keys, _ in running.result()) < 1000
    assert waiting.cancelled()


def test_the_vectors_are_those_of_the_embedder(embedder: Embedder) -> None:
    ahead = EmbedAhead(embedder)
    ((keys, vectors),) = ahead.start({b"a": "The ferry sank.", b"b": "Rates rose."}).result()
    assert keys == [b"a", b"b"]
    assert np.array_equal(vectors, embedder.encode(["The ferry sank.", "Rates rose."]))
    ahead.close()
