"""Decisions between two classes, supported and unsupported: what each tells of accuracy, recall and precision."""

from __future__ import annotations

from eval.measures.tally import Tally, share

MEASURES = (
    *("accuracy", "balanced_accuracy", "macro_f1"),
    *("supported_recall", "unsupported_recall", "supported_precision", "unsupported_precision"),
)


def decision(said: bool, gold: bool) -> dict[str, Tally]:
    """Say what one decision, True for supported, tells by measure.

    Recall is of all that are of the class, precision of all that were said to be. Balanced accuracy, the mean of
    both recalls (Brodersen et al., "The Balanced Accuracy and Its Posterior Distribution", ICPR 2010), and macro F1,
    the mean of the F1 of both classes, are made of these.
    """
    right = said == gold
    return {
        "accuracy": share(right),
        "supported_recall": share(right, of=gold),
        "unsupported_recall": share(right, of=not gold),
        "supported_precision": share(right, of=said),
        "unsupported_precision": share(right, of=not said),
    }
