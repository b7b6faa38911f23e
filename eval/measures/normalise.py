"""What is done to texts before they are compared: citation markers, case, punctuation, articles, spaces."""

from __future__ import annotations

import re
import string
import unicodedata

_MARKER = re.compile(r"\[\d+\]")
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_ASCII_PUNCTUATION = frozenset(string.punctuation)


class _WithoutPunctuation(dict[int, int | None]):
    """A table for `str.translate` that deletes punctuation; it learns each character once."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        dropped = character in _ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")
        self[code] = None if dropped else code
        return self[code]


_PUNCTUATION = _WithoutPunctuation()


def without_markers(text: str) -> str:
    """Take out the [n] citation markers, which are no part of what a text says."""
    return " ".join(_MARKER.sub(" ", text).split())


def normalise(text: str) -> str:
    """NFKC, lower case, punctuation deleted (not replaced: "4,500" is "4500"), single spaces.

    Punctuation is what Unicode calls so, and the marks of `string.punctuation` ("$" among them).
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(_PUNCTUATION).split())


def squad_normalise(text: str) -> str:
    """Lower case, ASCII punctuation deleted, the words a, an and the out, single spaces.

    The rule of SQuAD's own scoring script: Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine
    Comprehension of Text", EMNLP 2016, section 6.1.
    """
    kept = "".join(character for character in text.lower() if character not in _ASCII_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def holds_words(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as whole words in a row, both normalised; no words stand nowhere."""
    wanted = normalise(words)
    return bool(wanted) and f" {wanted} " in padded(text)


def padded(text: str) -> str:
    """The normalised text between spaces: " words " stands in it where those whole words do."""
    return f" {normalise(text)} "
