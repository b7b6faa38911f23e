"""Words in place of words: what says nearly the same, and what is near but says something else.

A question that borrows the words of its passage is easy; news is asked about in words of one's own. So some questions
are reworded for training: by embedding, words that mean nearly the same lie close together, those of the same field
that do not lie further off. Nothing but the embedder knows a word's meaning, so some of what it gives is wrong.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from index.embedding import Embedder
from rag.support.words import STOPWORDS, stem

SAME = 0.65
"""The cosine from which a word stands for another, of another stem: one's own inflections say nothing new."""
OTHER = (0.42, 0.6)
"""The cosines of words of the same field that mean something else."""
_SEEN = 6  # how often a word has to be met
_MOST = 8  # neighbours kept of each kind
_ROWS = 1024
_WORD = re.compile(r"\b[a-z]{4,}\b")
_ENDINGS = ("ing", "ed", "s")


def ending(word: str) -> str:
    """The ending that decides where a word fits: of a verb form or a plural, "" for others."""
    return next((one for one in _ENDINGS if word.endswith(one)), "")


class Wordings:
    """The neighbours by meaning of the words of some texts (lower-case, at least four letters, no stop words)."""

    def __init__(self, texts: Iterable[str], embedder: Embedder | None) -> None:
        self._same: dict[str, list[str]] = {}
        self._other: dict[str, list[str]] = {}
        if embedder is None:
            return
        counts = Counter(word for text in texts for word in _WORD.findall(text))
        words = sorted(word for word, count in counts.items() if count >= _SEEN and word not in STOPWORDS)
        if not words:
            return
        vectors = embedder.encode(words)
        roots = np.array([stem(word) for word in words])
        endings = np.array([ending(word) for word in words])
        for first in range(0, len(words), _ROWS):
            alike = vectors[first : first + _ROWS] @ vectors.T
            for row, cosines in enumerate(alike):
                word = words[first + row]
                near = [place for place in np.argsort(-cosines)[:200] if roots[place] != roots[first + row]]
                self._same[word] = [words[place] for place in near if cosines[place] >= SAME][:_MOST]
                self._other[word] = [
                    words[place]
                    for place in near
                    if OTHER[0] <= cosines[place] <= OTHER[1] and endings[place] == endings[first + row]
                ][:_MOST]

    def same(self, word: str, draw: random.Random) -> str | None:
        """A word that means nearly the same; None where none is known."""
        return draw.choice(found) if (found := self._same.get(word)) else None

    def other(self, word: str, draw: random.Random) -> str | None:
        """A word of the same field and form that means something else; None where none is known."""
        return draw.choice(found) if (found := self._other.get(word)) else None
