"""Citation precision: how many of the citations point at the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from eval.judging import Judgment, cites
from eval.measures.tally import NOTHING, Tally
from rag.result import Answer


def citation_precision(answer: Answer, answerable: bool, judgments: Sequence[Judgment]) -> Tally:
    """Right citations of all citations, where the articles say, evidence is given and an answer was given.

    After Gao et al., "Enabling Large Language Models to Generate Text with Citations", EMNLP 2023, with gold
    spans in the place of an entailment model: another passage that says the same counts as wrong.
    """
    if not answerable or not judgments or answer.abstained:
        return NOTHING
    right = sum(any(cites(citation, judgment) for judgment in judgments) for citation in answer.citations)
    return Tally(right, len(answer.citations))
