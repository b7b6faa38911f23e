"""RealTimeQA: the questions of weekly news quizzes over a year's articles as one pool, without a date cut.

Kasai et al., "RealTime QA: What's the Answer Right Now?", NeurIPS 2023 (datasets and benchmarks).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.asking import ABSTAINED, Asked, asked, retrieved, said, shown
from eval.datafiles import files_in, first_record, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.item import Item
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.answer_recall import answer_recall
from eval.measures.exact_match import exact_match
from eval.measures.normalise import normalise, padded
from eval.measures.tally import Scores, share, total
from eval.measures.token_f1 import token_f1
from eval.multiple_choice import Array, Grounds, best_supported, features
from eval.pool import Pool, open_records
from eval.question import draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from eval.tracing import Trace, trace_of_words
from index.article import Hit

DEPTHS = (1, 5, 10, 20, 50)
_SHOWN = 10  # passages kept of an item
_OWN = 20  # passages found for the question together with a choice
MEASURES = (
    *("em", "f1", "multiple_choice", "em_abstaining", "f1_abstaining"),
    *(f"answer_recall@{k}" for k in DEPTHS),
    *ABSTENTION,
)


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A quiz question: choices (an empty one is none), of which `answer`, at the place `right`, is right."""

    id: str
    question: str
    choices: tuple[str, ...]
    right: int
    answer: str


def load_quiz(path: Path) -> tuple[list[QuizQuestion], Path, Path]:
    """Read the questions of a folder that has them and the articles; also give both files, questions first.

    Raises `DatasetError`.
    """
    files = {_kind(file): file for file in files_in(path)}
    for kind, what in (("questions", '"choices"'), ("articles", '"text"')):
        if kind not in files:
            raise DatasetError(
                f"{path}: no file of {kind} in it, JSON Lines with {what}. Give the folder of one year."
            )
    questions = [_question(item) for item in unique(records(files["questions"]), "id")]
    return questions, files["questions"], files["articles"]


def _kind(file: Path) -> str:
    first = first_record(file)
    if first is None:
        return ""
    return "questions" if first.has("choices") else "articles" if first.has("text") else ""


def _question(item: Fields) -> QuizQuestion:
    choices, answer = tuple(item.texts("choices", blank=True)), item.text("answer")
    right = item.number("answer_index")
    if not 0 <= right < len(choices):
        raise item.error("answer_index", f"is {right}, and there are {len(choices)} choices. Count from 0")
    if not normalise(answer):
        raise item.error(
            "answer", "has no letter or digit, so it could not be matched. Write the answer's words"
        )
    return QuizQuestion(item.name("id"), item.question("question"), choices, right, answer)


def realtimeqa(data: Path, options: Options) -> Report:
    """Ask a year's questions over its articles: answers, choices, retrieval, and silence.

    `em`, `f1` are of the best answer with abstention off; recall is of the passages in the reader's order, those that
    it did not read in the order of the search below them. A question counts as answerable where its answer's words
    stand in an article; as unanswerable it is asked once more, with every such article removed.
    """
    questions, *files = load_quiz(data)
    with open_records((dict(item.values) for item in _articles(files[1])), options) as pool:
        settings = settings_of(files, options, pool.settings)
        options.tell("Reading the pool", 0, 1)
        quiz = _Quiz(pool, options)
        options.tell("Reading the pool", 1, 1)
        items = run(
            "realtimeqa", draw(questions, options.limit, options.seed), quiz.ask, options, settings.depends_on
        )
    return report("realtimeqa", items, MEASURES, settings.finish())


def _articles(file: Path) -> Iterator[Fields]:
    for item in records(file):
        item.text("text")
        yield item


class _Quiz:
    """Asks over the pool; knows the words of all its articles."""

    def __init__(self, pool: Pool, options: Options) -> None:
        self._pool = pool
        self._options = options
        self._words = {
            article.id: padded(f"{article.title}\n{article.text}") for article in pool.library.articles()
        }

    def ask(self, question: QuizQuestion) -> Item:
        """Ask a question of the whole pool, and of the pool without its answer.

        It is answered first, so that the time taken is that of an answer; what is read for it is not read again.
        """
        chain, library, mode = self._pool.chain, self._pool.library, self._options.mode
        both = asked(lambda below: chain.answer(question.question, mode=mode, abstain_below=below))
        hits = chain.retrieve(question.question, k=max(DEPTHS), rerank=True)
        # a reading depends on the passage's rank: read in another order it would not be the one of the answer
        as_found = sorted(hits, key=lambda hit: hit.score, reverse=True)
        grounds = Grounds(
            question.question,
            hits,
            self._pool.readings(question.question, as_found),
            [chain.retrieve(f"{question.question} {choice}", k=_OWN) for choice in question.choices],
        )
        wanted = f" {normalise(question.answer)} "
        holding = frozenset(name for name, words in self._words.items() if wanted in words)
        library.without = holding
        try:
            silent = (
                chain.answer(question.question, mode=mode).abstained if holding else both.answer.abstained
            )
        finally:
            library.without = frozenset()
        trace = trace_of_words(
            (question.answer,), bool(holding), hits, self._options.settings.read, both.guess
        )
        return _item(question, both, hits, features(question.choices, grounds), trace, silent=silent)


def _item(
    question: QuizQuestion, both: Asked, hits: list[Hit], found: Array, trace: Trace, *, silent: bool
) -> Item:
    passages = [hit.passage.text for hit in hits]
    chosen = best_supported(question.choices, found, question.question)
    gold, guess, said_aloud = (question.answer,), said(both.guess), said(both.answer)
    recall = answer_recall(DEPTHS, question.answer, passages)
    asked_twice = [abstention(silent, answerable=False)]
    if trace.in_articles:
        asked_twice.append(abstention(both.answer.abstained, answerable=True))
    scores: Scores = {
        "em": share(exact_match(guess, gold)),
        "f1": share(token_f1(guess, gold)),
        "multiple_choice": share(chosen == question.right),
        "em_abstaining": share(exact_match(said_aloud, gold)),
        "f1_abstaining": share(token_f1(said_aloud, gold)),
        **{name: share(value) for name, value in recall.items()},
        **{name: total(one[name] for one in asked_twice) for name in asked_twice[0]},
    }
    relevant = [
        answer_recall((1,), question.answer, [passage])["answer_recall@1"] > 0 for passage in passages
    ]
    return Item(
        id=question.id,
        type="answer in pool" if trace.in_articles else "answer not in pool",
        question=question.question,
        said=shown(both.answer),
        accepted=question.answer,
        correct=bool(exact_match(said_aloud, gold)),
        scores=scores,
        confidence=both.guess.confidence,
        guess_correct=bool(exact_match(guess, gold)),
        detail={
            "answer": both.answer.to_dict(),
            "gold": {"answers": list(gold), "evidence": []},
            "retrieved": retrieved(hits[:_SHOWN], relevant[:_SHOWN]),
            "guess": guess,
            "choices": list(question.choices),
            "chosen": question.choices[chosen],
            "right": question.right,
            "choice_features": found.round(6).tolist(),
            "trace": trace.to_dict(),
            "answer_removed": ABSTAINED if silent else "answered",
        },
    )
