"""What the processes do that measure a whole library. Task names are what they could not do, where one fails."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from eval.bench.dateline import Dateline
from eval.bench.job import Job, Say
from eval.bench.latency import WARM_UP, percentiles, timed_ms
from eval.bench.memory import MemoryCurve, peak_memory_mb
from eval.bench.whole.filters import choose, counted
from index import Library, Progress
from index.record import Record
from index.record.database import RECORD_FILE
from index.record.published import IndexState
from rag import Chain
from rag.chain import PASSAGES

_TELL_EVERY = 15.0  # seconds
_POINTS = 160  # of a curve of memory
_PATIENCE = 900.0  # seconds in which lost indexes must be there again
_PAUSE = 1.0  # seconds between two questions meanwhile


def take(job: Job, say: Say) -> None:
    """Take articles in, and say now and then how many are; the memory is looked at meanwhile."""
    with MemoryCurve() as memory:
        pipeline = Dateline()
        started = time.perf_counter()
        done = pipeline.index(Path(job.articles), Path(job.store), _telling(say))
        seconds = time.perf_counter() - started
    if done.embedding_seconds is None:
        raise AssertionError("Dateline's embedder is timed")
    say(
        {
            "index_seconds": seconds,
            "passages": done.passages,
            "embedding_share": done.embedding_seconds / seconds,
            "peak_memory_mb": peak_memory_mb(),
            "memory": memory.points(_POINTS),
        }
    )


def _telling(say: Say) -> Callable[[Progress], None]:
    """What says how far indexing is, not too often."""
    last = time.monotonic()

    def tell(step: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= _TELL_EVERY:
            last = time.monotonic()
            say({"articles_read": step.articles})

    return tell


def sync(job: Job, say: Say) -> None:
    """Index articles that are in and have not changed, as `dateline index` does."""
    with Library.open(job.store) as library:
        report = library.index([job.articles])
    if report.failed or report.unchanged != report.read:
        raise RuntimeError(f"of {report.read} unchanged articles {report.unchanged} were found to be that")
    say({"unchanged": report.unchanged, "index_seconds": report.seconds})


def adopt(job: Job, say: Say) -> None:
    """Take articles in with the vectors of a library that has them: `more` is that one."""
    with Library.open(job.store) as library:
        library.adopt_vectors(job.more)
        report = library.index([job.articles])
    if report.failed:
        raise RuntimeError(f"{report.failed[0].path}: {report.failed[0].reason}")
    say({"passages": report.passages, "embedded": report.embedded})


def search(job: Job, say: Say) -> None:
    """Find passages, warm, for every question under every filter.

    Filters take turns from question to question, so that what disturbs the machine disturbs all alike; at each turn
    they are asked different questions, so that none finds what another has just fetched.
    """
    with Library.open(job.store) as library:
        filters = choose(counted(library))
        chain = Chain.open(library, mode="extractive")
        ask = {
            name: partial(
                chain.retrieve,
                k=PASSAGES,
                since=asked.since,
                until=asked.until,
                sources=(asked.source,) if asked.source else None,
            )
            for name, asked in filters.items()
        }
        for find in ask.values():
            for question in job.questions[:WARM_UP]:
                find(question)
        taken: dict[str, list[float]] = {name: [] for name in ask}
        apart = max(1, len(job.questions) // len(ask))
        for turn in range(len(job.questions)):
            for place, (name, find) in enumerate(ask.items()):
                question = job.questions[(turn + place * apart) % len(job.questions)]
                taken[name].append(timed_ms(find, question))
        say(
            {
                "filters": {name: asked.to_dict() for name, asked in filters.items()},
                "ms": {name: percentiles(times) for name, times in taken.items()},
            }
        )


def reopen(job: Job, say: Say) -> None:
    """Open a library whose indexes are lost, find the passages for a first question, and answer it.

    Where the job has `more`, questions are asked until the indexes are there again.
    """
    before = _published(Path(job.store))
    started = time.perf_counter()
    chain = Chain.open(job.store, mode="extractive")
    found = len(chain.retrieve(job.questions[0], k=PASSAGES))
    retrieved = time.perf_counter() - started
    answer = chain.answer(job.questions[0])
    answered = time.perf_counter() - started
    if not found:
        raise RuntimeError("nothing was found while the indexes were lost")
    say(
        {
            "retrieved_seconds": retrieved,
            "answered_seconds": answered,
            "notes": answer.notes,
            "before_rebuilt": not _rebuilt(before, _published(Path(job.store))),
        }
    )
    if not job.more:
        # The thread that makes the indexes again must not see its packages taken down while it is at work.
        os._exit(0)
    meanwhile = []
    for question in itertools.cycle(job.questions):
        if _rebuilt(before, _published(Path(job.store))):
            break
        if time.perf_counter() - started > _PATIENCE:
            raise RuntimeError(f"the indexes were not there again after {_PATIENCE:.0f} seconds")
        meanwhile.append(timed_ms(partial(chain.retrieve, k=PASSAGES), question))
        time.sleep(_PAUSE)
    rebuilt: dict[str, Any] = {"rebuilt_seconds": time.perf_counter() - started}
    say(rebuilt | ({"meanwhile_ms": percentiles(meanwhile)} if meanwhile else {}))


def _published(store: Path) -> dict[str, IndexState | None]:
    record = Record(store / RECORD_FILE)
    try:
        return {name: record.index_state(name) for name in ("vectors", "words")}
    finally:
        record.close()


def _rebuilt(before: dict[str, IndexState | None], now: dict[str, IndexState | None]) -> bool:
    return all(now[name] != before[name] for name in before)


TASKS: dict[str, Callable[[Job, Say], None]] = {
    "take": take,
    "sync": sync,
    "adopt": adopt,
    "search": search,
    "reopen": reopen,
}
