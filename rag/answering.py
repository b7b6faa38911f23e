"""From a query and its passages to what an extractive answer tells: read, settle, judge, choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Hit
from rag.choosing import Choice, choose, settle
from rag.choosing.parts import apart, together
from rag.choosing.plan import Plan, plan_of
from rag.confidence import confidence
from rag.followup import dangling
from rag.query import Query
from rag.reader import Reader, Reading
from rag.refusing import premise
from rag.settings import Settings

History = Sequence[Mapping[str, str]]
Search = Callable[[str, History], tuple[Query, Sequence[Hit]]]
"""Understands a part of a question, that may go on from what was said, and finds passages for it."""

_IN_THE_RECORD = 0.9


@dataclass(frozen=True, slots=True)
class Found:
    """What the articles say to a query: `choice` is None where they are silent. `confidence` is 0..1."""

    choice: Choice | None
    confidence: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what the articles say, with a reader, the chain's settings and the confidence under which it is silent."""

    reader: Reader
    settings: Settings
    threshold: float
    weights: Mapping[str, float]
    """What the confidence is weighed with; where there are none it is the best reading's own score."""

    def find(self, query: Query, hits: Sequence[Hit], search: Search) -> Found:
        """What the hits say to the query. Of several parts each is searched and read by itself."""
        plan = plan_of(query)
        return self._parts(plan, search) if plan.parts else self._one(plan, query, hits)

    def _one(self, plan: Plan, query: Query, hits: Sequence[Hit]) -> Found:
        return self._told(plan, query, self._read(query, hits))

    def _read(self, query: Query, hits: Sequence[Hit]) -> list[Reading]:
        return settle(query, self.reader.read(query, hits), self.settings) if hits else []

    def _told(self, plan: Plan, query: Query, readings: Sequence[Reading]) -> Found:
        if not readings:
            return Found(None, 0.0)
        if self.settings.premise and (doubt := premise(query, readings)) is not None:
            if doubt.reading is None:
                return Found(None, min(readings[0].score, self.threshold / 2), (doubt.reason,))
            chosen = choose(replace(plan, form="span"), query, [doubt.reading], self.settings)
            return Found(replace(chosen, short=""), doubt.reading.score, (doubt.reason,))
        sure = self._sure(plan, query, readings)
        if sure < self.threshold:
            return Found(None, sure)
        choice = choose(plan, query, readings, self.settings)
        return Found(choice, sure, choice.notes)

    def _sure(self, plan: Plan, query: Query, readings: Sequence[Reading]) -> float:
        """The probability that the articles answer the query. What came in since a day is in the record."""
        if plan.form == "news" and not plan.about:
            return _IN_THE_RECORD
        return confidence(query, readings, self.weights) if self.weights else readings[0].score

    def _parts(self, plan: Plan, search: Search) -> Found:
        """One answer of those to the parts. It is silent where no part is answered, and says which were not."""
        asked: list[Query] = []
        every: list[list[Reading]] = []
        said: History = ()
        for part in plan.parts:  # "Who won, and how old is she?": she is whom the first part finds
            query, hits = search(part, said if dangling(part) else ())
            readings = self._read(query, hits)
            asked.append(query)
            every.append(readings)
            said = (
                {"role": "user", "content": query.standalone},
                {"role": "assistant", "content": readings[0].span_text if readings else ""},
            )
        read = apart(every)
        answered: list[tuple[str, Choice | None]] = []
        sure: list[float] = []
        for part, query, readings in zip(plan.parts, asked, read, strict=True):
            found = self._told(replace(plan_of(query), parts=()), query, readings)
            answered.append((part, found.choice))
            sure.append(found.confidence)
        choice = together(answered)
        if choice is None:
            return Found(None, max(sure))
        told = [one for one, (_, answer) in zip(sure, answered, strict=True) if answer is not None]
        return Found(choice, min(told), choice.notes)
