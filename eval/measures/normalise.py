"""What is done to texts before they are compared: citation markers, case, punctuation, articles, spaces."""

from __future__ import annotations

import re
import string
import unicodedata

_MARKER = re.compile(r"\[\d+\]")
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_ASCII_PUNCTUATION = frozenset(string.punctuation)


def without_markers(text: str) -> str:
    """Take out the [n] citation markers, which are no part of what a text says."""
    return " ".join(_MARKER.sub(" ", text).split())


def normalise(text: str) -> str:
    """NFKC, lower case, punctuation deleted (not replaced: "4,500" is "4500"), single spaces.

    Punctuation is what Unicode calls so, and the marks of `string.punctuation` ("$" among them).
    """
    lowered = unicodedata.normalize("NFKC", text).lower()
    kept = (
        character
        for character in lowered
        if character not in _ASCII_PUNCTUATION and not unicodedata.category(character).startswith("P")
    )
    return " ".join("".join(kept).split())


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
    return bool(wanted) and f" {wanted} " in f" {normalise(text)} "
