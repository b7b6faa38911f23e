"""One measurement: a pipeline on a folder of articles, from nothing, in processes of its own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from eval.bench.child import run_worker
from eval.bench.job import Job
from eval.bench.pipeline import Splitter
from eval.bench.plan import END_TO_END, Measurement
from eval.bench.ratios import Figures

_BLOCK = 512  # bytes, the unit of st_blocks


@dataclass(frozen=True, slots=True)
class Material:
    """What a measurement works on: a folder of articles and how many they are, a few articles more, questions."""

    articles: Path
    count: int
    more: Path
    questions: tuple[str, ...]
    splitter: Splitter


def measure(one: Measurement, material: Material, folder: Path) -> Figures:
    """Make the store in a temporary folder under `folder`, ask it, and give the figures; the store is deleted.

    End to end there are two processes: one loads and indexes, the other answers a first question and all of them.
    """
    with tempfile.TemporaryDirectory(dir=folder) as made:
        place = Path(made)
        store = place / "store"
        job = Job(
            "index" if one.kind == END_TO_END else "grow",
            one.pipeline,
            str(material.articles),
            str(material.more),
            str(store),
            material.questions,
            material.splitter,
        )
        (figures,) = run_worker(job, place)
        figures["store_mb"] = on_disk_mb(store)
        if one.kind == END_TO_END:
            first, warm = run_worker(job.of("ask"), place)
            figures |= {**warm, "cold_answer_seconds": first["after_seconds"]}
    del figures["after_seconds"]
    seconds = figures["index_seconds"]
    return {
        "articles": material.count,
        **figures,
        "articles_per_second": material.count / seconds,
        "passages_per_second": figures["passages"] / seconds,
    }


def on_disk_mb(folder: Path) -> float:
    """What the files of a folder take on the disk, in MB of 10^6 bytes."""
    return sum(file.stat().st_blocks * _BLOCK for file in folder.rglob("*") if file.is_file()) / 1e6
