"""Citation recall: how much of the evidence is cited."""

from __future__ import annotations

from collections.abc import Sequence

from eval.judging import Judgment, cites
from eval.measures.tally import NOTHING, Tally
from rag.result import Answer


def citation_recall(answer: Answer, answerable: bool, judgments: Sequence[Judgment]) -> Tally:
    """Pieces of evidence that a citation covers, of all pieces, where the articles say.

    After Gao et al., "Enabling Large Language Models to Generate Text with Citations", EMNLP 2023, with gold
    spans in the place of an entailment model. An abstention covers nothing; evidence that stands in no
    article of the library is not covered.
    """
    if not answerable:
        return NOTHING
    covered = sum(any(cites(citation, judgment) for citation in answer.citations) for judgment in judgments)
    return Tally(covered, len(judgments))
