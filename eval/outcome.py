"""What came out of a turn of a suite: what was answered and retrieved, and whether it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.asking import DO_NOT_SAY, retrieved, shown
from eval.judging import Judgment, retrieves
from eval.question import Turn
from eval.tracing import trace_of_evidence
from index.article import Hit
from rag.result import Answer

SHOWN = 10
"""Passages that are kept of those found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A turn, the answer to it, the passages found for it (best first), and where its evidence stands.

    `guess` is the answer with abstention off. Each is right or not. `read` is how many of the passages were read.
    """

    turn: Turn
    answer: Answer
    guess: Answer
    hits: tuple[Hit, ...]
    judgments: tuple[Judgment, ...]
    correct: bool
    guess_correct: bool
    read: int

    def found(self) -> list[list[int]]:
        """Give for each passage found the pieces of evidence that it holds some of, as places in `judgments`."""
        return [
            [place for place, judgment in enumerate(self.judgments) if retrieves(hit, judgment)]
            for hit in self.hits
        ]

    def to_dict(self) -> dict[str, Any]:
        """Give what was asked, answered, accepted and found as JSON values."""
        relevant = [bool(pieces) if self.judgments else None for pieces in self.found()[:SHOWN]]
        trace = trace_of_evidence(self.judgments, self.hits, self.read, self.guess)
        return {
            "question": self.turn.question,
            "said": shown(self.answer),
            "accepted": accepted(self.turn),
            "answer": self.answer.to_dict(),
            "gold": _gold(self.turn, self.judgments),
            "correct": self.correct,
            "retrieved": retrieved(self.hits[:SHOWN], relevant),
            "trace": trace.to_dict() if trace else None,
        }


def accepted(turn: Turn) -> str:
    """Give the accepted answers for people to read."""
    if turn.answers is None:
        return DO_NOT_SAY
    return " and ".join(" / ".join(group) for group in turn.all_of or (turn.answers,))


def not_found(details: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Name the evidence that stands in no article, as "question id: article": it counts as missed.

    Each is the id of a question and the JSON values of one of its turns.
    """
    return [
        f"{name}: {piece['article']}"
        for name, turn in details
        for piece in turn["gold"]["evidence"]
        if not piece["places"]
    ]


def _gold(turn: Turn, judgments: tuple[Judgment, ...]) -> dict[str, Any]:
    return {
        "answers": None if turn.answers is None else list(turn.answers),
        "all_of": [list(group) for group in turn.all_of],
        "evidence": [
            {
                "article": judgment.evidence.article,
                "quote": judgment.evidence.quote,
                "places": [
                    {"article_id": article, "start": start, "end": end}
                    for article, spans in judgment.places.items()
                    for start, end in spans
                ],
            }
            for judgment in judgments
        ],
    }
