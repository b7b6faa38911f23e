"""Makes the Answer: from the reader's sentences, from a language model's checked prose, or an abstention."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index import Hit
from rag.choosing import Choice, Line
from rag.citing import Citations, nearest
from rag.errors import LanguageModelError
from rag.query import Query
from rag.result import Answer, Conflict, ConflictValue, Sentence
from rag.support.meaning import Judge
from rag.writer import Dropped, NotStated, Writer, Written

ABSTENTION = "The articles do not say."
"""The text of every abstention."""
_INSTEAD = "The answer is made of the articles' own sentences."


@dataclass(slots=True)
class Composer:
    """What an answer is made with, whichever way it is made. `asked` is the question as it was put."""

    asked: str
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
            question=self.asked,
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
        self, writer: Writer, hits: Sequence[Hit], history: Sequence[Any], judge: Judge
    ) -> Generator[Sentence, None, Answer | None]:
        """The language model's sentences as they pass the check; returns the answer, None where there is none.

        None means that the extractive reader answers: the model failed, or nothing it wrote was borne out; `notes`
        then says so.
        """
        sentences: list[Sentence] = []
        scores: list[float] = []
        dropped, silent, started = 0, False, time.perf_counter()
        try:
            events = writer.write(
                self.query.question, hits, as_of=self.query.as_of, history=history, judge=judge
            )
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


def extract(composer: Composer, choice: Choice, confidence: float) -> Iterator[Sentence | Answer]:
    """Each sentence of the extractive answer, then the answer."""
    sentences: list[Sentence] = []
    for line in choice.lines:
        number = composer.cited.cite(line.reading.hit, line.start, line.end, line.reading.score)
        quoted = " ".join(line.reading.hit.article.text[line.start : line.end].split())
        sentences.append(Sentence(f"{line.label} {quoted}".strip(), (number,)))
        yield sentences[-1]
    yield composer.finish(
        "extractive",
        confidence,
        sentences,
        short=" ".join(choice.short.split()),
        conflicts=_conflicts(composer, choice.conflicts),
    )


def _conflicts(composer: Composer, lines: Sequence[Line]) -> tuple[Conflict, ...]:
    values = [
        ConflictValue(
            line.short,
            (composer.cited.cite(line.reading.hit, line.start, line.end, line.reading.score),),
        )
        for line in lines
    ]
    return (Conflict(composer.query.question, tuple(values)),) if values else ()
