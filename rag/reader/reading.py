"""The interface of a reader, and what it gives: sentences that answer a question, each with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index import Hit
from rag.query import Query


@dataclass(frozen=True, slots=True)
class Reading:
    """A place in an article that answers a question.

    `start` and `end` are the sentence, `span` the words in it that settle the question, where the reader knows
    them: all offsets into the article's text. `score` (0..1) is the reader's probability that it answers; `seen` is
    what a trained reader saw of it, by name.
    """

    hit: Hit
    start: int
    end: int
    score: float
    span: tuple[int, int] | None = None
    seen: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The sentence, as it stands in the article."""
        return self.hit.article.text[self.start : self.end]

    @property
    def span_text(self) -> str:
        """The words that settle the question, as they stand in the article; "" where the reader knows none."""
        return self.hit.article.text[slice(*self.span)] if self.span else ""


class Reader(Protocol):
    """Reads passages for an answer. A reader without a model and one with a trained model are exchangeable."""

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Reading]:
        """Every sentence of the hits that may answer, best first, each at most once."""
