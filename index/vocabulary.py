"""The words that the passages of a library have, in the form in which they are searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from index.indexes.search import Searcher
from index.indexes.words import stems
from index.record import Record

_WORD = re.compile(r"\w+")


class Vocabulary:
    """Which stems there are and how often. Without a word index there are none: it is being made again."""

    def __init__(self, searcher: Searcher, record: Callable[[], Record]) -> None:
        self._searcher = searcher
        self._record = record

    def stems(self, text: str) -> list[str]:
        """The words of a text in the form in which they are searched, in order."""
        return stems(text)

    def counts(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many passages can be searched by words, and in how many of them each stem stands; 0 without an index."""
        return self._searcher.counts(words)

    def starting(self, prefix: str) -> list[tuple[str, int]]:
        """The stems of all passages that begin so, with the number of passages of each, the most frequent first."""
        return self._searcher.starting(prefix)

    def written_out(self, stem: str, most: int) -> Counter[str]:
        """The words that have a stem, in at most `most` passages, and how often each stands there."""
        stored = self._record().passages(self._searcher.holding(stem, most)).values()
        words = Counter(word for item in stored for word in _WORD.findall(item.passage.text))
        return Counter({word: count for word, count in words.items() if stems(word) == [stem]})
