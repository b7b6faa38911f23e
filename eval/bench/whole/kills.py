"""Kills processes that index, at random moments, and finds out what that did.

A library of two thirds of some articles is brought up to date: the last third is new, some articles have changed, some
have vanished. Each kill begins with a copy of that library.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from eval.bench import corpus
from eval.bench.child import WorkerError, kill_worker, run_worker
from eval.bench.corpus import Piece
from eval.bench.job import Job
from eval.bench.whole.plan import moment
from eval.bench.whole.verdict import State, acknowledged, judge, state_from_json

_ARTICLES = 120
_CHANGED, _VANISHED = (5, 1), (10, 4)
"""Of the articles in the library: each one whose place leaves this rest."""
_ADDED = "The report was corrected on the day after: the first one had named another street."
_ATTEMPTS = 5  # where a run was done before it could be killed


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """The articles as they are now, the library as it was before, and what a run that nobody kills makes of it."""

    articles: Path
    library: Path
    question: str
    before: State
    expected: State
    seconds: float
    """From the open library to the end."""

    def job(self, task: str, store: Path) -> Job:
        """What a process does with a copy of the library."""
        return Job(task, articles=str(self.articles), store=str(store), questions=(self.question,))


def undisturbed(pieces: Sequence[Piece], folder: Path) -> Undisturbed:
    """Make the library, change the articles, and bring a copy of it up to date."""
    some = list(pieces[:_ARTICLES])
    count = max(1, len(some) * 2 // 3)
    articles, library, copy = folder / "articles", folder / "library", folder / "copy"
    corpus.write(some[:count], articles)
    (question,) = corpus.questions(some, 1, 0)  # about the first article, which stays as it is
    job = Job("update", articles=str(articles), store=str(library), questions=(question,))
    before = state_from_json(run_worker(job, folder)[-1]["held"])
    _change(some, count, articles)
    shutil.copytree(library, copy)
    first, *_, last = run_worker(replace(job, store=str(copy)), folder)
    shutil.rmtree(copy)
    seconds = last["after_seconds"] - first["after_seconds"]
    return Undisturbed(articles, library, question, before, state_from_json(last["held"]), seconds)


def _change(pieces: Sequence[Piece], count: int, articles: Path) -> None:
    """Add the articles from `count` on, change some of those before, and delete others."""
    for place, piece in enumerate(pieces):
        file = articles / corpus.file_name(place)
        if place >= count:
            file.write_text(piece.to_json(), "utf-8")
        elif place % _CHANGED[0] == _CHANGED[1]:
            file.write_text(replace(piece, text=f"{piece.text}\n\n{_ADDED}").to_json(), "utf-8")
        elif place % _VANISHED[0] == _VANISHED[1]:
            file.unlink()


def kill(run: Undisturbed, number: int, kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Kill a run at its moment, see what is left, and give what that did."""
    share = moment(number, kills, random.Random(f"{seed}/{number}").random())
    store = folder / "killed"
    for _ in range(_ATTEMPTS):
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(run.library, store)
        killed = kill_worker(run.job("update", store), folder, share * run.seconds)
        if not killed.ended:
            break
        share /= 2  # it was quicker this time
    figures: dict[str, Any] = {"moment": share, "killed": not killed.ended}
    known = acknowledged(
        run.before, [state_from_json(line["seen"]) for line in killed.said if "seen" in line]
    )
    try:
        after, end = run_worker(run.job("check", store), folder)
    except (WorkerError, ValueError) as error:
        return {**figures, "unusable": 1, "problem": str(error)}
    verdict = judge(
        known,
        state_from_json(after["held"]),
        state_from_json(end["held"]),
        run.expected,
        repeated=after["repeated"] + end["repeated"],
        again=end["again"],
    )
    notes = after["notes"]
    return {**figures, "unusable": 0, "answered_seconds": after["answered_seconds"], "notes": notes} | asdict(
        verdict
    )
