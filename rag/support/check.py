"""The check itself: whether a claim is borne out by the quotations it cites.

A sentence that fails on a fact (a quotation that does not stand, a number, date or name that is not there) scores
0. Where all facts stand, how likely people are to say that it is borne out (`weighing`); what is doubtful
beside that (a denial on one side, opposites, another actor) lowers the score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.support.doubts import doubts
from rag.support.evidence import Cited, read
from rag.support.facts import Facts, facts, missing_numbers, missing_others
from rag.support.features import features
from rag.support.meaning import Judge
from rag.support.quotations import fold, places
from rag.support.weighing import probability
from rag.support.words import content, words

SUPPORTED = 0.5
"""The score from which a claim counts as supported."""

_TOO_SHORT = 0.45  # what is left of the score where the quotation has one word
_LONGEST = 1200  # characters, as many as the longest sentence of a passage has


@dataclass(frozen=True, slots=True)
class Support:
    """How well a claim is borne out, 0..1, and in short sentences what speaks against it.

    `longer_may_help`: what is missing may stand beside the quotation, in the same sentence of the passage.
    """

    score: float
    reasons: tuple[str, ...] = ()
    longer_may_help: bool = False

    @property
    def supported(self) -> bool:
        """Whether the score reaches `SUPPORTED`."""
        return self.score >= SUPPORTED


def supports(claim: str, quotation: str, context: str, judge: Judge | None = None) -> Support:
    """Whether `claim` is borne out by `quotation`, which must stand in `context`.

    The quotation must stand in the context character for character, white space apart, and cut no word or number
    in two. Every number of the claim must stand in the quotation; every date, name, link and run of quoted words
    in the context (a date may be written otherwise, and counts from the context's `Published:` line). `context_of`
    makes a context from a hit. `judge` says how near their meanings are; without one, words alone are weighed.
    Pure: the same strings and the same judge always give the same result.
    """
    return supports_together(claim, ((quotation, context),), judge)


def supports_together(claim: str, cited: Sequence[tuple[str, str]], judge: Judge | None = None) -> Support:
    """As `supports`, for a claim that cites several quotations, each as (quotation, context), which must all stand."""
    claim = fold(claim)
    if not cited:
        return Support(0.0, ("nothing is quoted",))
    if not re.search(r"[^\W_]", claim):
        return Support(0.0, ("the sentence says nothing",))
    if len(claim) > _LONGEST:
        return Support(0.0, ("the sentence is too long to check",))
    found: list[Cited] = []
    for quotation, context in cited:
        known = read(context)
        spans, trouble = places(fold(quotation), known.text)
        if trouble:
            return Support(0.0, (trouble,))
        found.append(Cited(known, spans))
    given = facts(claim)
    numbers = tuple(missing_numbers(given.counts, found))
    others = tuple(missing_others(given, found))
    if numbers or others:
        return Support(0.0, numbers + others, longer_may_help=not others)
    return _weigh(given, found, judge)


def weighed(given: Facts, found: Sequence[Cited]) -> tuple[float, ...]:
    """The features of a claim whose facts all stand, in the order of `rag.support.features.NAMES`."""
    return features(
        given.rest,
        len(given.counts) + len(given.days),
        frozenset(word for name in given.names for word in content(" ".join(name.tokens))),
        " ".join(cited.quotation for cited in found),
        frozenset().union(*(cited.context.stems for cited in found)),
    )


def _weigh(given: Facts, found: Sequence[Cited], judge: Judge | None) -> Support:
    """The score of a claim whose facts all stand."""
    quotation = " ".join(cited.quotation for cited in found)
    if _says_the_same(given.claim, quotation):
        score = 1.0
    else:
        score = probability(weighed(given, found), judge(given.claim, quotation) if judge else None)
    reasons: list[str] = []
    longer = False
    if score < SUPPORTED:
        reasons.append("little of what it says is in the quotation")
        longer = True
    has = len(content(quotation)) + sum(len(cited.numbers) for cited in found)
    if has < 2 <= len(content(given.rest)) + len(given.counts) + len(given.days):
        reasons.append("the quotation is too short to show it")
        score, longer = score * _TOO_SHORT, True
    for reason, factor in doubts(given.claim, given.counts, found, quotation):
        reasons.append(reason)
        score *= factor
        longer = False
    return Support(round(score, 4), tuple(reasons), longer)


def _says_the_same(claim: str, quotation: str) -> bool:
    """Whether the words of a claim stand in the quotation one after the other."""
    ours, theirs = ([word.casefold() for word, _ in words(text)] for text in (claim, quotation))
    return bool(ours) and f" {' '.join(ours)} " in f" {' '.join(theirs)} "
