"""Scores a suite: what each measure says of a turn, and of a question with all its turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.asking import said
from eval.measures.abstention import abstention
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.exact_match import exact_match
from eval.measures.lexical_overlap import lexical_overlap
from eval.measures.quotations_exact import quotations_exact
from eval.measures.ranking import ranking_measures
from eval.measures.tally import NOTHING, Tally, share, total
from eval.measures.token_f1 import token_f1
from eval.outcome import Outcome
from index.article import Article

DEPTH = 10  # passages retrieved for each turn
_RANKING = ("hits@1", "hits@5", "hits@10", "recall@5", "recall@10", "map@10", "mrr@10")
MEASURES = (
    "answer_correct",
    "em_abstaining",
    "f1_abstaining",
    "citation_precision",
    "citation_recall",
    "quotations_exact",
    "abstention_precision",
    "abstention_recall",
    "abstention_balanced_accuracy",
    "refused_unanswerable",
    "refused_answerable",
    *_RANKING,
    "lexical_overlap",
)


def score_question(outcomes: Sequence[Outcome], articles: Mapping[str, Article]) -> dict[str, Tally]:
    """Score a question with every measure, by name; the turns of a conversation are added up.

    But a conversation is right (`answer_correct`) once, when each of its turns is.
    """
    turns = [_score_turn(outcome, articles) for outcome in outcomes]
    correct = share(all(outcome.correct for outcome in outcomes))
    return {"answer_correct": correct} | {name: total(turn[name] for turn in turns) for name in turns[0]}


def _score_turn(outcome: Outcome, articles: Mapping[str, Article]) -> dict[str, Tally]:
    turn, answer, judgments = outcome.turn, outcome.answer, outcome.judgments
    return {
        **_words(outcome),
        "citation_precision": citation_precision(answer, turn.answerable, judgments),
        "citation_recall": citation_recall(answer, turn.answerable, judgments),
        "quotations_exact": quotations_exact(answer, articles),
        **abstention(answer.abstained, turn.answerable),
        **_retrieval(outcome),
        "lexical_overlap": lexical_overlap(turn.question, (piece.quote for piece in turn.evidence)),
    }


def _words(outcome: Outcome) -> dict[str, Tally]:
    """Compare the words said with the accepted answers; an item with `all_of` alone has no single answer."""
    turn = outcome.turn
    if turn.answerable and not turn.answers:
        return {"em_abstaining": NOTHING, "f1_abstaining": NOTHING}
    words, gold = said(outcome.answer), turn.answers or ()
    return {
        "em_abstaining": share(exact_match(words, gold)),
        "f1_abstaining": share(token_f1(words, gold)),
    }


def _retrieval(outcome: Outcome) -> dict[str, Tally]:
    """Look for the evidence among the passages, where the articles say and evidence is given."""
    if not outcome.turn.answerable or not outcome.judgments:
        return dict.fromkeys(_RANKING, NOTHING)
    values = ranking_measures(_RANKING, len(outcome.judgments), outcome.found())
    return {name: share(value) for name, value in values.items()}
