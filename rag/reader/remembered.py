"""Tokens of the passages read lately: a follow-up question is mostly read in the same ones."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from index.embedding import Tokens

EncodeTokens = Callable[[Sequence[str]], list[Tokens]]
REMEMBERED = 192
"""Passages remembered: of some 150 tokens each, they take 45 MB at most."""


class RememberedTokens:
    """Embeds texts token by token, each by itself, and remembers those used last. Safe to use from several threads.

    By itself, because int8 arithmetic depends a little on what else is in a batch: so the same passage reads the
    same each time, whatever was asked before. It is also quicker than batches, which are padded.
    """

    def __init__(self, tokens: EncodeTokens) -> None:
        self._tokens = tokens
        self._known: OrderedDict[str, Tokens] = OrderedDict()
        self._guard = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> Tokens:
        with self._guard:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        (found,) = self._tokens([text])
        with self._guard:
            self._known[text] = found
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found
