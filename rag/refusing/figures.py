"""A number that a question takes for granted ("the 90 people who died") where the articles give another."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.alike import meaning
from rag.refusing.asked import Asked
from rag.refusing.nearby import nearby, whole
from rag.refusing.verdict import Premise
from rag.support.numbers import Number

_LOOKED_AT = 8  # of the best readings, in which another figure is looked for
_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|over|under|more than|less than|fewer than|at least|"
    r"up to|close to|one of(?: the)?|of|any|another|next|first|last|top|other|in|than|by|within|"
    r"for|past|every|only)\W*$",
    re.IGNORECASE,
)
_NEAR = 0.06  # of a number, within which another is the same number rounded
_PEOPLE = meaning("people")


def other_figure(query: Query, asked: Asked, readings: Sequence[Reading]) -> Premise | None:
    """The sentence that counts the same and finds another number; None where the question's stands anywhere."""
    for wanted in asked.numbers:
        if wanted.unit not in {"", "%"} or not wanted.counts or _ABOUT.search(query.question[: wanted.start]):
            continue
        if any(_stands(wanted, reading) for reading in readings):
            continue
        for reading in readings[:_LOOKED_AT]:
            other = _counts_the_same(wanted, asked, reading)
            if other is not None:
                reason = f"The question says {wanted.text}; the articles say {other.text}."
                return Premise("correct", reason, reading)
    return None


def _stands(wanted: Number, reading: Reading) -> bool:
    """Whether a number stands in the article, rounded or as the sum or difference of two in one sentence."""
    if any(_near(one.value, wanted.value) for one in whole(reading.hit.article).numbers):
        return True
    values = [one.value for one in nearby(reading).sentence.numbers]
    return any(
        math.isclose(one + other, wanted.value) or math.isclose(abs(one - other), wanted.value)
        for one, other in combinations(values, 2)
    )


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_NEAR)


def _counts_the_same(wanted: Number, asked: Asked, reading: Reading) -> Number | None:
    """The one number of a sentence that counts what the question's does, where the rest of the question fits too."""
    around = nearby(reading)
    if any(one[-1] not in around.window.folded for one in asked.names):
        return None
    mine = _said_of(wanted)
    rest = [word for word in asked.words if word not in mine]
    if rest and sum(word in around.window.meanings for word in rest) < len(rest) / 2:
        return None
    found = [
        one
        for one in around.sentence.numbers
        if one.unit == wanted.unit and not one.pronoun and _same_count(mine, one)
    ]
    values = {one.value for one in found}
    return found[0] if len(values) == 1 else None


def _said_of(number: Number) -> list[str]:
    return [meaning(word) for word in number.counts]


def _same_count(mine: Sequence[str], other: Number) -> bool:
    """Whether two numbers count the same: the same noun, and of people also the same said of them."""
    theirs = _said_of(other)
    if not theirs or mine[0] != theirs[0]:
        return False
    return mine[0] != _PEOPLE or bool(set(mine[1:]) & set(theirs[1:]))
