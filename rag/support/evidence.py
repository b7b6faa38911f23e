"""What a claim is held against: quotations found in their contexts, and what these give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.dates import TimeExpression, time_expressions
from rag.support import dates, numbers
from rag.support.context import published_of
from rag.support.dates import Day
from rag.support.names import Known
from rag.support.numbers import Number
from rag.support.quotations import fold, same_quotes
from rag.support.words import content


@dataclass(frozen=True, slots=True)
class Context:
    """What a context gives, read once. `plain` is its text in one case, with straight quotation marks."""

    text: str
    plain: str
    stems: frozenset[str]
    known: Known
    days: tuple[Day, ...]
    resolved: tuple[TimeExpression, ...]
    numbers: tuple[Number, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation found in its context."""

    context: Context
    spans: tuple[tuple[int, int], ...]

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch of the context lies within the quotation."""
        return any(first <= start and end <= last for first, last in self.spans)

    @property
    def quotation(self) -> str:
        """The words quoted."""
        first, last = self.spans[0]
        return self.context.text[first:last]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that stand whole in the quotation."""
        return tuple(number for number in self.context.numbers if self.holds(number.start, number.end))


@lru_cache(maxsize=64)
def read(context: str) -> Context:
    """Reads a context; contexts come back, so the last ones are kept."""
    published = published_of(context)
    text = fold(context)
    days = dates.days(text)
    return Context(
        text=text,
        plain=same_quotes(text).casefold(),
        stems=frozenset(content(text)),
        known=Known([context]),
        days=days,
        resolved=time_expressions(text, published),
        numbers=numbers.numbers(dates.blank(text, days)),
        published=published,
    )
