"""RGB: answers among passages that say nothing to the question, that do not answer it, and that say something false.

Chen, Lin, Han and Sun, "Benchmarking Large Language Models in Retrieval-Augmented Generation", AAAI 2024.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.asking import Asked, retrieved, said, shown
from eval.conditions import (
    COUNTERFACTUAL,
    DISAGREEING,
    LEVELS,
    REJECTION,
    RgbQuestion,
    conditions,
    drawn,
)
from eval.datafiles import files_in, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.given import GivenReader, given_reader
from eval.item import Item
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.answer_correct import answer_correct
from eval.measures.conflict_shown import conflict_shown
from eval.measures.exact_match import exact_match
from eval.measures.normalise import normalise
from eval.measures.tally import NOTHING, Scores, share, total
from eval.measures.token_f1 import token_f1
from eval.outcome import accepted
from eval.question import Turn, draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from eval.tracing import trace_of_words
from index.article import Article, Hit
from rag.result import Answer

_DECIDES = {REJECTION: "refused_unanswerable", DISAGREEING: "conflict_shown"}
"""The measure that says whether an answer is right, where that is not accuracy."""
MEASURES = ("accuracy", "em_abstaining", "f1_abstaining", "fake_answer", "conflict_shown", *ABSTENTION)


def load_rgb(path: Path) -> list[RgbQuestion]:
    """Read the questions of a file, or of all files of a folder. Raises `DatasetError`."""
    questions = [
        _question(item) for item in unique((item for file in files_in(path) for item in records(file)), "id")
    ]
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Give files in the format of RGB.")
    return questions


def _question(item: Fields) -> RgbQuestion:
    name, question = item.name("id"), item.question("query")
    true, other = _passages(item, "positive"), _passages(item, "negative")
    if not true and not other:
        raise item.error("positive", 'is empty, and "negative" too. Give passages to read')
    false = _passages(item, "positive_wrong") if item.has("positive_wrong") else ()
    fake = _turn(item, question, "fakeanswer") if false else None
    return RgbQuestion(name, _turn(item, question, "answer"), fake, true, false, other)


def _passages(item: Fields, field: str) -> tuple[Article, ...]:
    return tuple(
        Article(id=f"{item.name('id')}-{field}-{number}", title="", text=text)
        for number, text in enumerate(item.texts(field))
    )


def _turn(item: Fields, question: str, field: str) -> Turn:
    """The question with its answer: a text, or a list, all of which is needed, of texts and lists of alternatives."""
    value = item.values.get(field)
    if not isinstance(value, list):
        groups = [[item.text(field)]]
    else:
        nested = [part if isinstance(part, list) else [part] for part in value]
        groups = Fields(item.where, {field: nested}, item.prefix).groups(field)
    if not groups:
        raise item.error(field, "is empty. Give the answer")
    if not all(normalise(words) for group in groups for words in group):
        raise item.error(
            field, "has no letter or digit, so it could not be matched. Write the answer's words"
        )
    if len(groups) == 1:
        return Turn(question, tuple(groups[0]))
    return Turn(question, (), all_of=tuple(tuple(group) for group in groups))


def rgb(data: Path, options: Options) -> Report:
    """Ask each question under every condition, with passages drawn with the seed, and measure what was said.

    The figures of the run are of all noise levels, silence of these and of rejection, `fake_answer` (the false
    answer was given) of the counterfactual condition; each condition has its own by kind. As in the paper an answer
    is right where the gold one stands in what was said, here as whole words. A question counts as right where it is
    right at every noise level, and the first that is wrong is shown; its confidence is the lowest of all levels.
    """
    questions = draw(load_rgb(data), options.limit, options.seed)
    with given_reader(options) as (reader, given):
        settings = settings_of(files_in(data), options, given)
        depends_on = {**settings.depends_on, "seed": options.seed}
        items = run("rgb", questions, partial(_ask, reader, options), options, depends_on)
    return report("rgb", items, MEASURES, settings.finish(conditions=drawn(questions, options.seed)))


def _ask(reader: GivenReader, options: Options, question: RgbQuestion) -> Item:
    replies = {
        name: _reply(reader, question, name, passages)
        for name, passages in conditions(question, options.seed).items()
    }
    noisy = [reply for name, reply in replies.items() if name in LEVELS]
    shown_first = next((reply for reply in noisy if not reply.correct), next(iter(replies.values())))
    guesses = [reply.both.guess for reply in noisy]
    words = [words for group in question.turn.all_of or (question.turn.answers or (),) for words in group]
    trace = trace_of_words(words, True, shown_first.hits, options.settings.read, shown_first.both.guess)
    return Item(
        id=question.id,
        type="",
        question=question.turn.question,
        said=shown(shown_first.both.answer),
        accepted=accepted(question.turn),
        correct=all(reply.correct for reply in noisy or [shown_first]),
        scores=_overall({name: reply.scores for name, reply in replies.items()}),
        kinds={name: _bearing(reply.scores) for name, reply in replies.items()},
        confidence=min((guess.confidence for guess in guesses), default=None),
        guess_correct=all(answer_correct(guess, question.turn) for guess in guesses) if guesses else None,
        detail={
            "answer": shown_first.both.answer.to_dict(),
            "gold": {
                "answers": list(question.turn.answers or ()),
                "all_of": [list(group) for group in question.turn.all_of],
                "fake": accepted(question.fake) if question.fake else None,
                "evidence": [],
            },
            "retrieved": retrieved(
                shown_first.hits, [hit.article in question.true for hit in shown_first.hits]
            ),
            "trace": trace.to_dict(),
            "conditions": {name: _told(question, reply) for name, reply in replies.items()},
        },
    )


@dataclass(frozen=True, slots=True)
class _Reply:
    """What was answered under a condition, from which passages, and how good that is."""

    both: Asked
    hits: Sequence[Hit]
    scores: Scores
    correct: bool


def _reply(reader: GivenReader, question: RgbQuestion, name: str, passages: Sequence[Article]) -> _Reply:
    hits = reader.hits(question.turn.question, passages)
    both = reader.ask(question.turn.question, hits)
    scores = _scores(name, both.answer, question)
    return _Reply(both, hits, scores, scores[_DECIDES.get(name, "accuracy")].part > 0)


def _scores(name: str, answer: Answer, question: RgbQuestion) -> Scores:
    """What the measures say of an answer under a condition.

    Where all passages are false, silence is neither right nor wrong. Where they disagree, they do answer.
    """
    turn, fake = question.turn, question.fake
    silence = abstention(answer.abstained, answerable=name != REJECTION)
    if name == REJECTION:
        return silence
    accuracy = {"accuracy": share(answer_correct(answer, turn))}
    if name in LEVELS or fake is None:
        return {**accuracy, **_words(answer, turn), **silence}
    told = {**accuracy, "fake_answer": share(answer_correct(answer, fake))}
    if name == COUNTERFACTUAL:
        return told
    return {**told, "conflict_shown": share(conflict_shown(answer, turn, fake)), **silence}


def _words(answer: Answer, turn: Turn) -> Scores:
    """Compare the words said with the answer; one that takes several has no single wording."""
    gold = turn.answers
    if not gold:
        return {}
    return {
        "em_abstaining": share(exact_match(said(answer), gold)),
        "f1_abstaining": share(token_f1(said(answer), gold)),
    }


def _overall(by_condition: Mapping[str, Scores]) -> Scores:
    """The scores of the run: of the noise levels and of rejection, and each false answer and conflict once."""
    counted = [by_condition[name] for name in (*LEVELS, REJECTION) if name in by_condition]
    for name, measure in ((COUNTERFACTUAL, "fake_answer"), (DISAGREEING, "conflict_shown")):
        if name in by_condition:
            counted.append({measure: by_condition[name][measure]})
    return {name: total(scores.get(name, NOTHING) for scores in counted) for name in MEASURES}


def _bearing(scores: Scores) -> Scores:
    """The scores by condition: precision of silence says nothing where silence is always right or always wrong."""
    return {name: tally for name, tally in scores.items() if name != "abstention_precision"}


def _told(question: RgbQuestion, reply: _Reply) -> dict[str, Any]:
    """What to show of a condition."""
    kinds = ((question.true, "true"), (question.false, "false"), (question.other, "neither"))
    return {
        "said": shown(reply.both.answer),
        "correct": reply.correct,
        "confidence": round(reply.both.guess.confidence, 4),
        "passages": [
            {"says": next(says for those, says in kinds if hit.article in those), "text": hit.passage.text}
            for hit in reply.hits
        ],
    }
