"""CLAPNQ: long answers grounded in sentences of the item's own passage, and passages that do not answer.

Rosenthal, Sil, Florian and Roukos, "CLAPnq: Cohesive Long-form Answers from Passages in Natural Questions for RAG
systems", TACL 2025.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.asking import ABSTAINED
from eval.datafiles import files_in, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.given import GivenReader, given_reader
from eval.item import Item
from eval.judging import Judgment, by_name, cites, judge, locate
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.lexical_overlap import lexical_overlap
from eval.measures.normalise import without_markers
from eval.measures.rouge_l import rouge_l
from eval.measures.tally import NOTHING, Scores, Tally, share
from eval.measures.token_f1 import token_f1
from eval.outcome import Outcome, not_found
from eval.question import Evidence, Turn, draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from index.article import Article
from rag.result import Answer

MEASURES = ("rouge_l", "f1_abstaining", "citation_precision", "citation_recall", *ABSTENTION)


@dataclass(frozen=True, slots=True)
class Gold:
    """What one annotator wrote, and the sentences of the passages that it was made of."""

    answer: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClapnqQuestion:
    """A question with its passages; `golds` is empty where they do not say."""

    id: str
    question: str
    passages: tuple[Article, ...]
    golds: tuple[Gold, ...]

    def turn(self) -> Turn:
        """The question with all answers and every sentence that an annotator chose, each once."""
        answers = tuple(dict.fromkeys(gold.answer for gold in self.golds))
        chosen = dict.fromkeys(sentence for gold in self.golds for sentence in gold.sentences)
        evidence = tuple(Evidence(self._holding(sentence), sentence) for sentence in chosen)
        return Turn(self.question, answers or None, evidence=evidence)

    def _holding(self, sentence: str) -> str:
        """The id of the passage that a sentence stands in; of the first where it stands in none."""
        holding = (passage.id for passage in self.passages if locate(passage.text, sentence))
        return next(holding, self.passages[0].id)


def load_clapnq(path: Path) -> list[ClapnqQuestion]:
    """Read the questions of a file, or of all files of a folder. Raises `DatasetError`."""
    questions = [
        _question(item) for item in unique((item for file in files_in(path) for item in records(file)), "id")
    ]
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Give files in the format of CLAPNQ.")
    return questions


def _question(item: Fields) -> ClapnqQuestion:
    name, question = item.name("id"), item.question("input")
    passages = tuple(
        Article(id=f"{name}-{number}", title=part.optional("title") or "", text=part.text("text"))
        for number, part in enumerate(item.objects("passages"))
    )
    if not passages:
        raise item.error("passages", "is empty. Give the passage that is to be read")
    outputs = item.objects("output")
    if not outputs:
        raise item.error(
            "output", 'is empty. Give an answer, or {"answer": ""} where the passages do not say'
        )
    golds = (_gold(output) for output in outputs)
    return ClapnqQuestion(name, question, passages, tuple(gold for gold in golds if gold))


def _gold(output: Fields) -> Gold | None:
    """What an annotator wrote; None for one who wrote nothing, for the passages do not say."""
    if not output.has("answer"):
        raise output.error("answer", 'is missing. Add it, "" where the passages do not say')
    answer = output.optional("answer")
    sentences = output.texts("selected_sentences", optional=True)
    return Gold(answer, tuple(dict.fromkeys(sentences))) if answer else None


def clapnq(data: Path, options: Options) -> Report:
    """Read each question's own passages for a long answer, and measure its words, its citations and silence.

    Compared is the whole prose, for gold answers are long; with several annotators, the best agreement with one.
    An answer counts as right where it cites a sentence that an annotator chose: prose has no one right wording.
    """
    questions = load_clapnq(data)
    with given_reader(options) as (reader, given):
        settings = settings_of(files_in(data), options, given)
        items = run(
            "clapnq",
            draw(questions, options.limit, options.seed),
            partial(_ask, reader, options.settings.read),
            options,
            settings.depends_on,
        )
    missing = not_found([(item.id, item.detail) for item in items])
    return report("clapnq", items, MEASURES, settings.finish(evidence_not_found=missing))


def _ask(reader: GivenReader, read: int, question: ClapnqQuestion) -> Item:
    turn = question.turn()
    hits = reader.hits(turn.question, question.passages)
    both = reader.ask(turn.question, hits)
    judgments = judge(turn.evidence, by_name(question.passages))
    correct, guess_correct = (_right(answer, turn, judgments) for answer in (both.answer, both.guess))
    outcome = Outcome(turn, both.answer, both.guess, tuple(hits), judgments, correct, guess_correct, read)
    told = outcome.to_dict()
    overlap = lexical_overlap(turn.question, (piece.quote for piece in turn.evidence))
    return Item(
        id=question.id,
        type="answerable" if turn.answerable else "unanswerable",
        question=turn.question,
        said=_prose(both.answer) or ABSTAINED,
        accepted=told["accepted"],
        correct=correct,
        scores=_scores(both.answer, question.golds, judgments),
        confidence=both.guess.confidence,
        guess_correct=turn.answerable and guess_correct,
        overlap=overlap.value if overlap.whole else None,
        detail={
            **{name: told[name] for name in ("answer", "gold", "retrieved", "trace")},
            "guess": _prose(both.guess),
        },
    )


def _prose(answer: Answer) -> str:
    """The words of a long answer; "" for an abstention."""
    return "" if answer.abstained else without_markers(answer.text)


def _right(answer: Answer, turn: Turn, judgments: Sequence[Judgment]) -> bool:
    if not turn.answerable:
        return answer.abstained
    return any(cites(citation, judgment) for citation in answer.citations for judgment in judgments)


def _scores(answer: Answer, golds: Sequence[Gold], judgments: Sequence[Judgment]) -> Scores:
    silence = abstention(answer.abstained, bool(golds))
    if not golds:
        return silence
    answers, prose = [gold.answer for gold in golds], _prose(answer)
    return {
        "rouge_l": share(rouge_l(prose, answers)),
        "f1_abstaining": share(token_f1(prose, answers)),
        "citation_precision": citation_precision(answer, answerable=True, judgments=judgments),
        "citation_recall": _best_recall(answer, golds, {one.evidence.quote: one for one in judgments}),
        **silence,
    }


def _best_recall(answer: Answer, golds: Sequence[Gold], judgments: Mapping[str, Judgment]) -> Tally:
    """Citation recall by the annotator whose choice is cited best: nobody chose the sentences of all."""
    recalls = [
        citation_recall(answer, answerable=True, judgments=[judgments[quote] for quote in gold.sentences])
        for gold in golds
        if gold.sentences
    ]
    return max(recalls, key=lambda tally: tally.value, default=NOTHING)
