"""Finds copies of a report: articles that share most of their sentences, in whatever order, share a story."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from index.record import Record
from index.sentences import split

SHARED = 0.7
"""Share of the shorter article's words that stand, in the same sentences, in the other one."""
_LEAST_WORDS = 30  # in shared sentences: less may be boilerplate
_SHORTEST = 5  # words of a sentence that counts
_MOST_COPIES = (
    200  # articles that are looked at for one sentence: it may be boilerplate that stands everywhere
)
_NOT_WORD = re.compile(r"\W+")


def sentence_hashes(text: str) -> dict[int, int]:
    """The 63-bit hash of each sentence, blind to case, punctuation and space, with its number of words."""
    hashes: dict[int, int] = {}
    for start, end in split(text):
        words = _NOT_WORD.sub(" ", text[start:end].casefold()).split()
        if len(words) >= _SHORTEST:
            digest = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            hashes[int.from_bytes(digest, "big") >> 1] = len(words)
    return hashes


def _shared_words(record: Record, hashes: Mapping[int, int], besides: str) -> dict[str, int]:
    """For each other article that shares sentences: the number of words shared.

    Of the articles that have one sentence the first by id are looked at, the same for every sentence.
    """
    shared: dict[str, int] = {}
    for sentence, words in hashes.items():
        for (other,) in record.rows(
            "SELECT article_id FROM fingerprints WHERE hash = ? ORDER BY article_id LIMIT ?",
            (sentence, _MOST_COPIES),
        ):
            if other != besides:
                shared[other] = shared.get(other, 0) + words
    return shared


def _words(record: Record, article_id: str) -> int:
    """The number of words of an article that copies are found by."""
    ((words,),) = record.rows("SELECT SUM(words) FROM fingerprints WHERE article_id = ?", (article_id,))
    return int(words)


def find_story(record: Record, hashes: Mapping[int, int], article_id: str) -> str | None:
    """The story of the article in the record that this one is a copy of; None where it is no copy.

    Only articles that share a sentence are looked at, through an index over sentence hashes.
    """
    own = sum(hashes.values())
    best: tuple[float, str] | None = None
    for other, shared in _shared_words(record, hashes, article_id).items():
        if shared < _LEAST_WORDS:
            continue
        share = shared / min(own, _words(record, other))
        if share >= SHARED and (best is None or share > best[0]):
            best = (share, other)
    original = record.article(best[1]) if best else None
    return original.story if original else None
