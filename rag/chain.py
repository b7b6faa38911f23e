"""The way from a question to a checked answer, kept warm: `Chain`, and the one-call `answer`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from index import Filters, Hit, Library
from index.library import default_path
from rag.compose import ABSTENTION, Composer, abstain, extract
from rag.errors import LanguageModelError, QuestionError
from rag.extract import settle
from rag.query import Query, anchor_day, as_date, check_question, understand
from rag.reader import Reader, SentenceReader
from rag.result import Answer, Sentence
from rag.retrieval import retrieve
from rag.writer import Writer

ABSTAIN_BELOW = 0.17
"""The shipped threshold: an extractive answer with less confidence is an abstention."""
PASSAGES = 16
"""How many passages are retrieved and read for a question."""
WRITER_PASSAGES = 8
"""How many of them a language model is shown."""
_MODES = ("auto", "extractive", "llm")
History = Sequence[Mapping[str, Any]]
Day = date | str | None


class Chain:
    """Answers questions over one library. Safe to use from several threads; opened when first used."""

    def __init__(
        self,
        library: Library,
        *,
        mode: str = "auto",
        abstain_below: float | None = None,
        passages: int = PASSAGES,
        reader: Reader | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.library = library
        self._mode = mode
        self._abstain_below = ABSTAIN_BELOW if abstain_below is None else abstain_below
        self._passages = passages
        self._reader = reader
        self._writer = writer
        self._guard = threading.Lock()
        _check_mode(mode)

    @classmethod
    def open(
        cls,
        library: Library | str | os.PathLike[str] | None = None,
        *,
        mode: str = "auto",
        abstain_below: float | None = None,
        passages: int = PASSAGES,
        reader: Reader | None = None,
        writer: Writer | None = None,
    ) -> Chain:
        """A chain over a library, or the library at a path; None is the user's own.

        `passages` is how many are read for a question; `reader` and `writer` replace the shipped reader and the
        language model that the environment names. Nothing is read yet, so no library error is raised yet.
        """
        opened = library if isinstance(library, Library) else Library.open(library)
        return cls(
            opened, mode=mode, abstain_below=abstain_below, passages=passages, reader=reader, writer=writer
        )

    def answer(
        self,
        question: str,
        *,
        history: History = (),
        as_of: Day = None,
        since: Day = None,
        until: Day = None,
        sources: Sequence[str] | str | None = None,
        mode: str | None = None,
        abstain_below: float | None = None,
    ) -> Answer:
        """The answer to a question; see `rag.answer` for the arguments and the errors."""
        return _last(
            self.stream(
                question,
                history=history,
                as_of=as_of,
                since=since,
                until=until,
                sources=sources,
                mode=mode,
                abstain_below=abstain_below,
            )
        )

    def stream(
        self,
        question: str,
        *,
        history: History = (),
        as_of: Day = None,
        since: Day = None,
        until: Day = None,
        sources: Sequence[str] | str | None = None,
        mode: str | None = None,
        abstain_below: float | None = None,
    ) -> Iterator[Sentence | Answer]:
        """Each sentence of the answer once it is checked, last the whole Answer; arguments as for `answer`."""
        started = time.perf_counter()
        settings = self._settings(mode, abstain_below)
        query, notes = self._understand(question, history, as_of, since, until, sources)
        hits = retrieve(self.library, query, self._passages)
        timings = {"retrieve": (time.perf_counter() - started) * 1000}
        notes += self._notes(query, hits)
        yield from self._say(Composer(query, hits, notes, timings, started), settings, history)

    def read(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        history: History = (),
        as_of: Day = None,
        mode: str | None = None,
        abstain_below: float | None = None,
    ) -> Answer:
        """The answer from passages that are given, best first, with no retrieval; else as `answer`.

        What `retrieve` found gives the answer that `answer` gives, read `PASSAGES` at a time. Relative dates count
        from `as_of`, by default from today or the newest article given.
        """
        started = time.perf_counter()
        settings = self._settings(mode, abstain_below)
        newest = max((hit.article.published for hit in hits if hit.article.published), default=None)
        day = as_date(as_of, "as_of")
        anchor, _ = anchor_day(day, newest, date.today())
        query = understand(check_question(question), history, Filters(), day, anchor)
        composer = Composer(query, hits, [], {}, started)
        return _last(self._say(composer, settings, history))

    def _settings(self, mode: str | None, abstain_below: float | None) -> tuple[Writer | None, float]:
        """The language model that writes, None where the articles' own sentences answer, and the threshold."""
        writer = self._writer_for(_check_mode(mode or self._mode))
        return writer, _check_threshold(self._abstain_below if abstain_below is None else abstain_below)

    def _say(
        self, composer: Composer, settings: tuple[Writer | None, float], history: History
    ) -> Iterator[Sentence | Answer]:
        """Each checked sentence of the answer from the composer's hits, last the whole Answer."""
        (writer, threshold), hits = settings, composer.hits
        if writer is not None and hits:
            result = yield from composer.write(writer, hits[:WRITER_PASSAGES], history)
            if result is not None:
                yield result
                return
        reading_started = time.perf_counter()
        readings = settle(self._reader_in_use().read(composer.query, hits)) if hits else []
        composer.timings["read"] = (time.perf_counter() - reading_started) * 1000
        composer.notes += self.library.drain_notes()
        if not readings or readings[0].score < threshold:
            yield abstain(composer, readings[0].score if readings else 0.0)
            return
        yield from extract(composer, readings)

    def retrieve(
        self,
        question: str,
        *,
        k: int = 20,
        history: History = (),
        as_of: Day = None,
        since: Day = None,
        until: Day = None,
        sources: Sequence[str] | str | None = None,
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, copies of one report counted once."""
        query, _ = self._understand(question, history, as_of, since, until, sources)
        return retrieve(self.library, query, k)

    def _understand(
        self,
        question: str,
        history: History,
        as_of: Day,
        since: Day,
        until: Day,
        sources: Sequence[str] | str | None,
    ) -> tuple[Query, list[str]]:
        question = check_question(question)  # what is wrong with the question is said first
        summary = self.library.summary()
        day = as_date(as_of, "as_of")
        names = _check_sources((sources,) if isinstance(sources, str) else tuple(sources or ()))
        filters = Filters(as_date(since, "since"), as_date(until, "until"), names)
        anchor, from_newest = anchor_day(day, summary.newest, date.today())
        query = understand(question, history, filters, day, anchor)
        notes = []
        if not summary.articles:
            notes.append("The library is empty. Add articles with 'dateline index FOLDER'.")
        if from_newest and query.counts_from:
            notes.append(f"Dates in the question are counted from the newest article, {anchor.isoformat()}.")
        if query.filters and (query.filters.since or query.filters.until) and summary.undated:
            count = f"{summary.undated} article{'s' if summary.undated > 1 else ''}"
            notes.append(f"{count} without a date {'were' if summary.undated > 1 else 'was'} left out.")
        unknown = _unknown_sources(names, self.library) if names else []
        if unknown:
            notes.append(f"No article has the source {', '.join(unknown)}.")
        return query, notes

    def _notes(self, query: Query, hits: Sequence[Hit]) -> list[str]:
        notes = self.library.drain_notes()
        if not hits and query.filters and self.library.summary().articles:
            notes.append("No article passes the filters.")
        return notes

    def _writer_for(self, mode: str) -> Writer | None:
        if mode == "extractive":
            return None
        writer = self._writer or Writer.from_environment()
        if writer is None and mode == "llm":
            raise LanguageModelError(
                "No language model is configured. Set DATELINE_LLM_URL and DATELINE_LLM_MODEL (and "
                "DATELINE_LLM_KEY where the endpoint wants one), or use mode 'extractive'."
            )
        return writer

    def _reader_in_use(self) -> Reader:
        with self._guard:
            if self._reader is None:
                self._reader = SentenceReader(self.library.embedder)
            return self._reader


def _last(events: Iterator[Sentence | Answer]) -> Answer:
    """The Answer that a stream ends with."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise AssertionError("a stream ends with its answer")


def _unknown_sources(names: Sequence[str], library: Library) -> list[str]:
    known = {source.casefold() for source in library.sources()}
    return [name for name in names if name.casefold() not in known]


def _check_mode(mode: str) -> str:
    if mode not in _MODES:
        raise QuestionError(f"The mode must be one of {', '.join(_MODES)}, not {mode!r}.")
    return mode


def _check_sources(names: tuple[object, ...]) -> tuple[str, ...]:
    if not all(isinstance(name, str) for name in names):
        raise QuestionError(f"sources must be names of sources, not {names!r}.")
    return tuple(str(name) for name in names)


def _check_threshold(value: float) -> float:
    if not isinstance(value, (int, float)) or not 0.0 <= value <= 1.0:
        raise QuestionError(f"abstain_below must be between 0 and 1, not {value!r}.")
    return value


_chains: dict[Path, Chain] = {}
_chains_guard = threading.Lock()


def _chain_of(library: Library | str | os.PathLike[str] | None) -> Chain:
    """The chain of a library, kept warm between calls where it is given by its path."""
    if isinstance(library, Library):
        return Chain.open(library)
    path = (Path(library).expanduser() if library is not None else default_path()).absolute()
    with _chains_guard:
        return _chains.setdefault(path, Chain.open(path))


def answer(
    question: str,
    *,
    library: Library | str | os.PathLike[str] | None = None,
    history: History = (),
    as_of: Day = None,
    since: Day = None,
    until: Day = None,
    sources: Sequence[str] | str | None = None,
    mode: str = "auto",
    abstain_below: float | None = None,
) -> Answer:
    """The answer to a question over the articles of a library, with quotations that stand in them.

    - `library`: a path or a Library; None is DATELINE_LIBRARY, else the user's own.
    - `history`: the conversation so far, a sequence of {"role": "user" | "assistant", "content": text}.
    - `as_of`: nothing published later is used, and relative dates in the question count from it. By default there
      is no cut, and they count from today, or from the newest article where that is older, which `notes` says.
    - `since`, `until`: inclusive publication dates; `sources`: names, case-insensitive. Dates are `date` objects or
      ISO 8601 text.
    - `mode`: "extractive" answers with sentences of the articles; "llm" with a language model's prose, checked
      against them; "auto" with the model where one is configured.
    - `abstain_below`: the confidence (0..1) under which it abstains; None is the shipped threshold, 0 never abstains.

    Raises QuestionError (a ValueError) for a question that is empty or over 2,000 characters and for arguments that
    make no sense, LanguageModelError for mode "llm" without a model, LibraryError where the library cannot be used.
    """
    return _chain_of(library).answer(
        question,
        history=history,
        as_of=as_of,
        since=since,
        until=until,
        sources=sources,
        mode=mode,
        abstain_below=abstain_below,
    )


__all__ = ["ABSTAIN_BELOW", "ABSTENTION", "Chain", "answer"]
