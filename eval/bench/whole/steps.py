"""Makes the measurements of a whole library, each in processes of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.bench.child import Line, run_worker
from eval.bench.corpus import Piece
from eval.bench.job import Job
from eval.bench.measure import on_disk_mb
from eval.bench.whole.kills import Undisturbed, kill, undisturbed
from eval.bench.whole.plan import (
    FILE_EACH,
    KILL,
    SEARCH,
    SYNC,
    TAKE,
    TOUCHED,
    Step,
)
from eval.bench.whole.stock import Stock, harm, touch

Tell = Callable[[str], None]
"""Is told in words how far a long measurement is."""


class WholeLibrary:
    """The measurements of one run: what they share is made when it is first needed."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        questions: tuple[str, ...],
        kills: int,
        seed: int,
        kept: Path,
        folder: Path,
    ) -> None:
        """`kept` is a folder that outlives an interruption, `folder` one for temporary files."""
        self._stock = Stock(pieces, kept, folder)
        self._questions = questions
        self._kills = kills
        self._seed = seed
        self._folder = folder
        self._undisturbed: Undisturbed | None = None

    def measure(self, step: Step, tell: Tell) -> dict[str, Any]:
        """Make one measurement and give its figures. Raises `WorkerError` where it cannot be made."""
        if step.what == TAKE:
            return self._take(int(step.kind), tell)
        if step.what == KILL:
            return self._killed(step.round)
        if not self._stock.library.exists():
            self._take(1, tell)  # its figures are known, from a run that was interrupted
        if step.what == SYNC:
            return self._synced(step.kind)
        if step.what == SEARCH:
            return self._searched()
        return self._reopened(step, tell)

    def _take(self, of: int, tell: Tell) -> dict[str, Any]:
        """Index a share of the articles; the library of all is kept."""
        pieces, making = self._stock.share(of), self._stock.making()

        def heard(line: Line) -> None:
            if "articles_read" in line:
                tell(f"{line['articles_read']:,} of {len(pieces):,} articles read")

        job = Job("take", articles=str(self._stock.one_file(of)), store=str(making))
        *_, figures = run_worker(job, self._folder, heard=heard)
        figures["store_mb"] = on_disk_mb(making)
        if of == 1:
            shutil.rmtree(self._stock.library, ignore_errors=True)
            self._stock.files_known.unlink(missing_ok=True)
            making.rename(self._stock.library)
        else:
            shutil.rmtree(making)
        seconds = figures["index_seconds"]
        del figures["after_seconds"]
        return {
            "articles": len(pieces),
            **figures,
            "articles_per_second": len(pieces) / seconds,
            "passages_per_second": figures["passages"] / seconds,
        }

    def _synced(self, kind: str) -> dict[str, Any]:
        """Index all articles again; the files that have one each are made known to the library before."""
        packing, state = kind.split(", ")
        place = self._stock.file_each() if packing == FILE_EACH else self._stock.one_file()
        job = Job("sync", articles=str(place), store=str(self._stock.library))
        if packing == FILE_EACH and not self._stock.files_known.exists():
            run_worker(job, self._folder)
            self._stock.files_known.touch()
        if state == TOUCHED:
            touch(place.iterdir() if place.is_dir() else [place])
        (figures,) = run_worker(job, self._folder)
        return figures

    def _searched(self) -> dict[str, Any]:
        job = Job("search", store=str(self._stock.library), questions=self._questions)
        (figures,) = run_worker(job, self._folder)
        return figures

    def _reopened(self, step: Step, tell: Tell) -> dict[str, Any]:
        """Open a copy of a library whose indexes are lost; in the last round until they are there again."""
        tell("making its library")
        library, passages = self._stock.reopened()
        with tempfile.TemporaryDirectory(dir=self._folder) as made:
            copy = Path(made) / "library"
            shutil.copytree(library, copy)
            harm(copy, step.kind)
            tell("opening it")
            more = "until the indexes are there again" if step.last else ""
            job = Job("reopen", store=str(copy), more=more, questions=self._questions)
            first, *rest = run_worker(job, Path(made))
        figures = {"passages": passages, **first, **(rest[0] if rest else {})}
        return {**figures, "after_seconds": first["after_seconds"]}

    def _killed(self, number: int) -> dict[str, Any]:
        if self._undisturbed is None:
            place = self._folder / "kills"
            place.mkdir()
            self._undisturbed = undisturbed(self._stock.pieces, place)
        return kill(self._undisturbed, number, self._kills, self._seed, self._folder / "kills")
