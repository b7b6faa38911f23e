"""Exact match, after the scoring scripts of SQuAD 1.1 and 2.0."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.normalise import squad_normalise


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """1 where the prediction equals an accepted answer after SQuAD's normalisation, else 0.

    Rajpurkar et al., "SQuAD", EMNLP 2016, section 6.1; no answers are the empty answer: Rajpurkar et al.,
    "Know What You Don't Know", ACL 2018.
    """
    said = squad_normalise(prediction)
    return float(any(said == squad_normalise(answer) for answer in answers or [""]))
