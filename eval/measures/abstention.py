"""Abstention: whether it is silent where the articles are, and only there."""

from __future__ import annotations

from eval.measures.tally import Tally, share

MEASURES = (
    "abstention_precision",
    "abstention_recall",
    "abstention_balanced_accuracy",
    "refused_unanswerable",
    "refused_answerable",
)


def abstention(abstained: bool, answerable: bool) -> dict[str, Tally]:
    """Say what one question tells of abstention, by measure.

    - `abstention_precision`: abstentions where the articles do not say, of all abstentions;
    - `abstention_recall`: the same, of all questions where they do not say; `refused_unanswerable` is its other name;
    - `refused_answerable`: abstentions where the articles do say, of all questions where they do: lower is better.

    The balanced accuracy is the mean of what should be refused and is, and what should not and is not; it is made
    of these. Precision and recall (van Rijsbergen, "Information Retrieval", 1979, chapter 7) of "the articles do
    not say" as a class of its own. Questions without an answer: Rajpurkar et al., "Know What You Don't Know:
    Unanswerable Questions for SQuAD", ACL 2018.
    """
    refused = share(abstained, of=not answerable)
    return {
        "abstention_precision": share(not answerable, of=abstained),
        "abstention_recall": refused,
        "refused_unanswerable": refused,
        "refused_answerable": share(abstained, of=answerable),
    }
