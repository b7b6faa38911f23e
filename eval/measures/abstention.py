"""Abstention: whether it is silent where the articles are, and only there.

Precision and recall (van Rijsbergen, "Information Retrieval", 1979, chapter 7) of "the articles do not say"
as a class of its own. Questions without an answer: Rajpurkar et al., "Know What You Don't Know: Unanswerable
Questions for SQuAD", ACL 2018.
"""

from __future__ import annotations

from eval.measures.tally import Tally, share
from eval.question import Turn
from rag.result import Answer


def abstention_precision(answer: Answer, turn: Turn) -> Tally:
    """Abstentions where the articles do not say, of all abstentions."""
    return share(not turn.answerable, of=answer.abstained)


def abstention_recall(answer: Answer, turn: Turn) -> Tally:
    """Abstentions where the articles do not say, of all questions where they do not.

    The share of refused unanswerable questions is the same figure; reports give it under both names.
    """
    return share(answer.abstained, of=not turn.answerable)


def refused_answerable(answer: Answer, turn: Turn) -> Tally:
    """Abstentions where the articles do say, of all questions where they do: lower is better."""
    return share(answer.abstained, of=turn.answerable)
