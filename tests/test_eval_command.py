"""`dateline eval` measures a suite of one's own with the real library, and says what is wrong with bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.registry import BENCHMARKS
from ui.cli import main

Dateline = Callable[..., int]
STORM = (
    "KELVA, 3 March 2024 - Three cargo ships sank off Varro on Saturday, the coast guard said.\n\n"
    "Captain Ann Bok led the rescue of 41 sailors.\n"
)
QUESTIONS: tuple[dict[str, object], ...] = (
    {
        "id": "q1",
        "type": "number",
        "question": "How many cargo ships sank off Varro?",
        "answers": ["three"],
        "evidence": [{"article": "storm.txt", "quote": "Three cargo ships sank off Varro"}],
    },
    {
        "id": "q2",
        "type": "silent",
        "question": "What is the capital of Peru?",
        "answers": None,
        "evidence": [],
    },
)


@pytest.fixture
def dateline(eval_cache: Path) -> Dateline:  # noqa: ARG001  (its doing is what is wanted)
    """Run `dateline` with arguments and give the exit status."""

    def call(*words: str | Path) -> int:
        try:
            return main([str(word) for word in words])
        except SystemExit as stop:  # argparse: bad usage, or --help
            return int(stop.code or 0)

    return call


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Make a folder with an article and a file that is none."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "storm.txt").write_text(STORM, encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Make a file of two questions, one of them without an answer."""
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return file


def test_a_suite_of_ones_own_is_measured_and_written(
    dateline: Dateline, articles: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "run.json", tmp_path / "made" / "report.md"
    status = dateline(
        "eval",
        "suite",
        "--data",
        questions,
        "--articles",
        articles,
        "--json",
        files[0],
        "--report",
        tmp_path / "made",
    )
    assert status == 0
    value = json.loads(files[0].read_text(encoding="utf-8"))
    assert value["questions"] == 2
    assert value["measures"]["quotations_exact"]["value"] == 1.0
    assert value["measures"]["hits@10"]["value"] == 1.0
    settings = value["settings"]
    assert {"version", "mode", "embedder", "threshold", "seed", "corpus", "articles", "passages"} <= set(
        settings
    )
    assert (settings["articles"], settings["evidence_not_found"]) == (1, [])
    assert "empty.txt" in settings["failed_articles"][0]
    shown = capsys.readouterr().out
    assert "answer_correct" in shown
    assert "Articles that could not be read" in shown
    assert "| hits@10 | 100.0 |" in files[1].read_text(encoding="utf-8")


def test_json_on_standard_output_is_one_value_and_the_table_goes_beside_it(
    dateline: Dateline, articles: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = dateline(
        "eval", "suite", "--data", questions, "--articles", articles, "--limit", "1", "--json", "-"
    )
    assert status == 0
    output = capsys.readouterr()
    value = json.loads(output.out)
    assert value["questions"] == 1
    assert value["settings"]["articles"] == 1
    assert "answer_correct" in output.err


def test_the_same_articles_are_not_indexed_twice_and_changed_ones_are(
    dateline: Dateline, articles: Path, questions: Path, tmp_path: Path
) -> None:
    command = ("eval", "suite", "--data", questions, "--articles", articles)
    libraries = tmp_path / "cache" / "eval" / "libraries"
    assert dateline(*command) == 0
    (first,) = libraries.iterdir()
    (made,) = first.iterdir()
    before = (made / "library.sqlite").stat().st_ino
    assert dateline(*command) == 0
    assert list(first.iterdir()) == [made]
    assert (made / "library.sqlite").stat().st_ino == before
    (articles / "storm.txt").write_text(STORM.replace("Three", "Four"), encoding="utf-8")
    assert dateline(*command) == 0
    assert len(list(libraries.iterdir())) == 2


def test_bad_input_ends_with_2_and_a_message_before_anything_is_indexed(
    dateline: Dateline, articles: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "q1", "type": "who"}', encoding="utf-8")
    suite = ("eval", "suite", "--data", questions, "--articles", articles)
    for words, message in (
        (("eval", "suite", "--data", questions), "--articles is missing"),
        (("eval", "suite", "--articles", articles), "--data is missing"),
        (("eval", "suite", "--data", tmp_path / "no.jsonl", "--articles", articles), "no such file"),
        (("eval", "suite", "--data", questions, "--articles", tmp_path / "no"), str(tmp_path / "no")),
        (("eval", "suite", "--data", broken, "--articles", articles), f'{broken}, line 1, field "question"'),
        ((*suite, "--limit", "0"), "0 is not a number from 1 up"),
        ((*suite, "--json", tmp_path / "no" / "run.json"), "there is no folder"),
        ((*suite, "--json", tmp_path), "this is a folder"),
        ((*suite, "--report", broken), "this is a file"),
    ):
        assert dateline(*words) == 2, words
        output = capsys.readouterr()
        assert message in output.err.replace("\n", " ")
        assert not output.out
    assert not (tmp_path / "cache").exists()


def test_a_folder_without_a_readable_article_is_bad_input(
    dateline: Dateline, articles: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "storm.txt").unlink()
    assert dateline("eval", "suite", "--data", questions, "--articles", articles) == 2
    assert "no article could be read" in capsys.readouterr().err


def test_without_a_suite_the_help_is_shown(dateline: Dateline, capsys: pytest.CaptureFixture[str]) -> None:
    assert dateline("eval") == 2
    assert "suite" in capsys.readouterr().out


def test_the_help_of_a_suite_shows_the_form_of_a_question(
    dateline: Dateline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dateline("eval", "suite", "--help") == 0
    assert '"evidence": [{"article"' in capsys.readouterr().out


def test_other_commands_do_not_pay_for_the_evaluation() -> None:
    code = "import sys, ui.cli; sys.exit(any(name.split('.')[0] == 'eval' for name in sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode
        == 0
    )


def test_two_runs_are_compared_and_a_run_that_is_none_is_named(
    dateline: Dateline, articles: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = tmp_path / "a.json", tmp_path / "b.json"
    for run in runs:
        assert dateline("eval", "suite", "--data", questions, "--articles", articles, "--json", run) == 0
    capsys.readouterr()
    assert dateline("eval", "compare", *runs, "--json", "-") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["questions"] == 2
    assert value["measures"]["answer_correct"]["difference"] == 0
    assert value["measures"]["answer_correct"]["p"] == 1
    assert value["mended"] == value["broken"] == []
    assert dateline("eval", "compare", *runs) == 0
    assert "answer_correct" in capsys.readouterr().out
    assert dateline("eval", "compare", runs[0], questions) == 2
    assert f"{questions}: not JSON" in capsys.readouterr().err


def test_a_template_made_from_a_library_is_a_suite_once_it_is_filled_in(
    dateline: Dateline, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library, file = tmp_path / "library", tmp_path / "template.jsonl"
    assert dateline("index", articles, "--library", library) == 1  # one file is empty
    assert dateline("eval", "new", "--library", library, "--count", "1", "--output", file) == 0
    capsys.readouterr()
    suite = ("eval", "suite", "--data", file, "--articles", articles)
    assert dateline(*suite) == 2
    assert f'{file}, line 1, field "question": is empty' in capsys.readouterr().err.replace("\n", " ")
    first = json.loads(file.read_text("utf-8").splitlines()[0])
    filled = {**first, "question": "How many ships sank off Varro?", "answers": ["three"]}
    file.write_text(json.dumps(filled), encoding="utf-8")
    assert dateline(*suite, "--json", "-") == 0
    settings = json.loads(capsys.readouterr().out)["settings"]
    assert settings["evidence_not_found"] == []


def test_a_benchmark_without_its_data_is_bad_usage(
    dateline: Dateline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dateline("eval", "squad") == 2
    assert "--data" in capsys.readouterr().err
    for name in ("squad", "clapnq", "realtimeqa", "multihop_rag", "mtrag", "rgb", "support"):
        assert dateline("eval", name, "--data", tmp_path / "none") == 2, name
        assert "there is no such file or folder" in capsys.readouterr().err


def test_empty_data_are_named_for_every_benchmark(
    dateline: Dateline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for name in (*BENCHMARKS, "suite"):
        extra = ("--articles", tmp_path) if name == "suite" else ()
        assert dateline("eval", name, "--data", empty, *extra) == 2, name
        message = capsys.readouterr().err
        assert str(empty) in message
        assert "Traceback" not in message
