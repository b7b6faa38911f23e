"""The threshold that would have been best: how much of an error is the threshold's and how much the reader's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """The best answer to a question with abstention off: its confidence (0..1) and what it scores (0..1).

    `silent` says that the articles do not answer: then saying nothing scores 1, and a guess 0.
    """

    confidence: float
    score: float
    silent: bool


def best_threshold(guesses: Sequence[Guess]) -> float:
    """The confidence under which to abstain that gives the highest total score; the lowest of equals.

    After `find_best_thresh` of SQuAD 2.0's scoring script (Rajpurkar et al., ACL 2018). It is chosen on the very
    questions it is measured on, so it is a bound, not a setting. Rounded to six digits, at or below the lowest
    confidence that is still answered; just over 1 where saying nothing at all is best.
    """
    ordered = sorted(guesses, key=lambda guess: guess.confidence, reverse=True)
    total = best = float(sum(guess.silent for guess in guesses))
    threshold = 1.01
    for place, guess in enumerate(ordered):
        total += -1.0 if guess.silent else guess.score
        following = ordered[place + 1].confidence if place + 1 < len(ordered) else 0.0
        tied = place + 1 < len(ordered) and following == guess.confidence
        if not tied and total >= best:
            best, threshold = total, guess.confidence
    return int(threshold * 1e6) / 1e6
