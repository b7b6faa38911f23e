"""The facts of a claim, its numbers, dates, names, links and quoted words, and which of them the evidence lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.support import dates, names, numbers
from rag.support.dates import Day
from rag.support.evidence import Cited
from rag.support.names import Known, Name
from rag.support.numbers import Number
from rag.support.quotations import inner_quotations
from rag.support.rarity import ordinary
from rag.support.words import VERB_NEXT

_PUBLISHING = re.compile(
    r"\b(?:report|publi|news|article|dated|wrote|according|said|announce)", re.IGNORECASE
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_GOES_ON = re.compile(r" [a-z]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a claim must stand in what it cites; `rest` is the claim with its numbers and dates blanked out."""

    claim: str
    days: tuple[Day, ...]
    counts: tuple[Number, ...]
    names: tuple[Name, ...]
    quoted: tuple[str, ...]
    links: tuple[str, ...]
    rest: str


@lru_cache(maxsize=64)
def facts(claim: str) -> Facts:
    """The facts of a claim; it is put to many quotations, so the last ones are kept."""
    days = dates.days(claim)
    counts = tuple(number for number in numbers.numbers(dates.blank(claim, days)) if not number.pronoun)
    rest = claim
    for start, end in [(fact.start, fact.end) for fact in counts] + [(day.start, day.end) for day in days]:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return Facts(
        claim=claim,
        days=days,
        counts=counts,
        names=tuple(name for name in names.names(claim) if not _merely_opens(name, claim)),
        quoted=tuple(inner_quotations(claim)),
        links=tuple(link.rstrip(".,;)").casefold() for link in _LINK.findall(claim)),
        rest=rest,
    )


def _merely_opens(name: Name, claim: str) -> bool:
    """Whether a word has its capital from opening a sentence ("Routine checks …"), and does nothing itself."""
    return (
        name.initial
        and len(name.tokens) == 1
        and ordinary(name.text)
        and bool(_GOES_ON.match(claim, name.end))
        and not VERB_NEXT.match(claim, name.end)
    )


def missing_numbers(counts: Sequence[Number], found: Sequence[Cited]) -> Iterator[str]:
    """A reason for every number that is in no quotation."""
    have = [number for cited in found for number in cited.numbers]
    for wanted in counts:
        if not any(numbers.states(number, wanted) for number in have):
            yield f"the number {wanted.text[:40]} is not in the quotation"


def missing_others(given: Facts, found: Sequence[Cited]) -> Iterator[str]:
    """A reason for every date, name, run of quoted words and link that is in none of the passages quoted from."""
    yield from _missing_days(given, found)
    known = Known.together([cited.context.known for cited in found])
    for name in given.names:
        if not known.holds(name.tokens):
            yield f"the name {name.text[:80]} is not in the passage"
    for quoted in given.quoted:
        if not any(quoted.casefold() in cited.context.plain for cited in found):
            yield f"the words “{quoted}” are not in the passage"
    for link in given.links:
        if not any(link in cited.context.plain for cited in found):
            yield "it holds a link that is not in the passage"


def _missing_days(given: Facts, found: Sequence[Cited]) -> Iterator[str]:
    for wanted in given.days:
        if not any(dates.given(wanted, cited.context.days, cited.context.resolved) for cited in found):
            yield f"the date {wanted.text} is not in the passage"
        elif (
            wanted.day
            and not _PUBLISHING.search(given.claim)
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
