"""What an answer is made of. `Answer.to_dict()` is a contract: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence of an answer and the numbers of its citations (1-based)."""

    text: str
    citations: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """The sentence as JSON values."""
        return {"text": self.text, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Source:
    """An article as an answer names it: never its text."""

    article_id: str
    title: str
    source: str | None
    published: date | None
    url: str | None

    def to_dict(self) -> dict[str, Any]:
        """The source as JSON values; what is unknown is null."""
        return {
            "article_id": self.article_id,
            "title": self.title,
            "source": self.source,
            "published": _iso(self.published),
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that stands in an article: `quote == article.text[start:end]`, always.

    `n` is the number in the text's [n] markers; `start` and `end` count Unicode code points; `score` (0..1)
    says how well the quotation fits the question; `also_in` are copies of the same report.
    """

    n: int
    source: Source
    quote: str
    start: int
    end: int
    passage_id: str
    score: float
    also_in: tuple[Source, ...] = ()

    @property
    def article_id(self) -> str:
        """The id of the cited article."""
        return self.source.article_id

    def to_dict(self) -> dict[str, Any]:
        """The citation as JSON values."""
        return {
            "n": self.n,
            **self.source.to_dict(),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "passage_id": self.passage_id,
            "score": round(self.score, 4),
            "also_in": [copy.to_dict() for copy in self.also_in],
        }


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near the question, offered where the articles do not answer it."""

    source: Source
    score: float

    def to_dict(self) -> dict[str, Any]:
        """The article and its score as JSON values."""
        return {**self.source.to_dict(), "score": round(self.score, 4)}


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of several differing values, and the citations that give it."""

    value: str
    citations: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON values."""
        return {"value": self.value, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Differing values for one thing, newest report first."""

    about: str
    values: tuple[ConflictValue, ...]

    def to_dict(self) -> dict[str, Any]:
        """The conflict as JSON values."""
        return {"about": self.about, "values": [value.to_dict() for value in self.values]}


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A time expression as the days it means, both inclusive, and the day it was counted from."""

    text: str
    start: date
    end: date
    counted_from: date

    def to_dict(self) -> dict[str, Any]:
        """The dates in ISO 8601."""
        return {
            "text": self.text,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "counted_from": self.counted_from.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, or the statement that the articles do not say.

    `text` is prose with [n] markers; `short` the words that settle it, "" where none do; `kind` what sort of
    answer the question asks for (`who`, `when`, `where`, `how_many`, `why`, ...); `confidence` is 0..1;
    `mode` is `extractive` or `llm`, whichever made the answer. An abstention has no citations and fills
    `nearest`.
    """

    question: str
    standalone_question: str
    text: str
    short: str
    kind: str
    abstained: bool
    confidence: float
    mode: str
    notes: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    resolved_dates: tuple[ResolvedDate, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values; every key is always there."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "text": self.text,
            "short": self.short,
            "kind": self.kind,
            "abstained": self.abstained,
            "confidence": round(self.confidence, 4),
            "mode": self.mode,
            "notes": list(self.notes),
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [near.to_dict() for near in self.nearest],
            "conflicts": [conflict.to_dict() for conflict in self.conflicts],
            "resolved_dates": [resolved.to_dict() for resolved in self.resolved_dates],
            "filters": dict(self.filters),
            "timings_ms": {name: round(value, 1) for name, value in self.timings_ms.items()},
        }
