"""The worst questions of a run, each with the stage at which it went wrong: what to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.item import Item
from eval.measures.normalise import holds_words

MOST = 20
"""Questions of each sort that are shown."""
SILENT = "answered, and the articles do not say"
UNTRACED = "wrong, and nothing marks where the answer stands"
NOWHERE = "the answer stands in no article"
NOT_FOUND = "not among the passages found"
NOT_READ = "found, but not among the passages read"
OTHER_SENTENCE = "read, but another sentence was preferred"
A_PART = "right sentence, but only a part of the answer"
OTHER_WORDS = "right sentence, other words"
THRESHOLD = "refused, and the best guess was right"
NO_GUESS = "refused outright: no question, a false premise, or nothing to read"
STAGES = (
    *(NOWHERE, NOT_FOUND, NOT_READ, OTHER_SENTENCE, A_PART, OTHER_WORDS),
    *(THRESHOLD, NO_GUESS, SILENT, UNTRACED),
)
"""In the order in which a question meets them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was not answered right: what was said, what counts as right, and the stage where it was lost.

    `refused` tells a false refusal, whose `guess` was held back, from a wrong answer; `confidence` (0..1) is that of
    the guess.
    """

    id: str
    question: str
    said: str
    guess: str
    accepted: str
    confidence: float
    refused: bool
    stage: str

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {
            "id": self.id,
            "question": self.question,
            "said": self.said,
            "guess": self.guess,
            "accepted": self.accepted,
            "confidence": round(self.confidence, 4),
            "refused": self.refused,
            "stage": self.stage,
        }


@dataclass(frozen=True, slots=True)
class Worst:
    """How many questions were lost at each stage, and the worst: the surest wrong answers, the least sure refusals."""

    stages: Mapping[str, int]
    wrong: tuple[Failure, ...]
    refused: tuple[Failure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {
            "stages": dict(self.stages),
            "wrong": [failure.to_dict() for failure in self.wrong],
            "refused": [failure.to_dict() for failure in self.refused],
        }


def worst(items: Iterable[Item], most: int = MOST) -> Worst:
    """Give the `most` wrong answers of highest confidence, and the `most` false refusals of lowest.

    An abstention is false where the articles answer; whether they do is told by the gold answers and, where no
    evidence is marked, by whether an article has the answer's words.
    """
    found = list(_failures(items))
    counted = Counter(failure.stage for failure in found)
    wrong = sorted((one for one in found if not one.refused), key=lambda one: -one.confidence)
    refused = sorted((one for one in found if one.refused), key=lambda one: one.confidence)
    stages = {stage: counted[stage] for stage in STAGES if counted[stage]}
    return Worst(stages, tuple(wrong[:most]), tuple(refused[:most]))


def _failures(items: Iterable[Item]) -> Iterator[Failure]:
    """What was answered wrong or refused in error; claims, copies and what cannot be judged are no answers."""
    for item in items:
        answer, trace = item.detail.get("answer"), item.detail.get("trace") or {}
        if item.correct is not False or not answer or item.confidence is None:
            continue
        if answer["abstained"] and (trace.get("in_articles") is False or _silent(item)):
            continue
        yield Failure(
            item.id,
            item.question,
            item.said,
            str(trace.get("guess", item.said)),
            item.accepted,
            item.confidence,
            answer["abstained"],
            _stage(item, answer, trace),
        )


def _stage(item: Item, answer: Mapping[str, Any], trace: Mapping[str, Any]) -> str:
    if _silent(item):
        return SILENT
    if answer["abstained"] and trace and not trace["guessed"]:
        return NO_GUESS
    if answer["abstained"] and item.guess_correct:
        return THRESHOLD
    if not trace:
        return UNTRACED
    if trace["quoted"]:
        return A_PART if _in_part(item, answer) else OTHER_WORDS
    if not trace["in_articles"]:
        return NOWHERE
    if trace["found_at"] is None:
        return NOT_FOUND
    return NOT_READ if trace["found_at"] > trace["read"] else OTHER_SENTENCE


def _silent(item: Item) -> bool:
    """Whether the articles do not answer."""
    gold = item.detail.get("gold") or {}
    return not gold.get("answers") and not gold.get("all_of")


def _in_part(item: Item, answer: Mapping[str, Any]) -> bool:
    """Whether some but not all of several things asked for were said."""
    groups: Sequence[Sequence[str]] = (item.detail.get("gold") or {}).get("all_of") or ()
    told = f"{answer['short']}\n{answer['text']}"
    said = [any(holds_words(told, words) for words in group) for group in groups]
    return any(said) and not all(said)
