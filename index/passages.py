"""Cuts an article into passages of whole sentences."""

from __future__ import annotations

from index.article import Article, Passage
from index.sentences import split

TARGET_WORDS = 110
"""A passage closes once it has this many words; with one sentence of overlap the next begins."""
OVERLAP_WORDS = 45
"""The last sentence is repeated in the next passage when it is not longer than this."""
_LONGEST_WORD = 8  # characters; text without spaces counts a word for so many


def _weight(sentence: str) -> int:
    """The length of a sentence in words, also where its script or a table puts no spaces between them."""
    return max(len(sentence.split()), len(sentence) // _LONGEST_WORD)


def passages(article: Article) -> list[Passage]:
    """The passages of an article in order; each starts where a sentence starts and ends where one ends."""
    spans = split(article.text)
    words = [_weight(article.text[start:end]) for start, end in spans]
    found: list[Passage] = []
    first = 0
    while first < len(spans):
        last, count = first, words[first]
        while last + 1 < len(spans) and count + words[last + 1] <= TARGET_WORDS:
            last += 1
            count += words[last]
        start, end = spans[first][0], spans[last][1]
        found.append(
            Passage(
                id=f"{article.id}-{len(found)}",
                article_id=article.id,
                text=article.text[start:end],
                start=start,
                end=end,
                sentences=tuple(spans[first : last + 1]),
            )
        )
        if last + 1 == len(spans):
            break
        overlap = last > first and words[last] <= OVERLAP_WORDS
        first = last if overlap else last + 1
    return found
