"""`dateline bench`: both pipelines measured for real at a small size; what is wrong with the input is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.bench import packages
from ui.cli import main

Bench = Callable[..., int]
ARTICLE = {
    "title": "Storm",
    "text": "Three ships sank off Elmgate on Monday. Nobody was hurt, Ada Torbrun said.",
}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Run `dateline bench` with arguments and give the exit status; what it keeps is the test's own."""
    for module in ("kept", "run"):
        monkeypatch.setattr(f"eval.bench.{module}.cache_dir", lambda: tmp_path / "cache")

    def call(*words: str | Path) -> int:
        try:
            return main(["bench", *map(str, words)])
        except SystemExit as stop:  # argparse
            return int(stop.code or 0)

    return call


@pytest.mark.skipif(
    find_spec("llama_index.vector_stores.chroma") is None
    or find_spec("llama_index.embeddings.huggingface") is None,
    reason="the plain pipeline is not installed: pip install --editable '.[dev]'",
)
def test_both_pipelines_are_measured_and_compared(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "report", tmp_path / "bench.json"
    words = ("--passages", "40", "--rounds", "1", "--questions", "4", "--growth", "200")
    status = bench(*words, "--json", file, "--report", folder)
    said = capsys.readouterr()
    assert status == 0, said.err
    assert "Passages indexed" in said.out
    assert "[1/4] plain pipeline, 40 passages, round 1" in said.err

    value = json.loads(file.read_text("utf-8"))
    assert json.loads((folder / "report.json").read_text("utf-8")) == value
    (size,), (grown,) = value["sizes"], value["growth"]["sizes"]
    for one, asked in ((size, 40), (grown, 200)):
        ours, theirs = one["dateline"], one["plain"]
        assert ours["articles"] == theirs["articles"]
        assert asked <= ours["passages"] < asked + 20
        assert abs(theirs["passages"] - ours["passages"]) <= 0.15 * ours["passages"], (
            "passages of another size"
        )
        for figures in (ours, theirs):
            assert all(figure > 0 for figure in figures.values())
            assert figures["retrieval_ms_p50"] <= figures["retrieval_ms_p95"] <= figures["retrieval_ms_p99"]
        speed = one["ratios"]["passages_per_second"]
        assert speed["low"] == speed["value"] == speed["high"]
        assert speed["value"] == pytest.approx(
            ours["passages_per_second"] / theirs["passages_per_second"], rel=1e-3
        )
        assert one["ratios"]["store_mb"]["value"] == pytest.approx(
            theirs["store_mb"] / ours["store_mb"], rel=1e-3
        )
    assert set(size["dateline"]) - set(size["plain"]) == {"embedding_share"}
    assert 0 < size["dateline"]["embedding_share"] < 1
    assert {"cold_answer_seconds", "reindex_seconds", "answer_ms_p99", "load_seconds"} <= set(size["ratios"])
    assert {"add_seconds", "retrieval_ms_p50"} <= set(grown["ratios"])
    assert value["settings"]["runtime"]["plain"] == "sentence-transformers"
    assert value["settings"]["packages"]["llama-index-core"]

    assert "<svg" in (folder / "report.html").read_text("utf-8")
    assert "40 passages" in (folder / "report.md").read_text("utf-8")
    assert [path.name for path in (tmp_path / "cache" / "bench").iterdir()] == [".lock"]


@pytest.mark.parametrize(
    "words",
    [
        ("--passages", "0"),
        ("--passages", "many"),
        ("--passages", "100,,200"),
        ("--passages", "none"),
        ("--growth", "-5"),
        ("--rounds", "0"),
        ("--questions", "1.5"),
    ],
    ids=" ".join,
)
def test_a_number_that_is_none_is_refused(
    bench: Bench, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(*words) == 2
    assert f"argument {words[0]}" in capsys.readouterr().err


def test_articles_that_are_not_there_or_are_none_are_said_to_be(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench("--data", tmp_path / "nowhere") == 2
    assert "There is no file or folder" in capsys.readouterr().err
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "picture.png").write_bytes(b"\x89PNG")
    assert bench("--data", tmp_path / "articles") == 2
    assert "no article could be read" in capsys.readouterr().err
    (tmp_path / "articles" / "storm.json").write_text(json.dumps(ARTICLE))
    assert bench("--data", tmp_path / "articles", "--passages", "50") == 2
    assert "The articles make 1 passages, fewer than 50" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_found_before_anything_is_measured(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert bench("--report", tmp_path / "file") == 2
    assert "this is a file" in capsys.readouterr().err
    assert bench("--json", tmp_path / "none" / "bench.json") == 2
    assert "there is no folder" in capsys.readouterr().err


def test_without_the_plain_pipeline_one_sentence_says_what_to_install(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = packages._version
    monkeypatch.setattr(packages, "_version", lambda name: None if "chroma" in name else real(name))
    assert bench() == 2
    said = capsys.readouterr().err
    assert "needs llama-index-vector-stores-chroma" in said
    assert "pip install --editable '.[dev]'" in said
    assert len(said.strip().splitlines()) == 1


def test_an_interrupted_run_says_that_it_can_go_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eval.bench.run.run_worker", interrupted)
    assert bench("--passages", "20", "--growth", "none") == 130
    assert "the same command goes on where it was" in capsys.readouterr().err
