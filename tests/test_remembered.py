"""What was computed is not computed again, and only so much is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.embedding import Embedder, Tokens
from rag.reader.remembered import Remembered

_MOST = 8


class Counting:
    """Passes on to an embedder and keeps what it was asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> list[Tokens]:
        """Embed the texts."""
        self.asked.extend(texts)
        return self.embedder.tokens(texts)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


def test_a_text_is_embedded_once_and_comes_out_the_same_in_any_company(counting: Counting) -> None:
    tokens = Remembered(counting, _MOST)
    alone = tokens(["Three ships sank off Varro."])[0]
    again = tokens(["Captain Bok spoke for an hour.", "Three ships sank off Varro."])[1]
    assert counting.asked == ["Three ships sank off Varro.", "Captain Bok spoke for an hour."]
    assert np.array_equal(alone.vectors, again.vectors)


def test_what_was_used_longest_ago_is_forgotten_first(counting: Counting) -> None:
    tokens = Remembered(counting, _MOST)
    tokens(["first", "second"])
    tokens(["first"])
    tokens([f"word {number}" for number in range(_MOST - 1)])
    counting.asked.clear()
    tokens(["first", "second"])
    assert counting.asked == ["second"]
