"""The way from a question to a checked answer, kept warm: `Chain`, and the one-call `answer`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index import Filters, Hit, Library
from index.library import default_path
from rag.answering import Finder, Found, Search
from rag.choosing.news import newest_hits
from rag.choosing.plan import plan_of
from rag.compose import ABSTENTION, Composer, abstain, extract
from rag.errors import LanguageModelError, QuestionError, ReaderError
from rag.query import Query, anchor_day, as_date, check_question, understand
from rag.reader import Reader, SentenceReader, SpanModel, SpanReader
from rag.refusing import asked_part, not_a_question
from rag.result import Answer, Sentence
from rag.retrieval import retrieve
from rag.settings import Settings
from rag.spelling import spelled
from rag.support.meaning import Judge, aligned
from rag.writer import Writer

ABSTAIN_BELOW = 0.075
"""The shipped threshold: an extractive answer with less confidence is an abstention."""
_WITHOUT_MODEL = 0.17
"""The same for the sentence reader, whose scores are other ones."""
UNSURE_BELOW = 0.2
"""An extractive answer with less confidence says that it may not be what was asked for."""
_UNSURE = "Not sure: this is the nearest that the articles come, and may not be what was asked for."
PASSAGES = Settings().read
"""How many passages are read for a question."""
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
        settings: Settings | None = None,
        reader: Reader | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.library = library
        self._mode = mode
        self._abstain_below = abstain_below
        self._settings = settings or Settings()
        self._reader = reader
        self._reader_notes: tuple[str, ...] = ()
        self._judge: Judge | None = None
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
        settings: Settings | None = None,
        reader: Reader | None = None,
        writer: Writer | None = None,
    ) -> Chain:
        """A chain over a library, or the library at a path; None is the user's own.

        `settings` turn parts of the chain off; `reader` and `writer` replace the shipped reader and the language model
        that the environment names. Nothing is read yet, so no library error is raised yet.
        """
        opened = library if isinstance(library, Library) else Library.open(library)
        return cls(
            opened, mode=mode, abstain_below=abstain_below, settings=settings, reader=reader, writer=writer
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
        means = self._means(mode, abstain_below)
        query, notes = self._understand(question, history, as_of, since, until, sources)
        refused = not_a_question(check_question(question)) if self._settings.premise else None
        hits = [] if refused else self._search(query)
        timings = {"retrieve": (time.perf_counter() - started) * 1000}
        notes += [refused] if refused else self._notes(query, hits)

        def search(part: str, said: History) -> tuple[Query, list[Hit]]:
            found, _ = self._understand(part, said, query.as_of, since, until, sources)
            return found, self._search(found)

        composer = Composer(check_question(question), query, hits, notes, timings, started)
        yield from self._say(composer, means, history, search)

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
        means = self._means(mode, abstain_below)
        newest = max((hit.article.published for hit in hits if hit.article.published), default=None)
        day = as_date(as_of, "as_of")
        anchor, _ = anchor_day(day, newest, date.today())
        query = understand(check_question(question), history, Filters(), day, anchor)

        def search(part: str, said: History) -> tuple[Query, Sequence[Hit]]:
            return understand(part, said, Filters(), day, anchor), hits

        composer = Composer(check_question(question), query, hits, [], {}, started)
        return _last(self._say(composer, means, history, search))

    def _means(self, mode: str | None, abstain_below: float | None) -> tuple[Writer | None, float | None]:
        """The language model that writes, None where the articles' own sentences answer, and the threshold, if set."""
        writer = self._writer_for(_check_mode(mode or self._mode))
        given = self._abstain_below if abstain_below is None else abstain_below
        return writer, None if given is None else _check_threshold(given)

    def _search(self, query: Query) -> list[Hit]:
        """The passages for a query, best first; for a question for news, the newest reports."""
        plan = plan_of(query)
        if plan.form != "news":
            return retrieve(self.library, query, self._settings.found, self._settings)
        if not plan.about:
            return newest_hits(self.library.articles(), query.filters, plan, self._settings.read)
        days = replace(
            query.filters,
            since=query.filters.since or plan.since,
            until=query.filters.until or plan.until,
        )
        found = retrieve(self.library, replace(query, filters=days), self._settings.found, self._settings)
        return found or retrieve(self.library, query, self._settings.found, self._settings)

    def _say(
        self, composer: Composer, means: tuple[Writer | None, float | None], history: History, search: Search
    ) -> Iterator[Sentence | Answer]:
        """Each checked sentence of the answer from the composer's hits, last the whole Answer."""
        (writer, threshold), hits = means, composer.hits
        if writer is not None and hits:
            result = yield from composer.write(writer, hits[:WRITER_PASSAGES], history, self._judge_in_use())
            if result is not None:
                yield result
                return
        reading_started = time.perf_counter()
        reader = self._reader_in_use()
        if threshold is None:
            threshold = _WITHOUT_MODEL if isinstance(reader, SentenceReader) else ABSTAIN_BELOW
        weights = reader.confidence if isinstance(reader, SpanReader) else {}
        finder = Finder(reader, self._settings, threshold, weights)
        found = finder.find(composer.query, hits, search) if hits else Found(None, 0.0)
        composer.timings["read"] = (time.perf_counter() - reading_started) * 1000
        composer.notes += [*self._reader_notes, *self.library.drain_notes(), *found.notes]
        if found.choice is None:
            yield abstain(composer, found.confidence)
        else:
            composer.notes += [_UNSURE] if weights and found.confidence < UNSURE_BELOW else []
            yield from extract(composer, found.choice, found.confidence)

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
        rerank: bool = False,
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, copies of one report counted once.

        `rerank` puts those that an answer would be read from in the order in which the reader finds answers there.
        """
        query, _ = self._understand(question, history, as_of, since, until, sources)
        hits = retrieve(self.library, query, max(k, self._settings.read if rerank else 0), self._settings)
        return (self._reranked(query, hits) if rerank else hits)[:k]

    def _reranked(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with those that were read in the order of their best sentences, before the others."""
        read = self._reader_in_use().read(query, hits)
        order = dict.fromkeys(reading.hit.passage.id for reading in read)
        place = {passage: number for number, passage in enumerate(order)}
        return sorted(hits, key=lambda hit: place.get(hit.passage.id, len(place)))

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
        asked = asked_part(question) if self._settings.premise else question
        summary = self.library.summary()
        day = as_date(as_of, "as_of")
        names = _check_sources((sources,) if isinstance(sources, str) else tuple(sources or ()))
        filters = Filters(as_date(since, "since"), as_date(until, "until"), names)
        anchor, from_newest = anchor_day(day, summary.newest, date.today())
        query = understand(asked, history, filters, day, anchor)
        if self._settings.spelling and summary.articles:
            query = spelled(query, self.library)
        notes = [f"“{word}” was read as “{other}”." for word, other in query.spelled]
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
                try:
                    self._reader = SpanReader(SpanModel(), self.library.embedder, self._settings)
                except ReaderError as error:
                    self._reader = SentenceReader(self.library.embedder)
                    self._reader_notes = (f"{error} Sentences were judged without it.",)
            return self._reader

    def _judge_in_use(self) -> Judge:
        with self._guard:
            if self._judge is None:
                self._judge = aligned(self.library.embedder)
            return self._judge


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


__all__ = ["ABSTAIN_BELOW", "ABSTENTION", "UNSURE_BELOW", "Chain", "answer"]
