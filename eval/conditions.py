"""The passages that a question of RGB is asked with: how many say nothing to it, say something false, or disagree."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.question import Turn
from index.article import Article

MOST = 5
"""Passages a question is asked with, at most: as many as in the paper."""
LEVELS = {f"noise {share}": share for share in (0.0, 0.2, 0.4, 0.6, 0.8)}
REJECTION, COUNTERFACTUAL, DISAGREEING = "rejection", "counterfactual", "disagreeing"


@dataclass(frozen=True, slots=True)
class RgbQuestion:
    """A question; `true`, `false` and `other` are passages that give its answer, a false one, and neither.

    `fake` is the question with the false answer for its own, None where the data have none. `true` and `false`
    are mostly the same passages in the same order, but for the answer.
    """

    id: str
    turn: Turn
    fake: Turn | None
    true: tuple[Article, ...]
    false: tuple[Article, ...]
    other: tuple[Article, ...]


def conditions(question: RgbQuestion, seed: int) -> dict[str, tuple[Article, ...]]:
    """Draw the passages of each condition, by its name; a condition that has none to be made of is left out.

    - "noise 0.0" to "noise 0.8": true passages and others, which are that share of all;
    - "rejection": others only;
    - "counterfactual": false passages only;
    - "disagreeing": as many true as false ones, of different passages where there are enough.

    Drawn with the seed, from one order for all conditions, so that a level has the passages of the one before it as
    far as it can. Chen, Lin, Han and Sun, "Benchmarking Large Language Models in Retrieval-Augmented Generation",
    AAAI 2024. Where there are too few of a kind we ask with fewer passages, in the share nearest to the one named;
    their script fills up with the other kind, so that "no noise" is mostly noise for a question of one true passage.
    """
    draw = random.Random(f"{seed} {question.id}")
    order = draw.sample(range(len(question.true)), len(question.true))
    true = tuple(question.true[place] for place in order)
    other = tuple(draw.sample(question.other, len(question.other)))
    made = {
        name: (*true[:some], *other[:rest])
        for name, level in LEVELS.items()
        for some, rest in [mixture(level, len(true), len(other))]
    }
    made[REJECTION] = other[:MOST]
    if question.fake:
        rest = range(len(question.true), len(question.false))  # false passages with no true one beside them
        false = tuple(question.false[at] for at in (*order, *rest) if at < len(question.false))
        half = max(1, min(MOST // 2, len(true) // 2))
        made[COUNTERFACTUAL] = false[:MOST]
        made[DISAGREEING] = (*true[:half], *false[-half:]) if true else ()
    return {name: passages for name, passages in made.items() if passages}


def drawn(questions: Sequence[RgbQuestion], seed: int) -> dict[str, dict[str, float]]:
    """Say what the conditions really came to: questions, passages in the mean, and the mean share of others."""
    found: dict[str, list[tuple[int, float]]] = {}
    for question in questions:
        for name, passages in conditions(question, seed).items():
            share = sum(passage in question.other for passage in passages) / len(passages)
            found.setdefault(name, []).append((len(passages), share))
    return {
        name: {
            "questions": len(each),
            "passages": round(fmean(count for count, _ in each), 2),
            "noise": round(fmean(share for _, share in each), 3),
        }
        for name, each in found.items()
    }


def mixture(level: float, true: int, other: int) -> tuple[int, int]:
    """How many true and other passages make a share of others nearest to `level` (0..1); the most of equals.

    At least one is true; (0, 0) where there is none, or no other one for a level over 0.
    """
    if not true or (level and not other):
        return 0, 0
    ways = [
        (some, rest) for some in range(1, min(true, MOST) + 1) for rest in range(min(other, MOST - some) + 1)
    ]
    off = {
        way: round(abs(way[1] / sum(way) - level), 6) for way in ways
    }  # 1 / 3 - 0.2 and its like are not exact
    return min(ways, key=lambda way: (off[way], -sum(way)))
