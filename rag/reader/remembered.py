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
    """Embeds texts token by token and remembers those used last. Safe to use from several threads.

    Embedders read each text by itself, so the same passage reads the same each time, whatever is read beside it.
    """

    def __init__(self, tokens: EncodeTokens) -> None:
        self._tokens = tokens
        self._known: OrderedDict[str, Tokens] = OrderedDict()
        self._guard = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        with self._guard:
            found = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, self._tokens(missing), strict=True))
        with self._guard:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return [found[text] for text in texts]
