"""Holds a claim against references that are cited whole, with no quotation marked, by the check of `rag.support`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article import Hit
from rag.support import Support, context_of, supports, supports_together
from rag.support.words import content

_DIGITS = re.compile(r"\d+")
Quoted = tuple[str, str]
"""A quotation and the context it stands in."""


def borne_out(claim: str, references: Sequence[Hit]) -> Support:
    """How well a claim is borne out by references, each one passage: the best of what speaks for it.

    `supports` wants a quotation. As `rag.writer` does with a passage that a sentence cites without quoting, the best
    sentence of each reference is taken for it, one at a time and then those of all references together. A claim is
    supported where one of these attempts reaches `SUPPORTED`.
    """
    quoted = [best for reference in references if (best := _best(claim, reference))]
    attempts = [[one] for one in quoted] + ([quoted] if len(quoted) > 1 else [])
    tried = [supports_together(claim, attempt) for attempt in attempts]
    return max(tried, key=lambda support: support.score, default=supports_together(claim, quoted))


def _best(claim: str, reference: Hit) -> Quoted | None:
    """The sentence that bears a claim out best, by support, then by common words; None where none has any of them.

    A sentence with no word or digits of the claim is not tried: some references have thousands.
    """
    context = context_of(reference)
    wanted, digits = set(content(claim)), set(_DIGITS.findall(claim))
    best, most = None, (0.0, 0)
    for _, _, sentence in reference.passage.sentence_texts():
        common = len(wanted & set(content(sentence)))
        if common or digits & set(_DIGITS.findall(sentence)):
            worth = supports(claim, sentence, context).score, common
            if worth > most:
                best, most = (sentence, context), worth
    return best
