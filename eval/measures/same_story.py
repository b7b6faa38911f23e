"""Precision and recall of copies: whether an article was put into the story that it belongs to."""

from __future__ import annotations

from eval.measures.tally import Tally, share

MEASURES = ("copy_f1", "copy_precision", "copy_recall", "kept_apart")


def same_story(said: str | None, gold: str | None) -> dict[str, Tally]:
    """Say what the story given to one article tells by measure; None is a story of its own.

    Precision is of all that were said to be copies, recall of all that are; a copy of the one taken for a copy of
    another counts against both. F1 is made of them. `kept_apart` is of all that are no copies.
    """
    right = said == gold
    return {
        "copy_precision": share(right, of=said is not None),
        "copy_recall": share(right, of=gold is not None),
        "kept_apart": share(right, of=gold is None),
    }
