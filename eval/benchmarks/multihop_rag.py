"""MultiHop-RAG: questions whose answer takes several articles, over a pool of their pieces of evidence.

Tang and Yang, "MultiHop-RAG: Benchmarking Retrieval-Augmented Generation for Multi-Hop Queries", COLM 2024.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eval.asking import asked, said
from eval.datafiles import files_in, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.item import Item
from eval.judging import by_name, judge
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.answer_correct import answer_correct
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.exact_match import exact_match
from eval.measures.lexical_overlap import lexical_overlap
from eval.measures.normalise import normalise
from eval.measures.ranking import ranking_measures
from eval.measures.tally import Scores, share
from eval.measures.token_f1 import token_f1
from eval.outcome import Outcome, not_found
from eval.pool import digest, open_records
from eval.question import Evidence, Question, Turn, draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from index.article import Article
from rag import Chain

DEPTH = 10  # passages retrieved for each question
_RANKING = ("hits@4", "hits@10", "map@10", "mrr@10", "recall@10")
MEASURES = (
    *("answer_correct", "em_abstaining", "f1_abstaining", "citation_precision", "citation_recall"),
    *_RANKING,
    *ABSTENTION,
    "lexical_overlap",
)
Record = dict[str, Any]


def load_multihop_rag(path: Path) -> tuple[list[Question], list[Record]]:
    """Read the questions, and a pseudo-article of each piece of evidence that they name, each once.

    The data set has no articles. A pseudo-article has the fact for its text, and title, source and day of the
    article; its id is made of address and fact, for an article may have given several. Raises `DatasetError`.
    """
    questions: list[Question] = []
    pool: dict[str, Record] = {}
    for item in unique((item for file in files_in(path) for item in records(file)), "id"):
        pieces = [_pseudo_article(piece) for piece in item.objects("evidence_list", optional=True)]
        pool.update((piece["id"], piece) for piece in pieces)
        questions.append(_question(item, pieces))
    if not questions:
        raise DatasetError(f"{path}: there are no questions in it. Give the questions of MultiHop-RAG.")
    return questions, list(pool.values())


def _pseudo_article(piece: Fields) -> Record:
    fact = piece.text("fact")
    given = {
        "title": piece.optional("title"),
        "source": piece.optional("source"),
        "published": piece.optional("published_at"),
    }
    return {"id": digest(f"{piece.text('url')}\n{fact}"), "text": fact, **given}


def _question(item: Fields, pieces: Sequence[Record]) -> Question:
    name, text = item.name("id"), item.question("question")
    kind = item.text("question_type").removesuffix("_query")
    if kind == "null":
        return Question(name, kind, (Turn(text, None),))
    answer = item.text("answer")
    if not normalise(answer):
        raise item.error("answer", "has no letter or digit. Write the words that must stand in the answer")
    if not pieces:
        raise item.error("evidence_list", 'is empty. Give the evidence, or the "question_type" null_query')
    evidence = tuple(dict.fromkeys(Evidence(piece["id"], piece["text"]) for piece in pieces))
    return Question(name, kind, (Turn(text, (answer,), evidence=evidence),))


def multihop_rag(data: Path, options: Options) -> Report:
    """Ask each question over all the evidence of the file, and measure answers, retrieval and silence.

    A null query, which the articles do not answer, counts for abstention only. An answer is right where the gold
    one stands in it as whole words, "yes" and "no" too. hits@k and mrr@10 are those of the paper; its MAP@10 is
    not comparable: its script divides the facts that are new at a rank, not all found so far, by the rank.
    """
    questions, pool_records = load_multihop_rag(data)
    with open_records(pool_records, options) as pool:
        settings = settings_of(files_in(data), options, pool.settings)
        names = by_name(pool.library.articles())
        items = run(
            "multihop_rag",
            draw(questions, options.limit, options.seed),
            partial(_ask, pool.chain, names, options),
            options,
            settings.depends_on,
        )
    missing = not_found([(item.id, item.detail) for item in items])
    return report("multihop_rag", items, MEASURES, settings.finish(evidence_not_found=missing))


def _ask(chain: Chain, names: Mapping[str, Sequence[Article]], options: Options, question: Question) -> Item:
    (turn,) = question.turns
    both = asked(lambda below: chain.answer(turn.question, mode=options.mode, abstain_below=below))
    outcome = Outcome(
        turn,
        both.answer,
        both.guess,
        tuple(chain.retrieve(turn.question, k=max(DEPTH, options.settings.found))),
        judge(turn.evidence, names),
        answer_correct(both.answer, turn),
        turn.answerable and answer_correct(both.guess, turn),
        options.settings.read,
    )
    told = outcome.to_dict()
    overlap = lexical_overlap(turn.question, (piece.quote for piece in turn.evidence))
    return Item(
        id=question.id,
        type=question.type,
        question=turn.question,
        said=told["said"],
        accepted=told["accepted"],
        correct=outcome.correct,
        scores={**_scores(outcome), "lexical_overlap": overlap},
        confidence=both.guess.confidence,
        guess_correct=outcome.guess_correct,
        overlap=overlap.value if overlap.whole else None,
        detail={
            **{name: told[name] for name in ("answer", "gold", "retrieved", "trace")},
            "guess": said(both.guess),
        },
    )


def _scores(outcome: Outcome) -> Scores:
    turn, answer, judgments = outcome.turn, outcome.answer, outcome.judgments
    silence = abstention(answer.abstained, turn.answerable)
    if turn.answers is None:
        return silence
    ranking = ranking_measures(_RANKING, len(judgments), outcome.found())
    return {
        "answer_correct": share(outcome.correct),
        "em_abstaining": share(exact_match(said(answer), turn.answers)),
        "f1_abstaining": share(token_f1(said(answer), turn.answers)),
        "citation_precision": citation_precision(answer, turn.answerable, judgments),
        "citation_recall": citation_recall(answer, turn.answerable, judgments),
        **{name: share(value) for name, value in ranking.items()},
        **silence,
    }
