"""Lexical overlap: how many of a question's words its evidence has. Questions that share them all are easy."""

from __future__ import annotations

from collections.abc import Iterable

from eval.measures.tally import NOTHING, Tally
from rag.keywords import keywords
from rag.reader.features import stems


def lexical_overlap(question: str, evidence: Iterable[str]) -> Tally:
    """Content words of the question, as stems, that stand in a piece of the evidence, of all of them.

    After Sugawara et al., "What Makes Reading Comprehension Questions Easier?", EMNLP 2018, who take the sentence
    most like the question; we take the gold evidence. Nothing where there is no evidence or no content word.
    """
    wanted = stems(" ".join(keywords(question)))
    there = stems(" ".join(evidence))
    return Tally(len(wanted & there), len(wanted)) if wanted and there else NOTHING
