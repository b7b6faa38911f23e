"""Turns a sentence of the reply into one that may be shown, with quotations located, or into one that was dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Hit
from rag.support import Judge, Support, bearing, context_of, supports_together
from rag.support.words import content
from rag.writer.citations import Cite
from rag.writer.locate import locate
from rag.writer.parse import Claim

_NOT_STATED = re.compile(r"\W*not[ _-]stated\b", re.IGNORECASE)
_PAPERS = r"(?:passages?|articles?|sources?|texts?|context|reports?|excerpts?|documents?)"
_TELL = r"(?:say|state|mention|contain|provide|specify|answer|include|give|address|discuss|tell|indicate)"
_SILENCE = re.compile(
    rf"\b{_PAPERS}\b[^.]*\b(?:do(?:es)?(?: not|n[’']t)|did(?: not|n[’']t)|cannot)\b[^.]*\b{_TELL}"
    rf"|\bnot (?:\w+ )?{_TELL}(?:ed|d|n)? (?:in|by) (?:the|any of the|these) (?:\w+ )?{_PAPERS}"
    rf"|\bnone of the (?:\w+ )?{_PAPERS}\b|\bno information\b|\bthere is no mention\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of a written sentence: `hits[hit].article.text[start:end]`."""

    hit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that its quotations bear out; `support` says how well."""

    text: str
    quotes: tuple[Quote, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that must not be shown, and why."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotStated:
    """The model says that the passages do not answer the question."""


class _UnusableError(Exception):
    """A citation that takes its sentence down; the message says why."""


def check(claim: Claim, hits: Sequence[Hit], judge: Judge | None = None) -> Written | Dropped | NotStated:
    """Decides on one sentence of the reply. `hits` are those whose passages the model saw, in its numbering.

    `judge` says how near the meanings of a sentence and of what it cites are; without one, words alone are weighed.
    """
    if _NOT_STATED.match(claim.text):
        return NotStated()
    try:
        written = _written(claim, hits, judge)
    except _UnusableError as reason:
        written = Dropped(claim.text, (str(reason),))
    if isinstance(written, Dropped) and _SILENCE.search(claim.text):
        return NotStated()
    return written


def _written(claim: Claim, hits: Sequence[Hit], judge: Judge | None) -> Written | Dropped:
    if claim.broken:
        raise _UnusableError("the reply breaks off in the middle of it")
    if not claim.cites:
        raise _UnusableError("it cites no passage")
    quotes: list[Quote] = []
    unquoted: list[int] = []
    for cite in claim.cites:
        given = _given(cite, hits)
        for words in cite.quotations:
            quotes.extend(_located(words, given, hits))
        if not cite.quotations:
            unquoted.extend(given)
    tried: Support | None = None
    for attempt in _attempts(claim.text, quotes, unquoted, hits):
        support = supports_together(claim.text, _evidence(attempt, hits), judge)
        if support.supported:
            return Written(claim.text, _useful(claim.text, attempt, hits, judge), support)
        tried = tried or support
        if attempt is quotes and not support.longer_may_help:
            break
    return Dropped(claim.text, tried.reasons if tried else ("nothing in the passages it cites bears it out",))


def _attempts(
    text: str, quotes: list[Quote], unquoted: Sequence[int], hits: Sequence[Hit]
) -> Sequence[list[Quote]]:
    """What to hold the sentence against: as quoted; whole sentences; the best sentences of passages cited bare."""
    if quotes:
        wider = [_widened(quote, hits) for quote in quotes]
        bare = [quote for number in unquoted for quote in _bearing(text, number, hits)]
        return [quotes, wider, *([[*wider, *bare]] if bare else [])]
    singles = [found for number in unquoted if (found := _bearing(text, number, hits))]
    return [*singles, *([[quote for found in singles for quote in found]] if len(singles) > 1 else [])]


def _given(cite: Cite, hits: Sequence[Hit]) -> list[int]:
    given = [number - 1 for number in cite.numbers if 1 <= number <= len(hits)]
    if not given:
        raise _UnusableError(f"there is no passage {', '.join(map(str, cite.numbers))}")
    return given


def _located(words: str, given: Sequence[int], hits: Sequence[Hit]) -> list[Quote]:
    for number in given:
        passage = hits[number].passage
        spans = locate(words, passage.text)
        if spans:
            return [Quote(number, passage.start + start, passage.start + end) for start, end in spans]
    raise _UnusableError(
        f"the quotation “{_short(words)}” is not in passage {' or '.join(str(n + 1) for n in given)}"
    )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"


def _evidence(quotes: Sequence[Quote], hits: Sequence[Hit]) -> list[tuple[str, str]]:
    return [(hits[q.hit].article.text[q.start : q.end], context_of(hits[q.hit])) for q in quotes]


def _widened(quote: Quote, hits: Sequence[Hit]) -> Quote:
    """The whole sentences a quotation was taken from."""
    touched = [
        span for span in hits[quote.hit].passage.sentences if span[0] < quote.end and quote.start < span[1]
    ]
    if not touched:
        return quote
    return Quote(quote.hit, min(quote.start, touched[0][0]), max(quote.end, touched[-1][1]))


def _bearing(text: str, number: int, hits: Sequence[Hit]) -> list[Quote]:
    """The sentences of a passage that bear a claim out best, three at most."""
    sentences = list(hits[number].passage.sentence_texts())
    taken = bearing(text, [sentence for _, _, sentence in sentences])
    return [Quote(number, sentences[at][0], sentences[at][1]) for at in taken]


def _useful(
    text: str, quotes: Sequence[Quote], hits: Sequence[Hit], judge: Judge | None
) -> tuple[Quote, ...]:
    """The quotations without repetition, and without those that the sentence stands without and shares no word with."""
    distinct = list(dict.fromkeys(quotes))
    wanted = set(content(text))
    for quote in tuple(distinct):
        rest = [other for other in distinct if other != quote]
        words = hits[quote.hit].article.text[quote.start : quote.end]
        if (
            rest
            and not wanted & set(content(words))
            and supports_together(text, _evidence(rest, hits), judge).supported
        ):
            distinct = rest
    return tuple(distinct)
