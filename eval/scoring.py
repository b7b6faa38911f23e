"""Puts the measures together: what each says of a turn, and of a question with all its turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.measures.abstention import abstention_precision, abstention_recall, refused_answerable
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.exact_match import exact_match
from eval.measures.hits import hits_at
from eval.measures.normalise import without_markers
from eval.measures.quotations_exact import quotations_exact
from eval.measures.reciprocal_rank import reciprocal_rank
from eval.measures.tally import NOTHING, Tally, share, total
from eval.measures.token_f1 import token_f1
from eval.outcome import Outcome
from index.article import Article

DEPTH = 10  # passages retrieved for each turn
MEASURES = (
    "answer_correct",
    "em_abstaining",
    "f1_abstaining",
    "citation_precision",
    "citation_recall",
    "quotations_exact",
    "abstention_precision",
    "abstention_recall",
    "refused_unanswerable",
    "refused_answerable",
    "hits@1",
    "hits@5",
    "hits@10",
    "mrr@10",
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
    refused = abstention_recall(answer, turn)
    return {
        **_words(outcome),
        "citation_precision": citation_precision(answer, turn, judgments),
        "citation_recall": citation_recall(answer, turn, judgments),
        "quotations_exact": quotations_exact(answer, articles),
        "abstention_precision": abstention_precision(answer, turn),
        "abstention_recall": refused,
        "refused_unanswerable": refused,
        "refused_answerable": refused_answerable(answer, turn),
        **_retrieval(outcome),
    }


def _words(outcome: Outcome) -> dict[str, Tally]:
    """Compare the words said with the accepted answers; an item with `all_of` alone has no single answer."""
    turn, answer = outcome.turn, outcome.answer
    if turn.answerable and not turn.answers:
        return {"em_abstaining": NOTHING, "f1_abstaining": NOTHING}
    said = "" if answer.abstained else answer.short or without_markers(answer.text)
    gold = turn.answers or ()
    return {
        "em_abstaining": Tally(exact_match(said, gold), 1.0),
        "f1_abstaining": Tally(token_f1(said, gold), 1.0),
    }


def _retrieval(outcome: Outcome) -> dict[str, Tally]:
    """Look for the evidence among the passages, where the articles say and evidence is given."""
    names = ("hits@1", "hits@5", "hits@10", "mrr@10")
    if not outcome.turn.answerable or not outcome.judgments:
        return dict.fromkeys(names, NOTHING)
    relevant = outcome.relevant()
    values = (*(hits_at(k, relevant) for k in (1, 5, DEPTH)), reciprocal_rank(DEPTH, relevant))
    return {name: Tally(value, 1.0) for name, value in zip(names, values, strict=True)}
