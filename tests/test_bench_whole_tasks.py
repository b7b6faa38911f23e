"""What the processes of `dateline bench --whole` do, on a dozen invented articles: real libraries, real kills."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.bench import corpus
from eval.bench.child import WorkerError, kill_worker, run_worker
from eval.bench.corpus import Piece
from eval.bench.dateline import GivenLibrary, SeededEmbedder
from eval.bench.job import Job
from eval.bench.whole import tasks
from eval.bench.whole.filters import EVERYTHING, MONTH
from eval.bench.whole.kills import Undisturbed, kill, undisturbed
from eval.bench.whole.plan import DAMAGED, DELETED
from eval.bench.whole.stock import Stock, harm, passages, touch
from eval.bench.whole.verdict import state_from_json

Ran = list[dict[str, Any]]


def ran(task: Callable[[Job, Callable[[dict[str, Any]], None]], None], job: Job) -> Ran:
    """Do a task in this process, and give what it said."""
    said: Ran = []
    task(job, said.append)
    return said


@pytest.fixture(scope="module")
def pieces() -> list[Piece]:
    return corpus.invent(0, 90)


@pytest.fixture(scope="module")
def questions(pieces: list[Piece]) -> tuple[str, ...]:
    return tuple(corpus.questions(pieces, 4, 0))


@pytest.fixture(scope="module")
def stock(pieces: list[Piece], tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock(pieces, tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("folder"))


@pytest.fixture(scope="module")
def taken(stock: Stock) -> dict[str, Any]:
    """The figures of making the library of all articles, which is where the stock has it from then on."""
    job = Job("take", articles=str(stock.one_file()), store=str(stock.library))
    return ran(tasks.take, job)[-1]


@pytest.fixture(scope="module")
def run(pieces: list[Piece], tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed(pieces, tmp_path_factory.mktemp("kills"))


def test_taking_articles_in_is_measured(taken: dict[str, Any], pieces: list[Piece]) -> None:
    assert taken["passages"] == passages(pieces)
    assert 0 < taken["embedding_share"] < 1
    assert taken["peak_memory_mb"] >= max(mb for _, mb in taken["memory"]) - 1
    assert taken["memory"][-1][0] >= taken["index_seconds"]


@pytest.mark.usefixtures("taken")
def test_unchanged_articles_are_found_to_be_that_touched_or_not_in_both_packings(stock: Stock) -> None:
    for place in (stock.one_file(), stock.file_each()):
        job = Job("sync", articles=str(place), store=str(stock.library))
        for files in ([], place.iterdir() if place.is_dir() else [place]):
            touch(files)
            (said,) = ran(tasks.sync, job)
            assert said["unchanged"] == len(stock.pieces)


@pytest.mark.usefixtures("taken")
def test_a_changed_article_is_no_unchanged_one(stock: Stock, tmp_path: Path) -> None:
    shutil.copytree(stock.library, tmp_path / "library")
    changed = stock.pieces[0].to_json().replace("crowns", "marks").replace("the", "a")
    (tmp_path / "changed.json").write_text(changed, "utf-8")
    with pytest.raises(RuntimeError, match="of 1 unchanged articles 0 were found to be that"):
        ran(tasks.sync, Job("sync", articles=str(tmp_path / "changed.json"), store=str(tmp_path / "library")))


@pytest.mark.usefixtures("taken")
def test_every_filter_is_searched_with_every_question(stock: Stock, questions: tuple[str, ...]) -> None:
    (said,) = ran(tasks.search, Job("search", store=str(stock.library), questions=questions))
    assert said["filters"][EVERYTHING]["passages"] == passages(stock.pieces)
    assert 0 < said["filters"][MONTH]["passages"] < passages(stock.pieces)
    assert set(said["ms"]) == set(said["filters"])
    assert all(0 < times["p50"] <= times["p95"] <= times["p99"] for times in said["ms"].values())


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize("how", [DELETED, DAMAGED])
def test_a_library_without_its_indexes_answers_and_has_them_again(
    stock: Stock, questions: tuple[str, ...], tmp_path: Path, how: str
) -> None:
    library, count = stock.reopened()
    assert (library, count) == (
        stock.library,
        passages(stock.pieces),
    )  # fewer than are opened without indexes
    shutil.copytree(library, tmp_path / "library")
    harm(tmp_path / "library", how)
    job = Job("reopen", store=str(tmp_path / "library"), more="wait", questions=questions)
    first, last = ran(tasks.reopen, job)
    assert 0 < first["retrieved_seconds"] < first["answered_seconds"] <= last["rebuilt_seconds"]


@pytest.mark.usefixtures("taken")
def test_a_smaller_library_takes_its_vectors_from_that_of_all(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.bench.whole.stock.REOPENED_PASSAGES", 40)
    library, count = stock.reopened()
    assert library != stock.library
    assert 40 <= count < passages(stock.pieces)
    assert stock.reopened() == (library, count)
    with GivenLibrary(library, SeededEmbedder()) as made:
        assert sum(made.passage_counts().values()) == count
    said = ran(
        tasks.adopt, Job("adopt", articles=str(stock.one_file()), more=str(stock.library), store=str(library))
    )
    assert said[0]["embedded"] == 0


def test_an_undisturbed_run_takes_in_what_is_new_changed_and_vanished(run: Undisturbed) -> None:
    before, expected = run.before, run.expected
    assert expected.keys() - before.keys(), "new ones"
    assert before.keys() - expected.keys(), "vanished ones"
    changed = {one for one in before.keys() & expected.keys() if before[one] != expected[one]}
    assert changed
    assert {expected[one][0] for one in changed} == {2}
    assert run.seconds > 0


def test_a_kill_is_judged_by_the_library_that_it_left(run: Undisturbed, tmp_path: Path) -> None:
    done = kill(run, 2, 3, 0, tmp_path)
    assert done["killed"]
    assert 0 < done["moment"] < 1
    assert (done["lost"], done["twice"], done["unlike"], done["unsettled"], done["unusable"]) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert done["answered_seconds"] > 0


def test_a_library_that_does_not_open_after_a_kill_is_said_to_be_unusable(
    run: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaging(job: Job, folder: Path, after: float) -> object:
        killed = kill_worker(job, folder, after)
        (Path(job.store) / "library.sqlite").write_bytes(b"no database at all" * 1000)
        return killed

    monkeypatch.setattr("eval.bench.whole.kills.kill_worker", damaging)
    done = kill(run, 1, 3, 0, tmp_path)
    assert done["unusable"] == 1
    assert "could not check" in done["problem"]


def test_a_process_that_is_done_in_time_was_not_killed(run: Undisturbed, tmp_path: Path) -> None:
    shutil.copytree(run.library, tmp_path / "library")
    killed = kill_worker(run.job("update", tmp_path / "library"), tmp_path, 3600)
    assert killed.ended
    assert state_from_json(killed.said[-1]["held"]) == run.expected


def test_a_process_that_fails_is_not_taken_for_a_killed_one(tmp_path: Path) -> None:
    job = Job("update", articles=str(tmp_path / "none"), store=str(tmp_path / "library"))
    with pytest.raises(WorkerError, match=r"could not update: .*There is no file or folder"):
        kill_worker(job, tmp_path, 3600)


def test_each_line_of_a_process_is_heard_when_it_comes(tmp_path: Path) -> None:
    heard: Ran = []
    said = run_worker(Job("prepare"), tmp_path, heard=heard.append)
    assert heard == said
    assert list(said[0]) == ["runtime", "after_seconds"]
