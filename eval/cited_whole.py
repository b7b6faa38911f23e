"""Holds a claim against references that are cited whole, with no quotation marked, by the check of `rag.support`."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Hit
from rag.support import Judge, Support, bearing, context_of, supports_together

Quoted = tuple[str, str]
"""A quotation and the context it stands in."""


def borne_out(claim: str, references: Sequence[Hit], judge: Judge | None = None) -> Support:
    """How well a claim is borne out by references, each one passage: the best of what speaks for it.

    `supports` wants quotations. The sentences of each reference that have the most of the claim are taken for them,
    reference by reference and then those of all together. A claim is supported where one of these attempts reaches
    `SUPPORTED`.
    """
    quoted = [found for reference in references if (found := _quoted(claim, reference))]
    attempts = quoted + ([[one for found in quoted for one in found]] if len(quoted) > 1 else [])
    tried = [supports_together(claim, attempt, judge) for attempt in attempts]
    return max(tried, key=lambda support: support.score, default=supports_together(claim, ()))


def _quoted(claim: str, reference: Hit) -> list[Quoted]:
    context = context_of(reference)
    sentences = [sentence for _, _, sentence in reference.passage.sentence_texts()]
    return [(sentences[at], context) for at in bearing(claim, sentences)]
