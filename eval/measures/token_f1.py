"""Token F1, after the scoring scripts of SQuAD 1.1 and 2.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.measures.normalise import squad_normalise


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Give the best F1 (0..1) of the prediction's words with those of an accepted answer; no answers are "".

    Harmonic mean of precision and recall over the words both have, each counted as often as both have it.
    Rajpurkar et al., "SQuAD", EMNLP 2016, section 6.1; where either side has no words, 1 if both have none,
    else 0, as SQuAD 2.0 does it (Rajpurkar et al., ACL 2018).
    """
    said = squad_normalise(prediction).split()
    return max(_f1(said, squad_normalise(answer).split()) for answer in answers or [""])


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    shared = sum((Counter(said) & Counter(gold)).values())
    return 2 * shared / (len(said) + len(gold))
