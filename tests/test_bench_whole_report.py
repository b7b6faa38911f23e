"""What is made of the measurements of a whole library: figures, tables, the page, a run that can be interrupted."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.bench import packages
from eval.bench import run as bench
from eval.bench.job import Job
from eval.bench.kept import Kept
from eval.bench.page import to_html
from eval.bench.plan import Options
from eval.bench.ratios import Spread
from eval.bench.render import to_markdown, to_table
from eval.bench.report import Report
from eval.bench.whole.plan import Step
from eval.bench.whole.steps import Tell, WholeLibrary
from tests.whole_runs import figures, said
from ui.cli import main

ALONE = Options(passages=(), rounds=2, growth=(), questions=3, whole=True, kills=4)
ARTICLE = {
    "title": "Storm",
    "text": "Three ships sank off Elmgate on Monday. Nobody was hurt, Ada Torbrun said.",
}
STEPS = 3 + 2 * 4 + 2 + 2 * 2 + 4


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is kept goes to a folder of the test's own."""
    for module in ("kept", "run"):
        monkeypatch.setattr(f"eval.bench.{module}.cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "bench"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "storm.json").write_text(json.dumps(ARTICLE))
    return tmp_path / "articles"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """Stands in for the processes, which take minutes; gives the steps that were measured."""
    steps: list[Step] = []

    def measure(library: WholeLibrary, step: Step, tell: Tell) -> dict[str, Any]:
        steps.append(step)
        tell("half done")
        (library._stock.kept / "library").mkdir(exist_ok=True)
        return said(step)

    def worker(job: Job, folder: Path) -> list[dict[str, Any]]:
        assert folder.is_dir()
        assert job.task == "prepare", "nothing of the plain pipeline is needed"
        return [{"runtime": "onnx-int8"}]

    monkeypatch.setattr(WholeLibrary, "measure", measure)
    monkeypatch.setattr(bench, "run_worker", worker)
    return steps


def alone() -> Report:
    """A report of the whole library and nothing else."""
    settings = {
        "version": "1.2.3",
        "commit": None,
        "started": "2026-01-02T03:04:05+00:00",
        "machine": {"system": "Linux", "python": "3.11", "processor": None, "cores": 2, "memory_gb": 8.0},
        "packages": {"chromadb": "1.5.9"},
        "load_average": 0.1,
        "model": "all-MiniLM-L6-v2",
        "runtime": {"dateline": "onnx-int8", "plain": "sentence-transformers"},
        "splitter": None,
        "passages_read": 16,
        "data": "news",
        "seed": 0,
        "rounds": 3,
        "questions": 5,
        "notes": [],
    }
    return Report(settings, [], [], 0, figures())


def test_a_ratio_is_of_the_same_round_and_everything_has_none() -> None:
    everything, month, source = figures().search
    assert everything.ratio == {}
    assert month.ratio["p50"] == Spread(1.5, 1.5, 1.5, 3)
    assert month.ms["p50"] == Spread(30.0, 15.0, 45.0, 3)
    assert source.ratio["p95"].value == 0.5


def test_only_kills_that_came_in_time_count_and_each_harm_once_a_kill() -> None:
    kills = figures().kills
    assert (len(kills.each), len(kills.struck)) == (4, 3)
    assert kills.count("lost") == 0
    assert kills.count("twice") == 1, "four things twice after one kill are one kill with harm"
    assert kills.answered == Spread(1.5, 1.5, 1.5, 3)


def test_a_library_that_never_answered_after_a_kill_has_no_seconds() -> None:
    kills = replace(
        figures().kills, each=[{"moment": 0.5, "killed": True, "unusable": 1, "problem": "It is gone."}]
    )
    assert kills.answered is None
    assert kills.count("unusable") == 1
    assert kills.to_dict()["answered_seconds"] is None


def test_sizes_stand_in_order_and_the_largest_is_the_whole() -> None:
    found = figures()
    assert [one.passages for one in found.indexing] == [100, 400, 1600]
    assert (found.articles, found.passages) == (160, 1600)


def test_what_was_waited_for_once_is_told_and_what_every_round_has_is_spread() -> None:
    deleted, damaged = figures().reopened
    assert (deleted.indexes, damaged.indexes) == ("deleted", "damaged")
    assert deleted.seconds["retrieved_seconds"] == Spread(1.0, 0.5, 1.5, 3)
    assert (deleted.rebuilt_seconds, deleted.before_rebuilt) == (30.0, 3)
    assert deleted.notes == ("The word index was made again.",)


def test_the_json_value_has_every_key() -> None:
    value = json.loads(alone().to_json())["whole"]
    assert list(value) == ["articles", "passages", "indexing", "sync", "search", "reopened", "kills"]
    assert value["indexing"][-1]["memory"] == [[0.0, 200.0], [1.0, 512.5], [2.0, 300.0]]
    assert [(one["packing"], one["state"]) for one in value["sync"]] == [
        ("one file", "untouched"),
        ("one file", "touched"),
        ("a file each", "untouched"),
        ("a file each", "touched"),
    ]
    assert value["search"][1]["since"] == "2023-05-01"
    assert value["kills"]["kills"] == 3
    assert len(value["kills"]["each"]) == 4


def test_markdown_has_every_table() -> None:
    text = to_markdown(alone())
    assert text.startswith("# Dateline over a whole library\n")
    assert "| Peak memory | 512 MB | 512 MB | 512 MB |" in text
    assert "| One file, not touched | 160 | 3.00 s (2.00–4.00) |" in text
    assert "| One month (2023-05) | 300 | 30.0 ms (15.0–45.0) | 1.50× | 50.0 ms (50.0–50.0) | 2.50× |" in text
    assert r"| One source (Osthal \| Wire) | 400 |" in text
    assert "| First answer, from opening it | 0.75 s (0.75–0.75) | 0.75 s (0.75–0.75) |" in text
    assert "| Had something twice | 1 of 3 |" in text
    assert "plain pipeline" not in text


def test_without_kills_there_is_no_table_of_them() -> None:
    report = replace(alone(), whole=figures(kills=0))
    assert "Killed" not in to_markdown(report)
    assert to_table(report).renderables


def test_the_page_shows_the_whole_library_alone_or_beside_the_rest() -> None:
    page = to_html(alone())
    assert page.count('<svg class="plot"') == 2
    assert "<h1>Dateline over a whole library</h1>" in page
    assert "Times better" not in page
    assert "160 articles" in page
    assert not re.findall(r"#0[1-5]0[1-5]0[1-5]", page), "a colour that is not the page's"
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "plots share a name"


def test_the_page_shows_what_comes_from_articles_as_text() -> None:
    found = figures()
    evil = replace(found.search[2], asked={**found.search[2].asked, "source": "<script>alert(1)</script>"})
    page = to_html(replace(alone(), whole=replace(found, search=[*found.search[:2], evil])))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_an_interrupted_run_keeps_figures_and_library_and_a_finished_one_leaves_nothing(
    made: list[Step], cache: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = WholeLibrary.measure

    def interrupted(library: WholeLibrary, step: Step, tell: Tell) -> dict[str, Any]:
        if len(made) == 5:
            raise KeyboardInterrupt
        return measure(library, step, tell)

    options = replace(ALONE, data=articles)
    monkeypatch.setattr(WholeLibrary, "measure", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bench.run_bench(options)
    assert len(list(cache.glob("*/library"))) == 1
    monkeypatch.setattr(WholeLibrary, "measure", measure)
    report = bench.run_bench(options)
    assert len(made) == len(set(made)) == STEPS
    assert report.settings["resumed"] == 5
    assert report.whole is not None
    assert report.whole.passages == 1600
    assert (report.sizes, report.growth) == ([], [])
    assert [path.name for path in cache.iterdir()] == [".lock"]


def test_a_run_of_other_settings_deletes_what_an_unfinished_one_had_made(cache: Path) -> None:
    unfinished, other = Kept({"seed": 1}), Kept({"seed": 2})
    (unfinished.folder / "library").mkdir()
    unfinished.put("a", {"passages": 1})
    other.clear_others()
    assert list(cache.glob("*/library")) == []
    assert Kept({"seed": 1}).get("a") == {"passages": 1}, "figures take no room"
    (other.folder / "library").mkdir()
    other.clear_others()
    assert len(list(cache.glob("*/library"))) == 1


def test_each_step_is_told_and_what_is_done_within_it(made: list[Step], cache: Path, articles: Path) -> None:
    told: list[tuple[int, int, str]] = []
    bench.run_bench(
        replace(ALONE, data=articles), progress=lambda step: told.append((step.done, step.total, step.note))
    )
    assert told[:4] == [
        (0, STEPS, "gathering articles"),
        (0, STEPS, "making ready"),
        (0, STEPS, "Indexing 1/16 of the articles"),
        (0, STEPS, "Indexing 1/16 of the articles: half done"),
    ]
    assert told[-1] == (STEPS, STEPS, "done")
    assert len(made) == STEPS
    assert cache.is_dir()


def test_the_command_needs_no_plain_pipeline_for_it(
    made: list[Step],
    cache: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(packages, "_version", lambda _: None)
    status = main(["bench", "--data", str(articles), "--only-whole", "--kills", "3", "--json", "-"])
    said = capsys.readouterr()
    assert status == 0, said.err
    assert json.loads(said.out)["settings"]["kills"] == 3
    assert "Killed while it indexed" in said.err
    assert len(made) == 3 + 3 * 4 + 3 + 3 * 2 + 3
    assert cache.is_dir()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--whole", "--only-whole"), "not allowed with argument --whole"),
        (("--only-whole", "--kills", "-1"), "argument --kills"),
        (("--only-whole", "--kills", "some"), "argument --kills"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    words: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["bench", *words])
    assert stop.value.code == 2
    assert problem in capsys.readouterr().err
