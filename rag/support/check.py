"""The check itself: whether a claim is borne out by the quotations it cites.

A sentence that fails on a fact (a quotation that does not stand, a number, date or name that is not there) scores
0. What is only doubtful (a negation on one side, few words in common) lowers the score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.support import dates, names, numbers
from rag.support.dates import Day
from rag.support.doubts import doubts
from rag.support.evidence import Cited, read
from rag.support.names import Known
from rag.support.numbers import Number
from rag.support.quotations import fold, inner_quotations, places, same_quotes
from rag.support.words import content

SUPPORTED = 0.5
"""The score from which a claim counts as supported."""

_FLOOR = 0.3  # the score of a claim whose facts all stand and whose words do not
_ELSEWHERE = 0.25  # what a word is worth that stands in the passage, not in the quotation
_LONGEST = 1200  # characters, as many as the longest sentence of a passage has
_PUBLISHING = re.compile(
    r"\b(?:report|publi|news|article|dated|wrote|according|said|announce)", re.IGNORECASE
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


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


def supports(claim: str, quotation: str, context: str) -> Support:
    """Whether `claim` is borne out by `quotation`, which must stand in `context`.

    The quotation must stand in the context character for character, white space apart, and cut no word or number
    in two. Every number of the claim must stand in the quotation; every date, name, link and run of quoted words
    in the context (a date may be written otherwise, and counts from the context's `Published:` line). `context_of`
    makes a context from a hit. Pure: the same three strings always give the same result.
    """
    return supports_together(claim, ((quotation, context),))


def supports_together(claim: str, cited: Sequence[tuple[str, str]]) -> Support:
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
    days = dates.days(claim)
    counts = [number for number in numbers.numbers(dates.blank(claim, days)) if not number.pronoun]
    missing_numbers = tuple(_missing_numbers(counts, found))
    others = (
        *_missing_days(claim, days, found),
        *_missing_words(claim, [context for _, context in cited], found),
    )
    if missing_numbers or others:
        return Support(0.0, missing_numbers + others, longer_may_help=not others)
    return _weigh(claim, counts, days, found)


def _missing_numbers(counts: Sequence[Number], found: Sequence[Cited]) -> Iterator[str]:
    have = [number for cited in found for number in cited.numbers]
    for wanted in counts:
        if not any(numbers.states(number, wanted) for number in have):
            yield f"the number {wanted.text[:40]} is not in the quotation"


def _missing_days(claim: str, days: Sequence[Day], found: Sequence[Cited]) -> Iterator[str]:
    for wanted in days:
        if not any(dates.given(wanted, cited.context.days, cited.context.resolved) for cited in found):
            yield f"the date {wanted.text} is not in the passage"
        elif (
            wanted.day
            and not _PUBLISHING.search(claim)
            and all(_only_published(wanted, cited) for cited in found)
        ):
            yield f"the date {wanted.text} is that of the publication, and the quotation gives another"


def _only_published(wanted: Day, cited: Cited) -> bool:
    """Whether a date is given as the day of publication alone, while the quotation speaks of another time."""
    context = cited.context
    quoted = [expression for expression in context.resolved if cited.holds(expression.start, expression.end)]
    if context.published is None or not quoted or any(dates.within(wanted, q.first, q.last) for q in quoted):
        return False
    stated = [day for day in context.days if dates.whole(day) != context.published]
    resolved = [found for found in context.resolved if found.relative or found.first != context.published]
    return not dates.given(wanted, stated, resolved)


def _missing_words(claim: str, contexts: Sequence[str], found: Sequence[Cited]) -> Iterator[str]:
    known = Known(contexts)
    for name in names.names(claim):
        if not known.holds(name.tokens):
            yield f"the name {name.text[:80]} is not in the passage"
    texts = [same_quotes(cited.context.text).casefold() for cited in found]
    for quoted in inner_quotations(claim):
        if not any(quoted.casefold() in text for text in texts):
            yield f"the words “{quoted}” are not in the passage"
    for link in _LINK.findall(claim):
        if not any(link.rstrip(".,;)").casefold() in text for text in texts):
            yield "it holds a link that is not in the passage"


def _weigh(claim: str, counts: Sequence[Number], days: Sequence[Day], found: Sequence[Cited]) -> Support:
    """The score of a claim whose facts all stand."""
    quotation = " ".join(cited.quotation for cited in found)
    quoted = set(content(quotation))
    around = {stem for cited in found for stem in content(cited.context.text)}
    wanted = content(_without(claim, (*counts, *days)))
    worth = sum(1.0 if stem in quoted else _ELSEWHERE if stem in around else 0.0 for stem in wanted)
    facts = len(counts) + len(days)  # they all stand, or the claim would not have come so far
    overlap = (worth + facts) / (len(wanted) + facts) if wanted or facts else 1.0
    score = _FLOOR + (1 - _FLOOR) * overlap
    reasons: list[str] = []
    longer = False
    if score < SUPPORTED:
        reasons.append("few of its words are in the quotation")
        longer = True
    if len(quoted) + sum(len(cited.numbers) for cited in found) < 2 <= len(wanted) + facts:
        reasons.append("the quotation is too short to show it")
        score, longer = score * 0.45, True
    for reason, factor in doubts(claim, counts, found, quotation):
        reasons.append(reason)
        score *= factor
        longer = False
    return Support(round(min(1.0, score), 4), tuple(reasons), longer)


def _without(text: str, spans: Sequence[Number | Day]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
