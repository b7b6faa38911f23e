"""How `dateline bench` runs: processes that end with it, measurements that survive an interruption."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from eval.bench import run as bench
from eval.bench.child import WorkerError, run_worker
from eval.bench.job import Job
from eval.bench.kept import Kept
from eval.bench.measure import Material, on_disk_mb
from eval.bench.memory import peak_memory_mb
from eval.bench.pipeline import DATELINE, Splitter
from eval.bench.plan import Measurement, Options
from eval.bench.ratios import Figures

ROOT = Path(__file__).parent.parent
SMALL = Options(passages=(20,), rounds=2, growth=(30,), questions=3)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is kept goes to a folder of the test's own."""
    for module in ("kept", "run"):
        monkeypatch.setattr(f"eval.bench.{module}.cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "bench"


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Measurement]:
    """Stands in for the processes, which take minutes; gives what was measured, and stops where the test says."""
    made: list[Measurement] = []

    def measure(one: Measurement, material: Material, folder: Path) -> Figures:
        assert sorted(material.articles.glob("*.json"))
        assert folder.is_dir()
        made.append(one)
        return {"articles": material.count, "passages": one.passages, "passages_per_second": float(len(made))}

    def worker(job: Job, folder: Path) -> list[dict[str, object]]:
        assert folder.is_dir()
        return [
            {"runtime": "onnx-int8"} if job.task == "prepare" else {"chunk_size": 180, "chunk_overlap": 40}
        ]

    monkeypatch.setattr(bench, "measure", measure)
    monkeypatch.setattr(bench, "run_worker", worker)
    return made


def interrupted_after(count: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets so many measurements be made, then Ctrl+C; gives what takes that back."""
    real = bench.measure
    left = iter(range(count))

    def measure(one: Measurement, material: Material, folder: Path) -> Figures:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(one, material, folder)

    monkeypatch.setattr(bench, "measure", measure)
    return lambda: monkeypatch.setattr(bench, "measure", real)


def test_an_interrupted_run_goes_on_where_it_was(
    measured: list[Measurement], monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    go_on = interrupted_after(3, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        bench.run_bench(SMALL)
    assert len(measured) == 3
    go_on()
    report = bench.run_bench(SMALL)
    assert len(measured) == len(set(measured)) == 6
    assert report.settings["resumed"] == 3
    assert [figures["passages_per_second"] for figures in report.sizes[0].dateline] == [1, 4]
    assert [figures["passages_per_second"] for figures in report.sizes[0].plain] == [2, 3]
    assert list(cache.glob("*.jsonl")) == [], "a finished run leaves nothing"
    bench.run_bench(SMALL)
    assert len(measured) == 12


@pytest.mark.parametrize(
    "other", [replace(SMALL, seed=1), replace(SMALL, questions=4), replace(SMALL, rounds=1)]
)
def test_a_run_with_other_settings_takes_nothing_over(
    measured: list[Measurement], monkeypatch: pytest.MonkeyPatch, other: Options
) -> None:
    go_on = interrupted_after(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        bench.run_bench(SMALL)
    go_on()
    assert bench.run_bench(other).settings["resumed"] == 0
    assert len(measured) == 2 + 2 * (other.rounds + 1)


def test_restart_measures_everything_anew(
    measured: list[Measurement], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = interrupted_after(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        bench.run_bench(SMALL)
    go_on()
    report = bench.run_bench(SMALL, restart=True)
    assert report.settings["resumed"] == 0
    assert len(measured) == 2 + 6


def test_each_step_is_told_with_how_many_there_are(measured: list[Measurement]) -> None:
    told: list[tuple[int, int, str]] = []
    bench.run_bench(SMALL, progress=lambda step: told.append((step.done, step.total, step.note)))
    assert told[:3] == [
        (0, 6, "gathering articles"),
        (0, 6, "making ready"),
        (0, 6, "Dateline, 20 passages, round 1"),
    ]
    assert told[-1] == (6, 6, "done")
    assert len(measured) == 6


def test_two_benchmarks_do_not_run_at_once(measured: list[Measurement], cache: Path) -> None:
    cache.mkdir(parents=True)
    with FileLock(cache / ".lock"), pytest.raises(bench.BusyError, match="Another benchmark is running"):
        bench.run_bench(SMALL)
    assert measured == []


def test_a_line_that_was_cut_off_is_passed_over_and_the_next_one_is_whole(cache: Path) -> None:
    kept = Kept({"seed": 1})
    kept.put("a", {"passages": 1.5})
    kept.put("b", {"passages": 2.5})
    (file,) = cache.glob("*.jsonl")
    file.write_text(file.read_text("utf-8")[:-4], "utf-8")  # a kill while b was written
    again = Kept({"seed": 1})
    assert (again.get("a"), again.get("b")) == ({"passages": 1.5}, None)
    again.put("c", {"passages": 3.5})
    assert [Kept({"seed": 1}).get(name) for name in "abc"] == [{"passages": 1.5}, None, {"passages": 3.5}]


def test_a_job_is_read_back_as_it_was_written() -> None:
    job = Job("ask", DATELINE, "a", "m", "s", ("Who “won”?",), Splitter(180, 40), 95.5, 1.25)
    assert Job.from_json(job.to_json()) == job
    assert Job.from_json(Job("prepare").to_json()) == Job("prepare")


def test_a_worker_that_fails_is_an_error_with_its_last_line(tmp_path: Path) -> None:
    job = Job("ask", DATELINE, store=str(tmp_path / "none"), questions=("Who?",))
    with pytest.raises(
        WorkerError, match=r"could not ask: .*There is no library at .*run the same command again"
    ):
        run_worker(job, tmp_path)


def test_a_worker_ends_when_what_started_it_ends(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "job.json")  # nobody writes the job: the worker waits for it for ever
    with subprocess.Popen(
        [sys.executable, "-m", "eval.bench.worker", str(tmp_path / "job.json")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as worker:
        assert worker.stdin is not None
        assert worker.poll() is None
        worker.stdin.close()
        assert worker.wait(60) == 1


def test_the_peak_of_memory_grows_with_what_is_held() -> None:
    before = peak_memory_mb()
    held = b"x" * (int(before * 1e6) + 200_000_000)
    assert peak_memory_mb() >= before + 150
    assert len(held) > 0


def test_space_is_counted_over_all_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("one", "deep/two"):
        (tmp_path / name).write_bytes(os.urandom(1_000_000))
    assert 2.0 <= on_disk_mb(tmp_path) < 2.2
