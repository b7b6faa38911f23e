"""What speaks against a claim though every fact of it stands in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.support import names
from rag.support.evidence import Cited
from rag.support.names import Known, Name
from rag.support.numbers import Number, states
from rag.support.opposites import opposed
from rag.support.words import VERB_NEXT, denials, words

_SPEAKING = frozenset(("said", "says", "told", "added", "announced", "reported", "noted", "stated"))
_DENIES_IN_OTHER_WORDS = re.compile(
    r"\b(?:lack(?:s|ed|ing)?|non-?[a-z]{3,}|instead of|rather than|free of|outside|unable|impossible|far from|too)\b",
    re.I,
)
_LIMITS = (
    (
        re.compile(r"\b(?:more than|over|at least|exceeding|upwards of|no fewer than|no less than) $", re.I),
        "more",
    ),
    (
        re.compile(r"\b(?:fewer than|less than|under|up to|at most|no more than|nearly|almost) $", re.I),
        "fewer",
    ),
)


def doubts(
    claim: str, counts: Sequence[Number], found: Sequence[Cited], quotation: str
) -> Iterator[tuple[str, float]]:
    """What speaks against a claim though its facts stand, each with the factor it takes off the score."""
    if _negation_differs(claim, quotation):
        yield "one of sentence and quotation denies what the other says", 0.4
    for wanted in counts:
        yield from _number_doubts(wanted, claim, found)
    for word, opposite in opposed(claim, quotation):
        yield f"the quotation says {opposite} where it says {word}", 0.4
    other = _other_subject(claim, quotation)
    if other:
        yield f"the quotation says it of {other}", 0.4


def _negation_differs(claim: str, quotation: str) -> bool:
    claim_negates, claim_denied, claim_said = denials(claim)
    quote_negates, quote_denied, quote_said = denials(quotation)
    if claim_negates and not quote_negates:
        return bool(claim_denied & quote_said or not claim_denied) and not _DENIES_IN_OTHER_WORDS.search(
            quotation
        )
    denied_only_there = (quote_denied - quote_said) & (claim_said - claim_denied)
    denied_only_here = (claim_denied - claim_said) & (quote_said - quote_denied)
    return bool(denied_only_there and (denied_only_here or not claim_negates))


def _number_doubts(wanted: Number, claim: str, found: Sequence[Cited]) -> Iterator[tuple[str, float]]:
    mine = wanted.counts
    same: set[str] = set()
    others: set[str] = set()
    limits: set[str] = set()
    for cited in found:
        for number in cited.numbers:
            if states(number, wanted):
                same.update(number.counts)
                limits.add(_limit(cited.context.text, number))
            else:
                others.update(number.counts[:1])
    if mine and mine[0] in others and not same & set(mine):
        yield f"the quotation gives another number for what {wanted.text} counts", 0.4
    limit = _limit(claim, wanted)
    if limit not in limits:
        both = limit and limits - {""}
        words_of = " or ".join(sorted(f"{name} than" for name in limits if name)) or "just"
        yield f"the quotation says {words_of} {wanted.text}", 0.4 if both else 0.9


def _limit(text: str, number: Number) -> str:
    before = text[max(0, number.start - 24) : number.start]
    return next((name for pattern, name in _LIMITS if pattern.search(before)), "")


def _subject(text: str, found: Sequence[Name]) -> Name | None:
    """The first name that a verb follows at once, one of speaking aside."""
    for name in found:
        match = VERB_NEXT.match(text, name.end)
        if match and match["verb"] not in _SPEAKING:
            return name
    return None


def _other_subject(claim: str, quotation: str) -> str:
    """The name of whom the quotation says it, where the claim says it of somebody the quotation does not name."""
    here, there = names.names(claim), names.names(quotation)
    subject = _subject(claim, here[:1])
    other = _subject(quotation, there)
    if subject is None or other is None:
        return ""
    if Known([quotation]).holds(subject.tokens) or Known([claim]).holds(other.tokens):
        return ""
    if {word.casefold() for word, _ in words(quotation)} & {token.casefold() for token in subject.tokens}:
        return ""
    return other.text
