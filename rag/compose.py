"""Makes the Answer: from the reader's sentences, from a language model's checked prose, or an abstention."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from index import Hit
from rag.citing import Citations, nearest
from rag.errors import LanguageModelError
from rag.extract import Choice, choose, quotation
from rag.query import Query
from rag.reader import Reading
from rag.result import Answer, Conflict, ConflictValue, ResolvedDate, Sentence
from rag.writer import Dropped, NotStated, Writer, Written

ABSTENTION = "The articles do not say."
"""The text of every abstention."""
_INSTEAD = "The answer is made of the articles' own sentences."


@dataclass(slots=True)
class Composer:
    """What an answer is made with, whichever way it is made."""

    query: Query
    hits: Sequence[Hit]
    notes: list[str]
    timings: dict[str, float]
    started: float
    cited: Citations = field(default_factory=Citations)

    def finish(self, mode: str, confidence: float, sentences: Sequence[Sentence], **more: Any) -> Answer:
        """The answer of these sentences, with everything that every answer has."""
        self.timings["total"] = (time.perf_counter() - self.started) * 1000
        filters = self.query.filters
        shown: dict[str, Any] = {
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
            "sources": list(filters.sources),
            "as_of": self.query.as_of.isoformat() if self.query.as_of else None,
        }
        given: dict[str, Any] = {
            "text": " ".join(_marked(sentence) for sentence in sentences),
            "short": "",
            "abstained": False,
            "resolved_dates": (*self.query.dates, *self.cited.resolved_dates())
            if sentences
            else self.query.dates,
        }
        return Answer(
            question=self.query.question,
            standalone_question=self.query.standalone,
            kind=self.query.kind,
            confidence=min(max(confidence, 0.0), 1.0),
            mode=mode,
            notes=tuple(dict.fromkeys(self.notes)),
            sentences=tuple(sentences),
            citations=self.cited.all(),
            filters={name: value for name, value in shown.items() if value},
            timings_ms=self.timings,
            **{**given, **more},
        )

    def write(
        self, writer: Writer, hits: Sequence[Hit], history: Sequence[Any]
    ) -> Generator[Sentence, None, Answer | None]:
        """The language model's sentences as they pass the check; returns the answer, None where there is none.

        None means that the extractive reader answers: the model failed, or nothing it wrote was borne out; `notes`
        then says so.
        """
        sentences: list[Sentence] = []
        scores: list[float] = []
        dropped, silent, started = 0, False, time.perf_counter()
        try:
            events = writer.write(self.query.question, hits, as_of=self.query.as_of, history=history)
            for event in events:
                if isinstance(event, Written):
                    sentences.append(self._sentence(event, hits))
                    scores.append(event.support.score)
                    yield sentences[-1]
                elif isinstance(event, Dropped):
                    dropped += 1
                else:
                    silent = isinstance(event, NotStated)
        except LanguageModelError as error:
            ending = "The answer breaks off there." if sentences else _INSTEAD
            self.notes.append(f"{error} {ending}")
        self.timings["write"] = (time.perf_counter() - started) * 1000
        if dropped and sentences:
            count = "1 sentence" if dropped == 1 else f"{dropped} sentences"
            self.notes.append(f"{count} of the language model left out: the articles do not bear it out.")
        elif dropped:
            self.notes.append(f"Nothing the language model wrote is borne out by the articles. {_INSTEAD}")
        if sentences:
            return self.finish("llm", sum(scores) / len(scores), sentences)
        return abstain(self, 0.0, mode="llm") if silent else None

    def _sentence(self, written: Written, hits: Sequence[Hit]) -> Sentence:
        numbers = [
            self.cited.cite(hits[quote.hit], quote.start, quote.end, written.support.score)
            for quote in written.quotes
        ]
        return Sentence(written.text, tuple(dict.fromkeys(numbers)))


def _marked(sentence: Sentence) -> str:
    return sentence.text + "".join(f" [{number}]" for number in sentence.citations)


def abstain(composer: Composer, confidence: float, mode: str = "extractive") -> Answer:
    """The statement that the articles do not say, with the nearest of them."""
    return composer.finish(
        mode,
        confidence,
        (),
        text=ABSTENTION,
        abstained=True,
        nearest=nearest(composer.hits),
    )


def extract(composer: Composer, readings: Sequence[Reading]) -> Iterator[Sentence | Answer]:
    """Each sentence of the extractive answer, then the answer. `readings` are best first and at least one."""
    choice = choose(composer.query, readings)
    sentences: list[Sentence] = []
    number_of: dict[Reading, int] = {}
    for reading in choice.told:
        start, end = quotation(reading)
        number_of[reading] = composer.cited.cite(reading.hit, start, end, reading.score)
        text = " ".join(reading.hit.article.text[start:end].split())
        sentences.append(Sentence(text, (number_of[reading],)))
        yield sentences[-1]
    yield composer.finish(
        "extractive",
        max(reading.score for reading in choice.told),
        sentences,
        short=_short(composer, choice),
        conflicts=_conflicts(composer.query, choice, number_of),
    )


def _short(composer: Composer, choice: Choice) -> str:
    """The words that settle the question; a relative date is given as a calendar date too."""
    short = " ".join(choice.best.span_text.split())
    if composer.query.kind != "when" or not short:
        return short
    for resolved in composer.cited.resolved_dates():
        if resolved.text == short or resolved.text.endswith(f" {short}"):
            calendar_date = in_words(resolved)
            return f"{short} ({calendar_date})" if calendar_date else short
    return short


def in_words(resolved: ResolvedDate) -> str:
    """A resolved day or month in words (16 August 2017, August 2017); "" for a longer time."""
    if resolved.start == resolved.end:
        return f"{resolved.start.day} {resolved.start:%B %Y}"
    one_month = (resolved.start.year, resolved.start.month) == (resolved.end.year, resolved.end.month)
    whole = resolved.start.day == 1 and (resolved.end + timedelta(days=1)).day == 1
    return f"{resolved.start:%B %Y}" if one_month and whole else ""


def _conflicts(query: Query, choice: Choice, number_of: dict[Reading, int]) -> tuple[Conflict, ...]:
    if not choice.disagree:
        return ()
    values = [
        ConflictValue(" ".join(reading.span_text.split()), (number_of[reading],))
        for reading in choice.disagree
    ]
    return (Conflict(query.question, tuple(values)),)
