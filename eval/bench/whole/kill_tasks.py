"""What the processes do that are killed, and those that look at what is left.

Random vectors stand in the model's place: a kill then falls on the record and its indexes, where harm can be done, and
not on arithmetic.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from eval.bench.dateline import GivenLibrary, SeededEmbedder
from eval.bench.job import Job, Say
from eval.bench.whole.verdict import State
from index import Library
from rag import Chain
from rag.chain import PASSAGES
from rag.keywords import keywords

_EVERY = 0.01  # seconds between two looks at what readers can see


def update(job: Job, say: Say) -> None:
    """Index what is new or changed, prune what vanished, and say of each article when a reader can see it."""
    with _opened(job) as library:
        say({"ready": 1})
        with _Seen(library, say):
            library.index([job.articles], prune=True)
        say({"held": state(library)})


def check(job: Job, say: Say) -> None:
    """Open a library after a kill, ask it, say what it holds; then index again, twice, and say what it holds then."""
    started = time.perf_counter()
    with _opened(job) as library:
        chain = Chain.open(library, mode="extractive")
        found = len(chain.retrieve(job.questions[0], k=PASSAGES))
        answer = chain.answer(job.questions[0])
        seconds = time.perf_counter() - started
        if not found:
            raise RuntimeError("nothing was found")
        say(
            {
                "answered_seconds": seconds,
                "held": state(library),
                "repeated": _repeated(library, job.questions),
                "notes": answer.notes,
            }
        )
        library.index([job.articles], prune=True)
        again = library.index([job.articles], prune=True)
        say(
            {
                "held": state(library),
                "repeated": _repeated(library, job.questions),
                "again": again.new + again.changed + again.superseded + again.removed,
            }
        )


def state(library: Library) -> State:
    """Every article that can be read: its version, how many passages it has, and a digest of its text."""
    counts = library.passage_counts()
    return {
        one.id: (one.version, counts.get(one.id, 0), hashlib.sha256(one.text.encode()).hexdigest()[:16])
        for one in library.articles()
    }


def _opened(job: Job) -> GivenLibrary:
    return GivenLibrary(Path(job.store), SeededEmbedder())


def _repeated(library: Library, questions: Sequence[str]) -> int:
    """How often the two searches, asked for everything, give a passage that they gave already."""
    total = sum(library.passage_counts().values())
    repeated = 0
    for question in questions:
        nearest = library.search_vectors(library.embed_query(question), total)
        fitting = library.search_words(keywords(question), total)
        repeated += sum(len(found) - len({seq for seq, _ in found}) for found in (nearest, fitting))
    return repeated


class _Seen:
    """A context in which a thread, with a connection of its own, says every article when it can first be read."""

    def __init__(self, library: Library, say: Say) -> None:
        self._library = library
        self._say = say
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._said: State = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_EVERY):
            now = state(self._library)
            new = {article: held for article, held in now.items() if self._said.get(article) != held}
            if new:
                self._say({"seen": new})
            self._said = now


TASKS: dict[str, Callable[[Job, Say], None]] = {"update": update, "check": check}
