"""Measures one thing in a process of its own, so that memory and cold start are honest; figures go to standard output.

Run as `python -m eval.bench.worker JOB.json`. Each line it writes is a JSON object of figures. It ends when its
standard input closes, which is when the process that started it ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from eval.bench.job import Job, Say
from eval.bench.latency import WARM_UP, percentiles, timed_ms
from eval.bench.memory import peak_memory_mb
from eval.bench.pipeline import DATELINE, Pipeline, Session


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
    for question in job.questions[:WARM_UP]:
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
    for question in job.questions[:WARM_UP]:
        session.retrieve(question)
    say({**figures, **_latencies("retrieval", session.retrieve, job.questions)})
    session.close()


Task = Callable[[Job, Say], None]
TASKS: dict[str, Task] = {
    "prepare": prepare,
    "fit": fit,
    "index": index,
    "ask": ask,
    "grow": grow,
}


def _task(name: str) -> Task:
    """What does a task; those of the whole library load Dateline at once, which the plain pipeline must not pay for."""
    if name in TASKS:
        return TASKS[name]
    from eval.bench.whole import kill_tasks, tasks

    return {**tasks.TASKS, **kill_tasks.TASKS}[name]


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


def _latencies(name: str, ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """The milliseconds a question takes, as percentiles over all questions."""
    taken = percentiles([timed_ms(ask, question) for question in questions])
    return {f"{name}_ms_{part}": value for part, value in taken.items()}


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
    _task(job.task)(job, say)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
