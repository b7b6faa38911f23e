"""Turns a sentence of the reply into one that may be shown, with quotations located, or into one that was dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Hit
from rag.support import Support, context_of, supports, supports_together
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


def check(claim: Claim, hits: Sequence[Hit]) -> Written | Dropped | NotStated:
    """Decides on one sentence of the reply. `hits` are those whose passages the model saw, in its numbering."""
    if _NOT_STATED.match(claim.text):
        return NotStated()
    try:
        written = _written(claim, hits)
    except _UnusableError as reason:
        written = Dropped(claim.text, (str(reason),))
    if isinstance(written, Dropped) and _SILENCE.search(claim.text):
        return NotStated()
    return written


def _written(claim: Claim, hits: Sequence[Hit]) -> Written | Dropped:
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
        support = supports_together(claim.text, _evidence(attempt, hits))
        if support.supported:
            return Written(claim.text, _useful(claim.text, attempt, hits), support)
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
        bare = [best for number in unquoted if (best := _best(text, number, hits))]
        return [quotes, wider, *([[*wider, *bare]] if bare else [])]
    singles = [best for number in unquoted if (best := _best(text, number, hits))]
    return [*([quote] for quote in singles), *([singles] if len(singles) > 1 else [])]


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


def _best(text: str, number: int, hits: Sequence[Hit]) -> Quote | None:
    """The sentence of a passage that bears a claim out best, by support, then by common words."""
    context = context_of(hits[number])
    wanted = set(content(text))
    ranked = [
        ((supports(text, sentence, context).score, len(wanted & set(content(sentence)))), start, end)
        for start, end, sentence in hits[number].passage.sentence_texts()
    ]
    best = max(ranked, key=lambda entry: entry[0], default=None)
    return Quote(number, best[1], best[2]) if best and any(best[0]) else None


def _useful(text: str, quotes: Sequence[Quote], hits: Sequence[Hit]) -> tuple[Quote, ...]:
    """The quotations without repetition, and without those that the sentence stands without and shares no word with."""
    distinct = list(dict.fromkeys(quotes))
    wanted = set(content(text))
    for quote in tuple(distinct):
        rest = [other for other in distinct if other != quote]
        words = hits[quote.hit].article.text[quote.start : quote.end]
        if (
            rest
            and not wanted & set(content(words))
            and supports_together(text, _evidence(rest, hits)).supported
        ):
            distinct = rest
    return tuple(distinct)
