"""SQuAD 1.1 and 2.0, and what has their format (XQuAD, SQuADShifts): the reader alone, with the item's paragraph.

Rajpurkar et al., EMNLP 2016 and ACL 2018; Artetxe, Ruder and Yogatama, ACL 2020 (XQuAD).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.asking import DO_NOT_SAY, Asked, retrieved, said, shown
from eval.datafiles import document, files_in
from eval.errors import DatasetError
from eval.fields import Fields
from eval.given import GivenReader, given_reader
from eval.item import Item
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.exact_match import exact_match
from eval.measures.tally import Scores, share
from eval.measures.token_f1 import token_f1
from eval.question import draw
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from eval.threshold import Guess, best_threshold
from eval.tracing import trace_of_words
from index.article import Article

_MEASURES_1 = ("em", "f1", "em_abstaining", "f1_abstaining", "refused_answerable")
_MEASURES_2 = (
    *("em", "f1", "em_has_answer", "f1_has_answer", "em_no_answer", "f1_no_answer"),
    *("em_best_threshold", "f1_best_threshold"),
    *ABSTENTION,
)


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question on a paragraph; `answers` is empty where the paragraph does not say."""

    id: str
    question: str
    title: str
    paragraph: str
    answers: tuple[str, ...]


def load_squad(path: Path) -> tuple[list[SquadQuestion], bool]:
    """Read the questions, and whether they may have no answer: SQuAD 2.0 says so of each. Raises `DatasetError`."""
    questions: list[SquadQuestion] = []
    seen: set[str] = set()
    with_silence = False
    for article in document(path).objects("data"):
        title = article.optional("title") or ""
        for paragraph in article.objects("paragraphs"):
            context = paragraph.text("context")
            for item in paragraph.objects("qas"):
                question = _question(item, title, context)
                if question.id in seen:
                    raise item.error("id", f'"{question.id}" stands there twice. Give each question its own')
                seen.add(question.id)
                questions.append(question)
                with_silence |= item.has("is_impossible")
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Give a file in the format of SQuAD.")
    return questions, with_silence


def _question(item: Fields, title: str, paragraph: str) -> SquadQuestion:
    impossible = item.flag("is_impossible", default=False)
    answers = () if impossible else tuple(answer.text("text") for answer in item.objects("answers"))
    if not impossible and not answers:
        raise item.error("answers", 'is empty. Give a gold answer, or "is_impossible": true')
    return SquadQuestion(
        item.name("id"), item.question("question"), title.replace("_", " "), paragraph, answers
    )


def squad(data: Path, options: Options) -> Report:
    """Read each question's own paragraph for its answer and compare with the gold ones.

    On SQuAD 1.1 `em` and `f1` are of the best span with abstention off, on 2.0 of the answer at the shipped
    threshold; those at the threshold that is best for these data, chosen after the event, stand beside them.
    """
    (file,) = _one(files_in(data))
    questions, with_silence = load_squad(file)
    names = _MEASURES_2 if with_silence else _MEASURES_1
    with given_reader(options) as (reader, given):
        settings = settings_of(
            [file], options, {**given, "version_of_data": "2.0" if with_silence else "1.1"}
        )
        items = run(
            "squad",
            draw(questions, options.limit, options.seed),
            lambda question: _ask(reader, question, with_silence, options.settings.read),
            options,
            settings.depends_on,
        )
    if not with_silence:
        return report("squad", items, names, settings.finish())
    best = best_threshold([_guess(item) for item in items])
    items = [_at_threshold(item, best) for item in items]
    return report("squad", items, names, settings.finish(best_threshold=best))


def _one(files: Sequence[Path]) -> Sequence[Path]:
    if len(files) > 1:
        raise DatasetError(
            f"{files[0].parent}: there are {len(files)} files in this folder. Give one of them with --data: "
            + ", ".join(file.name for file in files)
        )
    return files


def _ask(reader: GivenReader, question: SquadQuestion, with_silence: bool, read: int) -> Item:
    article = Article(id=question.id, title=question.title, text=question.paragraph)
    hits = reader.hits(question.question, [article])
    both = reader.ask(question.question, hits)
    guessed = said(both.guess)
    trace = trace_of_words(question.answers, bool(question.answers), hits, read, both.guess)
    return Item(
        id=question.id,
        type="has answer" if question.answers else "no answer",
        question=question.question,
        said=shown(both.answer),
        accepted=" / ".join(dict.fromkeys(question.answers)) or DO_NOT_SAY,
        correct=bool(exact_match(said(both.answer), question.answers)),
        scores=_scores(both, question.answers, with_silence),
        confidence=both.guess.confidence,
        guess_correct=bool(question.answers) and bool(exact_match(guessed, question.answers)),
        detail={
            "answer": both.answer.to_dict(),
            "gold": {"answers": list(question.answers) or None, "evidence": []},
            "retrieved": retrieved(hits, [None] * len(hits)),
            "guess": guessed,
            "trace": trace.to_dict(),
            "guess_em": exact_match(guessed, question.answers),
            "guess_f1": token_f1(guessed, question.answers),
        },
    )


def _scores(both: Asked, gold: Sequence[str], with_silence: bool) -> Scores:
    em, f1 = (share(measure(said(both.answer), gold)) for measure in (exact_match, token_f1))
    silence = abstention(both.answer.abstained, bool(gold))
    if not with_silence:
        guess = said(both.guess)
        best = {"em": share(exact_match(guess, gold)), "f1": share(token_f1(guess, gold))}
        return {**best, "em_abstaining": em, "f1_abstaining": f1, **silence}
    apart = "has_answer" if gold else "no_answer"
    return {"em": em, "f1": f1, f"em_{apart}": em, f"f1_{apart}": f1, **silence}


def _guess(item: Item) -> Guess:
    detail: dict[str, Any] = dict(item.detail)
    return Guess(item.confidence or 0.0, detail["guess_f1"], silent=item.type == "no answer")


def _at_threshold(item: Item, threshold: float) -> Item:
    """Add the scores that the answer would have at another threshold."""
    if (item.confidence or 0.0) >= threshold:
        em, f1 = item.detail["guess_em"], item.detail["guess_f1"]
    else:
        em = f1 = float(item.type == "no answer")
    added = {"em_best_threshold": share(em), "f1_best_threshold": share(f1)}
    return item.with_scores(added)
