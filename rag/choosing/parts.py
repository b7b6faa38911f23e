"""Answers to questions of several parts: a line, or more, for each part, in the question's order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, product

from rag.choosing.choice import Choice
from rag.choosing.quoting import MOST_WORDS, without_repeats, words_of
from rag.reader.combining import same_answer
from rag.reader.reading import Reading

_TRIED = 5
"""Readings of a part that are tried beside those of the others."""
_MANY = 4
"""Parts of which fewer readings are tried."""
_SAME = 0.25
"""What two parts with the same answer are worth, of two with different ones."""


def together(answered: Sequence[tuple[str, Choice | None]]) -> Choice | None:
    """One choice of those of the parts, each with its question in order; None for a part that nothing answers.

    The answer is as sure as its least sure part. Where all would be too long, each part gives the line that settles
    it. None where no part is answered.
    """
    found = [choice for _, choice in answered if choice is not None]
    if not found:
        return None
    every = [one for choice in found for one in choice.lines]
    if sum(map(words_of, without_repeats(every))) > MOST_WORDS:
        found = [_shortest(choice) for choice in found]
        every = [one for choice in found for one in choice.lines]
    silent = tuple(f"The articles do not say: {part}" for part, choice in answered if choice is None)
    shorts = [choice.short for choice in found]
    return Choice(
        without_repeats(every),
        min((choice.best for choice in found), key=lambda best: best.score),
        "; ".join(dict.fromkeys(shorts)) if all(shorts) else "",
        tuple(one for choice in found for one in choice.conflicts),
        tuple(dict.fromkeys((*(note for choice in found for note in choice.notes), *silent))),
    )


def _shortest(choice: Choice) -> Choice:
    """A choice with the one line that settles it, for where room is short."""
    settles = next((one for one in choice.lines if one.reading == choice.best), choice.lines[0])
    return replace(choice, lines=(settles,), conflicts=())


def apart(read: Sequence[Sequence[Reading]]) -> list[list[Reading]]:
    """The readings of each part, best first, so that no two parts are answered with the same words.

    Who asks for two things seldom means one: where the best readings of two parts say the same, the part that can
    better do without takes another. Of the first readings of each part those are put first that are likeliest together.
    """
    tried = _TRIED if len(read) < _MANY else 2
    pools = [readings[:tried] for readings in read]
    likeliest = max(product(*(range(max(len(pool), 1)) for pool in pools)), key=partial(_together, pools))
    return [
        [*readings[place : place + 1], *readings[:place], *readings[place + 1 :]]
        for readings, place in zip(read, likeliest, strict=True)
    ]


def _together(pools: Sequence[Sequence[Reading]], places: Sequence[int]) -> float:
    chosen = [pool[place] for pool, place in zip(pools, places, strict=True) if pool]
    score = math.prod(max(reading.score, 1e-6) for reading in chosen)
    same = sum(same_answer(one.span_text, other.span_text) for one, other in combinations(chosen, 2))
    return score * _SAME**same
