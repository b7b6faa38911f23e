"""What `dateline bench --whole` decides: order, moments, filters, what a kill did, what articles lie in which file."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from eval.bench import corpus
from eval.bench import dateline as measured
from eval.bench.child import Line
from eval.bench.dateline import SeededEmbedder, Timed
from eval.bench.job import Job
from eval.bench.memory import MemoryCurve, thinned
from eval.bench.whole.filters import Asked, Counted, choose
from eval.bench.whole.plan import DAMAGED, DELETED, REOPEN, SYNC, TAKE, Step, moment, steps
from eval.bench.whole.steps import WholeLibrary
from eval.bench.whole.stock import Stock, harm, passages, touch
from eval.bench.whole.verdict import Held, State, Verdict, acknowledged, judge, state_from_json
from index.embedding import Vectors

MAY, JUNE = date(2023, 5, 4), date(2023, 6, 30)
OLD: Held = (1, 3, "old")
NEW: Held = (2, 4, "new")
FEW: Held = (1, 2, "old")
MANY: Held = (1, 6, "old")


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    kept = tmp_path / "kept"
    kept.mkdir()
    return Stock(corpus.invent(0, 60), kept, tmp_path)


def test_the_library_of_all_articles_is_made_before_anything_needs_it() -> None:
    plan = list(steps(2, 3))
    assert [step.kind for step in plan if step.what == TAKE] == ["16", "4", "1"]
    assert plan.index(next(step for step in plan if step.what == SYNC)) == 3
    assert len({step.id for step in plan}) == len(plan) == 3 + 2 * 4 + 2 + 2 * 2 + 3
    assert [step.round for step in plan if step.last] == [2, 2]
    assert all(step.what == REOPEN for step in plan if step.last)
    assert str(plan[0]) == "Indexing 1/16 of the articles"
    assert str(plan[-1]) == "Killing a process that indexes, number 3"


def test_kills_are_spread_over_the_whole_run() -> None:
    assert [moment(number, 4, 0.5) for number in (1, 2, 3, 4)] == [0.125, 0.375, 0.625, 0.875]
    assert moment(1, 20, 0.0) == 0.0
    assert moment(20, 20, 0.999) < 1.0


def test_the_filter_of_each_kind_that_lets_the_most_passages_through_is_chosen() -> None:
    found = choose(
        [
            Counted(MAY, "Osthal Wire", 10),
            Counted(MAY, "Velmar Ledger", 7),
            Counted(JUNE, "Velmar Ledger", 9),
            Counted(date(2023, 6, 1), "Velmar Ledger", 9),
            Counted(None, "Osthal Wire", 20),
            Counted(JUNE, None, 4),
        ]
    )
    assert found == {
        "everything": Asked(59),
        "one month": Asked(22, date(2023, 6, 1), JUNE),
        "one day": Asked(17, MAY, MAY),
        "one source": Asked(30, None, None, "Osthal Wire"),
        "source and month": Asked(18, date(2023, 6, 1), JUNE, "Velmar Ledger"),
    }
    assert found["one day"].to_dict() == {
        "passages": 17,
        "since": "2023-05-04",
        "until": "2023-05-04",
        "source": None,
    }


def test_what_no_article_has_is_not_filtered_by() -> None:
    assert set(choose([Counted(MAY, None, 3)])) == {"everything", "one month", "one day"}
    assert choose([Counted(None, None, 3)]) == {"everything": Asked(3)}


@pytest.mark.parametrize(
    ("known", "after", "end", "settled", "expected"),
    [
        pytest.param({"a": OLD}, {"a": OLD}, {"a": OLD}, {"a": OLD}, Verdict(), id="nothing happened"),
        pytest.param({"a": OLD}, {"a": NEW}, {"a": NEW}, {"a": NEW}, Verdict(), id="a version came in"),
        pytest.param({"a": OLD}, {}, {}, {}, Verdict(), id="what vanished had been taken out"),
        pytest.param({"a": OLD}, {"a": OLD}, {}, {}, Verdict(), id="or was still to be"),
        pytest.param(
            {}, {"a": OLD}, {"a": OLD}, {"a": OLD}, Verdict(), id="it came in and nobody had looked"
        ),
        pytest.param({"a": OLD}, {}, {"a": OLD}, {"a": OLD}, Verdict(lost=1), id="lost till the next run"),
        pytest.param({"a": NEW}, {"a": OLD}, {"a": NEW}, {"a": NEW}, Verdict(lost=1), id="a version lost"),
        pytest.param({"a": OLD}, {"a": FEW}, {"a": OLD}, {"a": OLD}, Verdict(lost=1), id="passages lost"),
        pytest.param({}, {}, {}, {"a": OLD}, Verdict(lost=1, unlike=1), id="never taken in again"),
        pytest.param({}, {}, {"a": OLD}, {}, Verdict(twice=1, unlike=1), id="an article too many"),
        pytest.param({"a": OLD}, {"a": MANY}, {"a": OLD}, {"a": OLD}, Verdict(twice=1), id="passages twice"),
        pytest.param({}, {}, {"a": NEW}, {"a": OLD}, Verdict(twice=1, unlike=1), id="superseded for nothing"),
    ],
)
def test_what_a_kill_did(known: State, after: State, end: State, settled: State, expected: Verdict) -> None:
    assert judge(known, after, end, settled, repeated=0, again=0) == expected


def test_what_a_search_repeats_and_what_a_run_takes_in_again_count() -> None:
    state = {"a": OLD}
    assert judge(state, state, state, state, repeated=2, again=1) == Verdict(twice=2, unsettled=1)


def test_what_was_seen_last_is_what_counts() -> None:
    assert acknowledged({"a": OLD, "b": OLD}, [{"a": NEW}, {"c": OLD}, {"a": OLD}]) == {
        "a": OLD,
        "b": OLD,
        "c": OLD,
    }
    assert state_from_json(json.loads(json.dumps({"a": NEW}))) == {"a": NEW}


def test_a_thinned_curve_keeps_its_peak_and_its_order() -> None:
    points = [(float(at), float(mb)) for at, mb in enumerate([5, 1, 2, 9, 3, 4, 8, 7, 6, 0])]
    assert thinned(points, 3) == [(0.0, 5.0), (3.0, 9.0), (6.0, 8.0)]
    assert thinned(points, 50) == points
    assert thinned([], 5) == []


def test_memory_is_looked_at_from_the_beginning_to_the_end() -> None:
    with MemoryCurve() as memory:
        held = np.ones(30_000_000)  # 240 MB
        while len(memory.points(1000)) < 2:
            time.sleep(0.01)
    points = memory.points(1000)
    assert len(points) >= 3
    assert [at for at, _ in points] == sorted(at for at, _ in points)
    assert max(mb for _, mb in points) > held.nbytes / 1e6


def test_the_time_that_several_threads_spend_embedding_at_once_counts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([10.0, 13.0])  # asked twice only: when the first begins and when the last is done
    meeting = threading.Barrier(2, timeout=30)

    class Meeting(SeededEmbedder):
        def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
            meeting.wait()
            return super().encode(texts, query=query)

    monkeypatch.setattr(measured.time, "perf_counter", lambda: next(clock))
    timed = Timed(Meeting())
    other = threading.Thread(target=timed.encode, args=(["one"],))
    other.start()
    timed.encode(["two"])
    other.join()
    assert timed.seconds == 3.0


def test_a_share_is_the_beginning_of_all(stock: Stock) -> None:
    quarter = stock.share(4)
    assert list(quarter) == list(stock.pieces[: len(quarter)])
    assert passages(quarter) >= passages(stock.pieces) / 4 > passages(quarter[:-1])
    assert list(stock.share(1)) == list(stock.pieces)


def test_one_file_has_the_articles_that_the_folder_has(stock: Stock) -> None:
    lines = gzip.decompress(stock.one_file().read_bytes()).decode().splitlines()
    files = sorted(stock.file_each().iterdir())
    assert lines == [file.read_text("utf-8") for file in files] == [one.to_json() for one in stock.pieces]
    assert stock.one_file() == stock.one_file()
    assert sorted(path.name for path in stock.kept.iterdir()) == ["articles", "articles-1.jsonl.gz"]


def test_a_touched_file_has_another_time_that_is_not_of_just_now(stock: Stock) -> None:
    file = stock.one_file()
    before, bytes_ = file.stat().st_mtime_ns, file.read_bytes()
    touch([file])
    assert file.stat().st_mtime_ns != before
    assert file.stat().st_mtime < time.time() - 60
    assert file.read_bytes() == bytes_


@pytest.mark.parametrize("how", [DELETED, DAMAGED])
def test_the_indexes_are_harmed_and_the_record_is_not(tmp_path: Path, how: str) -> None:
    for name in ("vectors/gen-1/data", "words/gen-1/data", "library.sqlite"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 100)
    harm(tmp_path, how)
    sizes = [file.stat().st_size for file in sorted(tmp_path.rglob("*")) if file.is_file()]
    assert sizes == ([100] if how == DELETED else [100, 50, 50])


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Stands in for the processes; gives the task of each and what it is given: articles, else a store."""
    begun: list[tuple[str, str]] = []

    def worker(job: Job, folder: Path, *, heard: Callable[[Line], None] | None = None) -> list[Line]:
        begun.append((job.task, Path(job.articles or job.store).name))
        if job.task == "take":
            for name in ("vectors/gen-1/data", "words/gen-1/data"):
                (Path(job.store) / name).parent.mkdir(parents=True)
                (Path(job.store) / name).write_bytes(b"x" * 100)
        if heard:
            heard({"articles_read": 1})
        if job.task == "reopen":
            assert folder.is_dir()
            assert not list(Path(job.store).glob("*/gen-1/data")), "the indexes are lost"
            return [
                {"after_seconds": 2.0},
                *([{"rebuilt_seconds": 9.0, "after_seconds": 9.0}] if job.more else []),
            ]
        return [{"index_seconds": 2.0, "passages": 10, "after_seconds": 3.0}]

    for module in ("steps", "stock"):
        monkeypatch.setattr(f"eval.bench.whole.{module}.run_worker", worker)
    return begun


def test_a_measurement_makes_what_it_lacks_and_only_once(stock: Stock, jobs: list[tuple[str, str]]) -> None:
    library = WholeLibrary(stock.pieces, ("Who?",), 3, 0, stock.kept, stock.folder)
    told: list[str] = []
    each = [Step(SYNC, "a file each, untouched"), Step(SYNC, "a file each, touched")]
    assert [library.measure(step, told.append)["after_seconds"] for step in each] == [3.0, 3.0]
    assert library.measure(Step(SYNC, "one file, touched"), told.append)["after_seconds"] == 3.0
    assert jobs == [
        ("take", "articles-1.jsonl.gz"),  # the library is not there
        ("sync", "articles"),  # its files are not known
        ("sync", "articles"),
        ("sync", "articles"),
        ("sync", "articles-1.jsonl.gz"),
    ]
    assert told == [f"1 of {len(stock.pieces)} articles read"]
    library.measure(Step(TAKE, "1"), told.append)
    library.measure(each[0], told.append)
    assert jobs[5:] == [("take", "articles-1.jsonl.gz"), ("sync", "articles"), ("sync", "articles")]


def test_only_the_library_of_all_articles_stays(stock: Stock, jobs: list[tuple[str, str]]) -> None:
    library = WholeLibrary(stock.pieces, ("Who?",), 3, 0, stock.kept, stock.folder)
    quarter = library.measure(Step(TAKE, "4"), lambda _: None)
    assert quarter["articles"] == len(stock.share(4))
    assert quarter["passages_per_second"] == 5.0
    assert not stock.library.exists()
    library.measure(Step(TAKE, "1"), lambda _: None)
    assert stock.library.is_dir()
    assert [task for task, _ in jobs] == ["take", "take"]


def test_a_copy_is_harmed_and_waited_for_in_the_last_round_only(
    stock: Stock, jobs: list[tuple[str, str]]
) -> None:
    library = WholeLibrary(stock.pieces, ("Who?",), 3, 0, stock.kept, stock.folder)
    early = library.measure(Step(REOPEN, DELETED), lambda _: None)
    last = library.measure(Step(REOPEN, DELETED, 2, last=True), lambda _: None)
    assert (early["after_seconds"], "rebuilt_seconds" in early) == (2.0, False)
    assert (last["after_seconds"], last["rebuilt_seconds"]) == (2.0, 9.0)
    assert last["passages"] == passages(stock.pieces)
    assert [task for task, _ in jobs] == ["take", "reopen", "reopen"]
    assert list(stock.library.glob("*/gen-1/data")), "the library itself is whole"
