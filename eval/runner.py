"""Asks the questions: every turn of a conversation with the answers really given before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.judging import by_name, judge
from eval.measures.answer_correct import answer_correct
from eval.outcome import Item, Outcome
from eval.question import Question
from eval.scoring import DEPTH, score_question
from index.article import Article, Hit
from rag.result import Answer

Message = dict[str, str]


class Answerer(Protocol):
    """What the runner needs of a `rag.Chain`."""

    def answer(self, question: str, *, history: Sequence[Message], mode: str) -> Answer:
        """Answer a question after the messages before it."""

    def retrieve(self, question: str, *, k: int, history: Sequence[Message]) -> list[Hit]:
        """Find the k best passages, best first."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: what it does ("Indexing", "Asking"), and how many of how many are done."""

    doing: str
    done: int
    total: int


Progress = Callable[[Step], None]


def run(
    questions: Sequence[Question],
    chain: Answerer,
    articles: Sequence[Article],
    *,
    mode: str = "extractive",
    progress: Progress | None = None,
) -> list[Item]:
    """Ask all questions in order and score the answers against the articles."""
    names, by_id = by_name(articles), {article.id: article for article in articles}
    items = []
    for done, question in enumerate(questions):
        if progress:
            progress(Step("Asking", done, len(questions)))
        outcomes = _ask(question, chain, names, mode)
        items.append(Item(question, outcomes, score_question(outcomes, by_id)))
    if progress:
        progress(Step("Asking", len(questions), len(questions)))
    return items


def _ask(
    question: Question, chain: Answerer, names: dict[str, list[Article]], mode: str
) -> tuple[Outcome, ...]:
    history: list[Message] = []
    outcomes = []
    for turn in question.turns:
        before = tuple(history)
        answer = chain.answer(turn.question, history=before, mode=mode)
        hits = tuple(chain.retrieve(turn.question, k=DEPTH, history=before))
        judgments = judge(turn.evidence, names)
        outcomes.append(Outcome(turn, answer, hits, judgments, answer_correct(answer, turn)))
        history += [
            {"role": "user", "content": turn.question},
            {"role": "assistant", "content": answer.text},
        ]
    return tuple(outcomes)
