"""Measures one thing in a process of its own, so that memory and cold start are honest; figures go to standard output.

Run as `python -m eval.bench.worker JOB.json`. Each line it writes is a JSON object of figures. It ends when its
standard input closes, which is when the process that started it ends.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from eval.bench.pipeline import DATELINE, Pipeline, Session, Splitter

_WARM_UP = 5  # questions asked before the clock counts
_STATUS = Path("/proc/self/status")
Say = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does: its task and what that needs; folders and files are paths."""

    task: str
    pipeline: str = DATELINE
    articles: str = ""
    more: str = ""
    store: str = ""
    questions: tuple[str, ...] = ()
    splitter: Splitter | None = None
    words: float = 0.0
    share: float = 0.0

    def to_json(self) -> str:
        """Give the job as its file has it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def of(self, task: str) -> Job:
        """The same job with another task."""
        return replace(self, task=task)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """Read a job."""
        fields = json.loads(text)
        splitter = Splitter(**fields["splitter"]) if fields["splitter"] else None
        return cls(**{**fields, "questions": tuple(fields["questions"]), "splitter": splitter})


def prepare(job: Job, say: Say) -> None:  # noqa: ARG001  (every task takes the job)
    """Make the embedder ready for this machine, which takes half a minute once, and say what it runs in."""
    from index.embedding import open_embedder

    say({"runtime": open_embedder().runtime})


def fit(job: Job, say: Say) -> None:
    """Find how the plain pipeline has to cut articles for passages as long, and overlaps as large, as Dateline's."""
    from eval.bench.fitting import Cut
    from eval.bench.plain import fit_splitter

    say(asdict(fit_splitter(Path(job.articles), Cut(job.words, job.share))))


def index(job: Job, say: Say) -> None:
    """Load, index, then index the same articles again from an opened store; the peak is that of the first."""
    started = time.perf_counter()
    pipeline = _pipeline(job)
    load = time.perf_counter() - started
    figures = {"load_seconds": load, **_indexed(pipeline, job.articles, job.store)}
    figures["peak_memory_mb"] = peak_memory_mb()
    again = _indexed(pipeline, job.articles, job.store)
    if again["passages"]:
        raise RuntimeError(f"{again['passages']} passages of unchanged articles were indexed again")
    say({**figures, "reindex_seconds": again["index_seconds"]})


def ask(job: Job, say: Say) -> None:
    """Answer a first question, then, warmed up, find passages for all questions and answer them all."""
    session = _pipeline(job).open(Path(job.store))
    session.answer(job.questions[0])
    say({"answered": 1})
    for question in _warm_up(job.questions):
        session.answer(question)
    retrieval = _latencies("retrieval", session.retrieve, job.questions)
    say({**retrieval, **_latencies("answer", session.answer, job.questions)})
    session.close()


def grow(job: Job, say: Say) -> None:
    """Index without embedding, add a few articles more, and find passages."""
    pipeline = _pipeline(job, random=True)
    figures = _indexed(pipeline, job.articles, job.store)
    figures.pop("embedding_share", None)
    figures["peak_memory_mb"] = peak_memory_mb()
    figures["add_seconds"] = _indexed(pipeline, job.more, job.store)["index_seconds"]
    session: Session = pipeline.open(Path(job.store))
    for question in _warm_up(job.questions):
        session.retrieve(question)
    say({**figures, **_latencies("retrieval", session.retrieve, job.questions)})
    session.close()


TASKS: dict[str, Callable[[Job, Say], None]] = {
    "prepare": prepare,
    "fit": fit,
    "index": index,
    "ask": ask,
    "grow": grow,
}


def _pipeline(job: Job, *, random: bool = False) -> Pipeline:
    """Load one of the two pipelines: neither pays for the packages of the other."""
    if job.pipeline == DATELINE:
        from eval.bench.dateline import Dateline, SeededEmbedder

        return Dateline(SeededEmbedder() if random else None)
    from eval.bench.plain import Plain, SeededEmbedding

    if job.splitter is None:
        raise ValueError("the plain pipeline needs to be told how to cut articles")
    return Plain(job.splitter, SeededEmbedding() if random else None)


def _indexed(pipeline: Pipeline, articles: str, store: str) -> dict[str, Any]:
    started = time.perf_counter()
    done = pipeline.index(Path(articles), Path(store))
    figures: dict[str, Any] = {"index_seconds": time.perf_counter() - started, "passages": done.passages}
    if done.embedding_seconds is not None and figures["index_seconds"]:
        figures["embedding_share"] = done.embedding_seconds / figures["index_seconds"]
    return figures


def _warm_up(questions: Sequence[str]) -> Sequence[str]:
    return questions[:_WARM_UP]


def _latencies(name: str, ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """The milliseconds a question takes, as percentiles over all questions."""
    taken = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - started) * 1000)
    return {f"{name}_ms_p{part}": float(np.percentile(taken, part)) for part in (50, 95, 99)}


def peak_memory_mb() -> float:
    """The most memory that this process has held, in MB of 10^6 bytes.

    `ru_maxrss` counts what the parent held when it forked (Linux keeps the mark over exec), so Linux's own mark of
    this program, VmHWM, is taken where there is one.
    """
    try:
        lines = _STATUS.read_text().splitlines()
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _end_with_parent() -> None:
    """End this process once its standard input closes."""
    sys.stdin.read()
    os._exit(1)


def _only_figures_on_stdout() -> TextIO:
    """Give standard output, and send what packages print there to standard error."""
    figures = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return figures


def main(arguments: Sequence[str]) -> int:
    """Do the job in the file that is named."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    figures = _only_figures_on_stdout()

    def say(values: dict[str, Any]) -> None:
        print(json.dumps(values), file=figures, flush=True)

    job = Job.from_json(Path(arguments[0]).read_text("utf-8"))
    TASKS[job.task](job, say)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
