"""A suite: questions and a folder of articles, the built-in ones or one's own, through retrieval and reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from eval.asking import asked
from eval.errors import DatasetError
from eval.item import Item
from eval.judging import by_name, judge
from eval.measures.answer_correct import answer_correct
from eval.outcome import Outcome, not_found
from eval.pool import open_pool
from eval.question import Question, Turn, draw, load_questions
from eval.report import Report, report
from eval.runner import Options, run
from eval.scoring import DEPTH, MEASURES, score_question
from eval.settings import settings_of
from index.article import Article, Hit
from index.samples import samples_path
from rag.result import Answer

SAMPLE_QUESTIONS = Path(__file__).parent.parent / "suites" / "samples.jsonl"
Message = dict[str, str]


class Answerer(Protocol):
    """What a suite needs of a `rag.Chain`."""

    def answer(
        self, question: str, *, history: Sequence[Message], mode: str, abstain_below: float | None
    ) -> Answer:
        """Answer a question after the messages before it."""

    def retrieve(self, question: str, *, k: int, history: Sequence[Message]) -> list[Hit]:
        """Find the k best passages, best first."""


def suite(data: Path | None, articles: Path | None, options: Options) -> Report:
    """Ask the questions of `data` about the articles of the folder `articles`, and measure the answers.

    With neither, it is the built-in suite over the sample articles. Raises `DatasetError` for questions that
    cannot be used, `index.InputError` for articles that are not there.
    """
    if (data is None) != (articles is None):
        missing = "--articles" if articles is None else "--data"
        raise DatasetError(f"{missing} is missing. Give both --data and --articles, or neither.")
    file = data or SAMPLE_QUESTIONS
    questions = draw(load_questions(file), options.limit, options.seed)
    with open_pool(articles or samples_path(), options) as pool:
        settings = settings_of([file], options, pool.settings)
        known = pool.library.articles()
        ask = partial(
            ask_question, pool.chain, by_name(known), {article.id: article for article in known}, options
        )
        items = run("suite", questions, ask, options, settings.depends_on)
    turns = [(item.id, turn) for item in items for turn in item.detail["turns"] or [item.detail]]
    return report("suite", items, MEASURES, settings.finish(evidence_not_found=not_found(turns)))


def ask_question(
    chain: Answerer,
    names: Mapping[str, list[Article]],
    by_id: Mapping[str, Article],
    options: Options,
    question: Question,
) -> Item:
    """Ask every turn with the answers really given before it, and score what came out."""
    history: list[Message] = []
    outcomes = []
    for turn in question.turns:
        outcome = _ask_turn(chain, names, options, turn, tuple(history))
        outcomes.append(outcome)
        history += [
            {"role": "user", "content": turn.question},
            {"role": "assistant", "content": outcome.answer.text},
        ]
    return _item(question, outcomes, by_id)


def _ask_turn(
    chain: Answerer,
    names: Mapping[str, list[Article]],
    options: Options,
    turn: Turn,
    history: Sequence[Message],
) -> Outcome:
    both = asked(
        lambda below: chain.answer(turn.question, history=history, mode=options.mode, abstain_below=below)
    )
    return Outcome(
        turn,
        both.answer,
        both.guess,
        tuple(chain.retrieve(turn.question, k=max(DEPTH, options.settings.found), history=history)),
        judge(turn.evidence, names),
        answer_correct(both.answer, turn),
        turn.answerable and answer_correct(both.guess, turn),
        options.settings.read,
    )


def _item(question: Question, outcomes: Sequence[Outcome], by_id: Mapping[str, Article]) -> Item:
    """Put a question together; of a conversation what is shown is its first turn that went wrong, or its last."""
    scores = score_question(outcomes, by_id)
    turns = [outcome.to_dict() for outcome in outcomes]
    told = next((turn for turn in turns if not turn["correct"]), turns[-1])
    overlap = scores["lexical_overlap"]
    return Item(
        id=question.id,
        type=question.type,
        question=told["question"],
        said=told["said"],
        accepted=told["accepted"],
        correct=all(outcome.correct for outcome in outcomes),
        scores=scores,
        confidence=min(outcome.guess.confidence for outcome in outcomes),
        guess_correct=all(outcome.guess_correct for outcome in outcomes),
        overlap=overlap.value if overlap.whole else None,
        detail={
            **{name: told[name] for name in ("answer", "gold", "retrieved", "trace")},
            "turns": turns if question.conversation else [],
        },
    )
