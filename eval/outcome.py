"""What came out: of one turn what was answered and retrieved, of one question the scores as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.judging import Judgment, retrieves
from eval.measures.tally import Tally
from eval.question import Question, Turn
from index.article import Hit
from rag.result import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """A turn, the answer to it, the passages found for it (best first), and where its evidence stands."""

    turn: Turn
    answer: Answer
    hits: tuple[Hit, ...]
    judgments: tuple[Judgment, ...]
    correct: bool

    def relevant(self) -> list[bool]:
        """Whether each passage found holds some of the evidence."""
        return [any(retrieves(hit, judgment) for judgment in self.judgments) for hit in self.hits]

    def to_dict(self) -> dict[str, Any]:
        """Give what was asked, answered, accepted and found as JSON values."""
        return {
            "question": self.turn.question,
            "answer": self.answer.to_dict(),
            "gold": _gold(self.turn, self.judgments),
            "correct": self.correct,
            "retrieved": [
                {
                    "passage_id": hit.passage.id,
                    "article_id": hit.article.id,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": round(hit.score, 6),
                    "relevant": relevant,
                }
                for hit, relevant in zip(self.hits, self.relevant(), strict=True)
            ],
        }


@dataclass(frozen=True, slots=True)
class Item:
    """A question, what came out of each of its turns, and what each measure says of it."""

    question: Question
    outcomes: tuple[Outcome, ...]
    scores: Mapping[str, Tally]

    @property
    def correct(self) -> bool:
        """Whether every turn was answered rightly."""
        return all(outcome.correct for outcome in self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """Give the item as JSON values; every key is always there.

        `scores` holds a value for each measure that bears on the question and `weights` what it weighs (of a
        measure, the sum of value times weight by the sum of weights is its figure). Of a conversation `turns`
        has every turn, and `question`, `answer`, `gold` and `retrieved` are those of the last one.
        """
        bearing = {name: tally for name, tally in self.scores.items() if tally.whole > 0}
        turns = [outcome.to_dict() for outcome in self.outcomes]
        return {
            "id": self.question.id,
            "type": self.question.type,
            **turns[-1],
            "correct": self.correct,
            "scores": {name: round(tally.value, 6) for name, tally in bearing.items()},
            "weights": {name: tally.whole for name, tally in bearing.items()},
            "turns": turns if self.question.conversation else [],
        }


def not_found(items: Sequence[Item]) -> list[str]:
    """Name the evidence that stands in no article, as "question id: article": it counts as missed."""
    return [
        f"{item.question.id}: {judgment.evidence.article}"
        for item in items
        for outcome in item.outcomes
        for judgment in outcome.judgments
        if not judgment.places
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
