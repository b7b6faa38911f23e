"""Adds up what several stories say: the same answer found in another story makes each of them more likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.support.words import STOPWORDS

SECOND_VOICE = 0.5
"""What another story's agreement is worth beside the best one."""


def same_answer(one: str, other: str) -> bool:
    """Whether two spans say the same: the words of one all stand in the other and are at least half of it.

    A number counts with or without what it counts ("17", "17 people"); another number never does.
    """
    left, right = _told(one), _told(other)
    if not left or not right:
        return False
    small, large = sorted((left, right), key=len)
    numbers = [{word for word in words if word[0].isdigit()} for words in (left, right)]
    return small <= large and 2 * len(small) >= len(large) and numbers[0] == numbers[1]


def _told(text: str) -> set[str]:
    return {word for word in stems(text) if word not in STOPWORDS}


def combined(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, each with the chance that it or a like answer of another story is right, best first.

    1 - (1 - p) times (1 - p'/2) for the best like reading of each other story; copies of one report are one voice.
    """
    told = [reading for reading in readings if reading.span and reading.score >= 0.02]
    made = []
    for reading in readings:
        if not reading.span:
            made.append(reading)
            continue
        voices: dict[str, float] = {}
        own = _story(reading)
        for other in told:
            story = _story(other)
            if story != own and same_answer(reading.span_text, other.span_text):
                voices[story] = max(voices.get(story, 0.0), other.score)
        wrong = 1.0 - reading.score
        for score in voices.values():
            wrong *= 1.0 - SECOND_VOICE * score
        made.append(replace(reading, score=1.0 - wrong))
    return sorted(made, key=lambda reading: reading.score, reverse=True)


def _story(reading: Reading) -> str:
    return reading.hit.article.story or reading.hit.article.id
