"""Picks the choice that the articles support best: by their words, by what the reader read, by a search for each."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.measures.normalise import normalise, padded
from index.article import Hit
from rag.keywords import keywords
from rag.reader import Reading
from rag.reader.features import stems

Array = NDArray[np.float64]
NAMES = (
    "passages",
    "span_sum",
    "span_best",
    "sentence_sum",
    "sentence_best",
    "first_sentence",
    "own_passages",
    "own_cosine",
    "own_sentence",
)
"""The features of a choice, in the order of their columns; see `features`."""
WEIGHTS = Path(__file__).with_name("choice_weights.json")
"""The fitted weights by name, and what they were fitted on; `python -m eval.fit_choices` writes it."""
_RANK_CONSTANT = 10
"""How slowly a passage's weight falls with its rank. Set by judgment, as is the next; neither is tuned."""
_SCATTERED = 0.5
"""What all the words of a choice are worth in a text that does not have them in a row."""
_EXCEPTION = re.compile(
    r"\bexcept\b|\bNOT\b|"
    r"\b(?i:which)\b[^?]*\b(?:(?:is|was|are|were|has|have)(?: not\b|n.t\b)|(?:did|does|do) \w+ not\b)|"
    r"(?i:which (?:one )?of (?:these|the following))[^?]*\b(?:not\b|n.t\b)"
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is to choose by.

    `hits` were found for the question and `readings` read in them, `own` were found for the question together with
    each choice: all best first.
    """

    question: str
    hits: Sequence[Hit]
    readings: Sequence[Reading]
    own: Sequence[Sequence[Hit]]


def asks_for_exception(question: str) -> bool:
    """Whether a question asks which of the choices does not hold: then the least supported one is right."""
    return bool(_EXCEPTION.search(question))


def features(choices: Sequence[str], grounds: Grounds) -> Array:
    """What speaks for each choice, shape (len(choices), len(NAMES)); an empty choice has nothing.

    A text supports a choice by the words of it that it holds, more where they stand in a row; words of the question
    and words that all choices share support none. "passages" adds that up over the passages found, less the further
    down; "span" and "sentence" over the readings, by the reader's score, as a sum and as the best of them;
    "first_sentence" is of the best reading alone. What was found for the choice itself counts by the question's words
    beside it: by passage, and in the best of their sentences.
    """
    held = _Held(choices, grounds.question)
    wanted = stems(" ".join(keywords(grounds.question)))
    columns = [
        held.by_rank([hit.passage.text for hit in grounds.hits]),
        *held.by_score([(reading.span_text, reading.score) for reading in grounds.readings]),
        *held.by_score([(reading.text, reading.score) for reading in grounds.readings]),
        held.in_text(grounds.readings[0].text) if grounds.readings else np.zeros(len(choices)),
        *np.array([_own(held, place, hits, wanted) for place, hits in enumerate(grounds.own)]).T,
    ]
    there = np.array([[bool(choice.strip())] for choice in choices])
    table: Array = np.column_stack(columns) * there
    return table


def best_supported(choices: Sequence[str], found: Array, question: str, weights: Array | None = None) -> int:
    """Give the place of the choice that its features speak for most, of an exception least; the first of equals.

    `weights`, shape (len(NAMES),), are the fitted ones where none are given.
    """
    support = found @ (shipped_weights() if weights is None else weights)
    signed = -support if asks_for_exception(question) else support
    return max(range(len(choices)), key=lambda place: (bool(choices[place].strip()), float(signed[place])))


@cache
def shipped_weights() -> Array:
    """The fitted weights, shape (len(NAMES),)."""
    named: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return np.array([named[name] for name in NAMES])


class _Held:
    """How much of each choice a text holds, 0..1."""

    def __init__(self, choices: Sequence[str], question: str) -> None:
        asked = stems(question)
        words = [stems(" ".join(keywords(choice))) - asked for choice in choices]
        shared = set.intersection(*words) if len(words) > 1 else set()
        self._whole = [f" {normalise(choice)} " for choice in choices]
        self._words = [one - shared for one in words]

    def in_text(self, text: str) -> Array:
        """Of each choice, shape (choices,)."""
        row, there = padded(text), stems(text)
        return np.array([self.one(place, row, there) for place in range(len(self._whole))])

    def one(self, place: int, row: str, there: set[str]) -> float:
        """Of the choice at a place, given the padded text and its stems."""
        words = self._words[place]
        if self._whole[place].strip() and self._whole[place] in row:
            return 1.0
        return _SCATTERED * (len(words & there) / len(words)) ** 2 if words else 0.0

    def by_rank(self, texts: Sequence[str]) -> Array:
        """Added up over texts, best first, each less than the one before it; shape (choices,)."""
        weights = 1.0 / (_RANK_CONSTANT + np.arange(len(texts)))
        return weights @ self._table(texts)

    def by_score(self, scored: Sequence[tuple[str, float]]) -> tuple[Array, Array]:
        """Weighted by the score of each text: the sum over all of them, and the best; both of shape (choices,)."""
        weighted = np.array([score for _, score in scored])[:, None] * self._table(
            [text for text, _ in scored]
        )
        return weighted.sum(axis=0), weighted.max(axis=0, initial=0.0)

    def _table(self, texts: Sequence[str]) -> Array:
        rows = [self.in_text(text) for text in texts]
        return np.array(rows).reshape(len(rows), len(self._whole))


def _own(held: _Held, place: int, hits: Sequence[Hit], wanted: set[str]) -> tuple[float, float, float]:
    """The last three features of the choice at a place, from what was found for it."""
    passages = best = 0.0
    for rank, hit in enumerate(hits):
        row, there = padded(hit.passage.text), stems(hit.passage.text)
        amount = held.one(place, row, there)
        if not amount:
            continue
        passages += amount * _share(wanted, there) ** 2 / (_RANK_CONSTANT + rank)
        for _, _, sentence in hit.passage.sentence_texts():
            row, there = padded(sentence), stems(sentence)
            best = max(best, held.one(place, row, there) * _share(wanted, there))
    cosine = max((hit.cosine for hit in hits if hit.cosine is not None), default=0.0)
    return passages, cosine, best


def _share(wanted: set[str], there: set[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0
