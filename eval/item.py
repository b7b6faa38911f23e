"""What a run keeps of one question, the same for every benchmark: what was said, and what the measures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from eval.measures.tally import Scores, Tally


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a run.

    `said` is what was answered and `accepted` what counts as right, both for people. `scores` bear on the
    figures of the run; `kinds` are further scores by kind or condition ("noise 0.4"), where a question is asked
    in several. `confidence` and `guess_correct` are of the best answer with abstention off. `overlap` is the
    share (0..1) of the question's content words that its evidence has. `detail` holds the JSON values of
    `answer`, `gold`, `retrieved`, `turns` and `trace` (eval.tracing), and what else a benchmark keeps.
    """

    id: str
    type: str
    question: str
    said: str
    accepted: str
    correct: bool | None
    scores: Scores
    kinds: Mapping[str, Scores] = field(default_factory=dict)
    confidence: float | None = None
    guess_correct: bool | None = None
    overlap: float | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    def by_kind(self) -> Mapping[str, Scores]:
        """The scores by kind: those of its type, which are those of the run, and those of its conditions."""
        return {self.type: self.scores, **self.kinds} if self.type else self.kinds

    def with_scores(self, more: Scores) -> Item:
        """The item with further scores."""
        return replace(self, scores={**self.scores, **more})

    def to_dict(self) -> dict[str, Any]:
        """Give the item as JSON values; every key is always there.

        `scores` holds a value for each measure that bears on the question and `weights` what it weighs: of a
        measure, the sum of value times weight by the sum of weights is its figure.
        """
        return {
            "id": self.id,
            "type": self.type,
            "question": self.question,
            "said": self.said,
            "accepted": self.accepted,
            "correct": self.correct,
            **_scores(self.scores),
            "kinds": {kind: _scores(scores) for kind, scores in self.kinds.items()},
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "guess_correct": self.guess_correct,
            "overlap": None if self.overlap is None else round(self.overlap, 4),
            "answer": None,
            "gold": {},
            "retrieved": [],
            "turns": [],
            "trace": None,
            **self.detail,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Item:
        """Read what `to_dict` gave; raises KeyError, TypeError or ValueError where it is something else."""
        known = {
            "id", "type", "question", "said", "accepted", "correct", "scores", "weights", "kinds", "confidence",
            "guess_correct", "overlap",
        }  # fmt: skip
        return cls(
            id=str(value["id"]),
            type=str(value["type"]),
            question=str(value["question"]),
            said=str(value["said"]),
            accepted=str(value["accepted"]),
            correct=value["correct"],
            scores=_tallies(value),
            kinds={kind: _tallies(scores) for kind, scores in value["kinds"].items()},
            confidence=value["confidence"],
            guess_correct=value["guess_correct"],
            overlap=value["overlap"],
            detail={name: part for name, part in value.items() if name not in known},
        )


def _scores(scores: Scores) -> dict[str, dict[str, float]]:
    bearing = {name: tally for name, tally in scores.items() if tally.whole > 0}
    return {
        "scores": {name: round(tally.value, 8) for name, tally in bearing.items()},
        "weights": {name: tally.whole for name, tally in bearing.items()},
    }


def _tallies(value: Mapping[str, Any]) -> dict[str, Tally]:
    weights = value["weights"]
    return {name: Tally(score * weights[name], weights[name]) for name, score in value["scores"].items()}
