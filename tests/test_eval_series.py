"""Several runs of one benchmark side by side: parts of the chain turned off in turn, and depths of reading."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.ablation import ablation
from eval.depth import depths
from eval.errors import DatasetError
from eval.item import Item
from eval.measures.tally import share
from eval.parts import PARTS, recorded, without
from eval.registry import MAIN, parts_of_benchmark
from eval.report import Report, report
from eval.runner import Options, Step
from eval.series_render import to_markdown
from eval.timing import timing
from rag.settings import Settings
from ui.cli import main

STORM = "KELVA, 3 March 2024 - Three cargo ships sank off Varro on Saturday, the coast guard said.\n"
QUESTION = {
    "id": "q1",
    "type": "number",
    "question": "How many cargo ships sank off Varro?",
    "answers": ["three"],
}


def item(name: str, right: bool, milliseconds: float) -> Item:
    answer = {"timings_ms": {"total": milliseconds}}
    return Item(name, "who", "?", "", "", right, {"em": share(right)}, detail={"answer": answer})


class FakeBenchmark:
    """Four questions, of which reading more than ten passages wins one, and ranking two."""

    def __init__(self) -> None:
        self.asked: list[Settings] = []

    def __call__(self, options: Options) -> Report:
        """Run it, and note the settings."""
        settings = options.settings
        self.asked.append(settings)
        options.tell("Asking", 4, 4)
        right = [True, settings.ranking, settings.ranking, settings.read > 10]
        items = [
            item(f"q{at}", one, 900.0 if at == 0 else settings.read * 10) for at, one in enumerate(right)
        ]
        return report("squad", items, ["em"], recorded(settings))


def test_each_part_is_turned_off_by_itself_and_its_worth_is_the_change_of_the_same_questions() -> None:
    benchmark = FakeBenchmark()
    found = ablation(benchmark, ["ranking", "headline"], Options())
    assert benchmark.asked == [Settings(), Settings(ranking=False), Settings(headline=False)]
    ranking, headline = found.off
    change = ranking.measures["em"]
    assert (change.a, change.b, change.difference) == (1.0, 0.5, -0.5)
    assert change.low < -0.5 < change.high
    assert headline.measures["em"].difference == 0.0
    assert found.to_dict()["off"]["ranking"]["measures"]["em"]["difference"] == -0.5


def test_a_part_that_is_off_anyway_or_is_none_is_refused_before_anything_runs() -> None:
    benchmark = FakeBenchmark()
    with pytest.raises(DatasetError, match='"ranking" is off in all runs'):
        ablation(benchmark, ["headline", "ranking"], Options(settings=Settings(ranking=False)))
    with pytest.raises(DatasetError, match='"luck" is no part of the chain'):
        ablation(benchmark, ["luck"], Options())
    assert benchmark.asked == []


def test_at_every_depth_as_many_are_found_as_are_read() -> None:
    benchmark = FakeBenchmark()
    found = depths(benchmark, [5, 80], Options())
    assert [(one.read, one.found) for one in benchmark.asked] == [(5, 50), (80, 80)]
    assert [one.measures["em"].value for one in found.depths] == [0.75, 1.0]
    assert found.to_dict()["read"]["5"]["milliseconds"] == {"p50": 50.0, "p95": 50.0, "n": 3}


def test_the_answer_for_which_models_are_opened_is_not_timed() -> None:
    times = timing([item("a", True, 900.0), item("b", True, 10.0), item("c", True, 20.0)])
    assert times is not None
    assert (times.p50, times.n) == (15.0, 2)
    assert timing([item("a", True, 900.0)]) is None


def test_progress_says_which_run_it_is_of() -> None:
    steps: list[Step] = []
    ablation(FakeBenchmark(), ["ranking"], Options(progress=steps.append))
    assert [step.doing for step in steps] == ["Asking, all parts on", "Asking, without ranking"]


def test_the_tables_have_a_row_for_each_run() -> None:
    text = to_markdown(ablation(FakeBenchmark(), ["ranking"], Options()))
    assert "| all parts on | 100.0 (100–100) | 160 | 160 |" in text
    assert "| without ranking | -50.0 (" in text
    assert "| 5 | 75.0 (" in to_markdown(depths(FakeBenchmark(), [5], Options()))


def test_parts_are_the_switches_of_the_settings_and_no_search_is_turned_off_where_there_is_none() -> None:
    assert set(PARTS) == {name for name in Settings.__slots__ if name not in {"found", "read"}}
    assert recorded(without(Settings(), PARTS))["off"] == list(PARTS)
    assert without(Settings(), ["dates"]) == replace(Settings(), dates=False)
    assert parts_of_benchmark("suite") == PARTS
    assert set(PARTS) - set(parts_of_benchmark("squad")) == {"spelling", "ranking", "dates", "diversity"}
    assert all(parts_of_benchmark(name) for name in MAIN)
    with pytest.raises(DatasetError, match="support does not ask the chain"):
        parts_of_benchmark("support")


@pytest.fixture
def suite(tmp_path: Path, eval_cache: Path) -> tuple[str, ...]:
    """The words that name a suite of one question over one article."""
    assert not eval_cache.exists()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "storm.txt").write_text(STORM, encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTION), encoding="utf-8")
    return "--data", str(tmp_path / "questions.jsonl"), "--articles", str(tmp_path / "articles")


@pytest.fixture
def dateline(suite: tuple[str, ...]) -> Callable[..., int]:
    """Run `dateline eval` and give the exit status."""

    def call(*words: str) -> int:
        try:
            return main(["eval", *words, *suite])
        except SystemExit as stop:  # argparse: bad usage
            return int(stop.code or 0)

    return call


def test_ablation_and_depth_are_written_from_the_command_line(
    dateline: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "made"
    assert dateline("ablation", "suite", "--parts", "rerank,combine", "--report", str(folder)) == 0
    assert "without combine" in capsys.readouterr().out
    value = json.loads((folder / "ablation.json").read_text("utf-8"))
    assert list(value["off"]) == ["rerank", "combine"]
    assert dateline("depth", "suite", "--read", "2,3", "--without", "rerank", "--report", str(folder)) == 0
    value = json.loads((folder / "depth.json").read_text("utf-8"))
    assert (list(value["read"]), value["settings"]["off"]) == (["2", "3"], ["rerank"])
    assert (folder / "depth.md").read_text("utf-8").startswith("# suite: passages read, 1 questions")
    assert list((tmp_path / "cache" / "eval" / "runs").iterdir()) == []


def test_a_run_says_which_parts_were_off_and_its_worst_questions_can_be_shown(
    dateline: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "run.json"
    assert (
        dateline("suite", "--without", "dates", "--without", "premise", "--read", "60", "--json", str(file))
        == 0
    )
    settings = json.loads(file.read_text("utf-8"))["settings"]
    assert (settings["off"], settings["read"], settings["found"]) == (["dates", "premise"], 60, 60)
    capsys.readouterr()
    assert main(["eval", "worst", str(file), "--json", "-"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"stages", "wrong", "refused"}


def test_a_part_that_is_none_is_bad_usage(
    dateline: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dateline("suite", "--without", "luck") == 2
    assert dateline("ablation", "suite", "--parts", "luck") == 2
    assert dateline("ablation", "support") == 2
    assert dateline("depth", "suite", "--read", "5,x") == 2
    shown = capsys.readouterr().err
    assert '"luck" is no part of the chain' in shown
    assert "support does not ask the chain" in shown
