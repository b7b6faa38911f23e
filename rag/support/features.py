"""What can be said, in numbers, of a claim whose facts all stand: how much of it is in the quotation."""

from __future__ import annotations

from rag.support.rarity import weight
from rag.support.words import content

NAMES = ("quoted", "around")
"""The features in order, each 0..1; the weights follow it. `features` says what each is.

Tried and left out, because they told supported from unsupported claims no better: how rare the rarest missing word is,
neighbouring words that are near or beside each other, the longest run, the claim's length, hedges, words such as "all"
and "first", reasons given.
"""

_FACT = 6.0  # the rarity of a number or date: they all stand, and count as words that were found


def features(
    claim: str, facts: int, named: frozenset[str], quotation: str, around: frozenset[str]
) -> tuple[float, ...]:
    """The features of a claim, without its numbers and dates (there are `facts` of them), beside its quotation.

    `named` are the stems of the claim's names, which all stand, `around` those of the passages quoted from. quoted:
    the share of the claim's words that are in the quotation, by rarity; around: in the passages.
    """
    wanted, quoted = content(claim), frozenset(content(quotation)) | named
    whole = weight(wanted) + _FACT * facts
    in_quotation = weight(word for word in wanted if word in quoted) + _FACT * facts
    in_passages = weight(word for word in wanted if word in quoted or word in around) + _FACT * facts
    return (
        in_quotation / whole if whole else 1.0,
        in_passages / whole if whole else 1.0,
    )
