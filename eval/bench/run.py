"""A benchmark from end to end: articles, measurements in their order, what follows from them."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from eval.bench import corpus
from eval.bench.child import run_worker
from eval.bench.gathered import Articles, gather
from eval.bench.job import Job
from eval.bench.kept import Kept
from eval.bench.measure import Material, measure
from eval.bench.packages import versions
from eval.bench.pipeline import DATELINE, PLAIN, Splitter
from eval.bench.plan import END_TO_END, GROWTH, Measurement, Options, measurements
from eval.bench.ratios import Figures
from eval.bench.report import Report, Size
from eval.bench.whole.figures import Whole, whole
from eval.bench.whole.plan import Step as WholeStep
from eval.bench.whole.plan import steps
from eval.bench.whole.steps import WholeLibrary
from eval.corpus import corpus_hash
from eval.provenance import provenance
from eval.runner import Progress, Step
from index.weights import DEFAULT_EMBEDDER, cache_dir
from rag.chain import PASSAGES

_NOTES = (
    "The plain pipeline answers with LlamaIndex's MockLLM, which takes no time. With a real language model its answers "
    "take as long as that model does; Dateline's, without one, take what is shown.",
    "The plain pipeline's ingestion cache is off. It would keep every vector a second time, in memory and on the disk.",
    "The plain pipeline takes 64 documents at a time, which holds its memory down: one run over all fails from 5,462 "
    "passages on, the largest batch that Chroma takes. It embeds the headline with each passage, as Dateline does.",
    "Dateline's retrieval searches words as well as vectors, and its answers are read, checked and cited.",
)
Tell = Callable[[int, str], None]


class BusyError(ValueError):
    """Another benchmark is running on this machine."""


def run_bench(options: Options, *, restart: bool = False, progress: Progress | None = None) -> Report:
    """Measure both pipelines and compare them; what an interrupted run with the same options measured is kept.

    `restart` measures everything anew. Raises `DatasetError` or `index.InputError` for articles that cannot be used,
    `BusyError`, and `WorkerError` where a measurement could not be made.
    """
    clock = time.monotonic()
    plan = list(steps(options.rounds, options.kills)) if options.whole else []
    compared = len(list(measurements(options)))
    tell = _teller(progress, compared + len(plan))
    tell(0, "gathering articles")
    articles = gather(options)
    settings = _settings(options, articles)
    depends_on = {
        name: value for name, value in settings.items() if name not in {"started", "load_average", "commit"}
    }
    with _alone(), tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        kept = Kept(depends_on)
        if restart:
            kept.forget()
        kept.clear_others()
        workshop = _Workshop(options, articles, kept, Path(folder), tell)
        settings |= workshop.made_ready()
        settings["resumed"] += sum(kept.get(step.id) is not None for step in plan)
        figures = workshop.measured()
        alone = workshop.measured_alone(plan, compared) if plan else None
    kept.forget()
    return Report(
        {**settings, "seconds": round(time.monotonic() - clock, 1)},
        [_size(END_TO_END, passages, figures) for passages in options.passages],
        [_size(GROWTH, passages, figures) for passages in options.growth],
        len(articles.added),
        alone,
    )


class _Workshop:
    """Where the measurements are made: a temporary folder with the articles, each size written when first needed."""

    def __init__(self, options: Options, articles: Articles, kept: Kept, folder: Path, tell: Tell) -> None:
        self._options = options
        self._articles = articles
        self._kept = kept
        self._folder = folder
        self._tell = tell
        self._plan = list(measurements(options))
        self._splitters: dict[str, Splitter] = {}

    def made_ready(self) -> dict[str, Any]:
        """Make the model ready and fit the plain pipeline's splitters; gives the settings that follow."""
        self._tell(0, "making ready")
        (ready,) = run_worker(Job("prepare"), self._folder)
        for kind in dict.fromkeys(one.kind for one in self._plan):
            self._splitters[kind] = self._fitted(kind)
        cut, grown = self._splitters.get(END_TO_END), self._splitters.get(GROWTH)
        return {
            "resumed": sum(self._kept.get(one.id) is not None for one in self._plan),
            "runtime": {DATELINE: ready["runtime"], PLAIN: "sentence-transformers"},
            "splitter": asdict(cut) if cut else None,
            "growth_splitter": asdict(grown) if grown else None,
        }

    def _fitted(self, kind: str) -> Splitter:
        known = self._kept.get(f"splitter/{kind}")
        if known is None:
            cut, place = self._articles.cut(kind), self._folder / f"sample-{kind}"
            corpus.write(self._articles.sample(kind), place)
            job = Job("fit", PLAIN, str(place), words=cut.words, share=cut.share)
            (known,) = run_worker(job, self._folder)
            self._kept.put(f"splitter/{kind}", known)
        return Splitter(int(known["chunk_size"]), int(known["chunk_overlap"]))

    def measured(self) -> dict[Measurement, Figures]:
        """Make every measurement that is not kept from an interrupted run."""
        figures = {}
        for done, one in enumerate(self._plan):
            known = self._kept.get(one.id)
            self._tell(done, str(one) if known is None else f"{one}: measured before")
            if known is None:
                known = measure(one, self._material(one), self._folder)
                self._kept.put(one.id, known)
            figures[one] = known
        if self._plan:
            self._tell(len(self._plan), "done")
        return figures

    def measured_alone(self, steps: Sequence[WholeStep], before: int) -> Whole:
        """Make every measurement of the whole library that is not kept; `before` measurements were made before it."""
        options, articles = self._options, self._articles
        library = WholeLibrary(
            articles.whole,
            articles.questions_of_all(options),
            options.kills,
            options.seed,
            self._kept.folder,
            self._folder,
        )
        figures = {}
        for done, step in enumerate(steps, start=before):
            known = self._kept.get(step.id)
            self._tell(done, str(step) if known is None else f"{step}: measured before")
            if known is None:
                known = library.measure(step, partial(self._tell_more, done, step))
                self._kept.put(step.id, known)
            figures[step] = known
        self._tell(before + len(steps), "done")
        return whole(figures)

    def _tell_more(self, done: int, step: WholeStep, words: str) -> None:
        self._tell(done, f"{step}: {words}")

    def _material(self, one: Measurement) -> Material:
        pieces = self._articles.sizes[one.kind][one.passages]
        place, added = self._folder / f"{one.kind}-{one.passages}", self._folder / "added"
        if not place.exists():
            corpus.write(pieces, place)
        if not added.exists():
            corpus.write(self._articles.added, added)
        questions = self._articles.questions(one.kind, self._options)
        return Material(place, len(pieces), added, questions, self._splitters[one.kind])


def _teller(progress: Progress | None, total: int) -> Tell:
    """What says how many measurements are done and what is being done, to whoever wants to know."""

    def tell(done: int, doing: str) -> None:
        if progress:
            progress(Step("Measuring", done, total, doing))

    return tell


def _settings(options: Options, articles: Articles) -> dict[str, Any]:
    """What a run records of itself before it begins."""
    data = options.data
    return {
        **provenance(),
        "packages": versions(),
        "load_average": round(os.getloadavg()[0], 2),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        **asdict(options),
        "data": data.resolve().name if data else None,
        "data_hash": corpus_hash(data) if data else None,
        "model": DEFAULT_EMBEDDER,
        "passages_read": PASSAGES,
        "articles": articles.count,
        "left_out": articles.left_out,
        "notes": list(_NOTES) if options.compared else [],
    }


def _size(kind: str, passages: int, figures: Mapping[Measurement, Figures]) -> Size:
    rounds = sorted(
        (one for one in figures if (one.kind, one.passages) == (kind, passages)), key=lambda one: one.round
    )
    dateline, plain = (
        tuple(figures[one] for one in rounds if one.pipeline == pipeline) for pipeline in (DATELINE, PLAIN)
    )
    return Size(passages, dateline, plain)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other benchmarks off this machine: they would measure each other."""
    place = cache_dir() / "bench" / ".lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place, timeout=0):
            yield
    except Timeout:
        raise BusyError(
            "Another benchmark is running on this machine, and the two would slow each other down. "
            "Wait until it is done and run this again."
        ) from None
