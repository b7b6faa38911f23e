"""The library from the command line: columns, pruning, versions, the doctor, a Chroma server that is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.cli import main

Write = Callable[[str, str | bytes], Path]
TEXT = "The ferry {} left Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."
TABLE = "Story;Head;When\n{};Ferry leaves;2024-03-12\n"
NOWHERE = "http://127.0.0.1:9"


def run(*arguments: str | Path) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else -1


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "library"


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    capsys.readouterr()
    assert run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_columns_are_guessed_shown_and_set(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("a.csv", TABLE.format(TEXT.format("Anna")))
    assert run("index", folder, "--library", place) == 0
    assert "a.csv: text = Story, title = Head, published = When" in capsys.readouterr().out
    assert run("index", folder, "--library", place, "--columns", "text=Head,title=When") == 0
    assert "a.csv: text = Head, title = When; not used: Story" in capsys.readouterr().out
    assert as_json(capsys, "articles", "list", "--library", place)[0]["title"] == "2024-03-12"
    assert run("index", folder, "--library", place, "--columns", "text=Nothing") == 1
    assert 'it has no "Nothing" to take for the text; it has Story, Head, When' in capsys.readouterr().out


@pytest.mark.parametrize("given", ["body=Story", "text", "text=", "=Story", ""])
def test_columns_that_mean_nothing_are_bad_usage(
    given: str, write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("a.csv", TABLE.format(TEXT.format("Anna")))
    assert run("index", folder, "--library", place, "--columns", given) == 2
    assert "is not FIELD=NAME, with FIELD one of text, title" in capsys.readouterr().err
    assert not place.exists()


def test_what_vanished_is_offered_for_pruning_and_pruned(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT.format("Anna"))
    folder = write("b.txt", TEXT.format("Berta"))
    assert run("index", folder, "--library", place) == 0
    (folder / "a.txt").unlink()
    assert run("index", folder, "--library", place) == 0
    assert "1 article was read from there once" in capsys.readouterr().err
    assert run("index", folder, "--library", place, "--prune") == 0
    assert "removed" in capsys.readouterr().out
    assert len(as_json(capsys, "articles", "list", "--library", place)) == 1


def test_an_earlier_version_is_named_and_shown(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {"url": "https://news.example/a", "text": TEXT.format("Anna"), "published": "2024-03-05"}
    folder = write("a.json", json.dumps(item))
    run("index", folder, "--library", place)
    write("a.json", json.dumps({**item, "text": TEXT.format("Berta"), "updated": "2024-03-06"}))
    assert run("index", folder, "--library", place) == 0
    assert "superseded" in capsys.readouterr().out
    (listed,) = as_json(capsys, "articles", "list", "--library", place)
    assert (listed["version"], listed["updated"]) == (2, "2024-03-06")
    assert run("articles", "show", listed["id"], "--library", place) == 0
    assert "earlier version 1: 2024-03-05 (--version 1)" in capsys.readouterr().out
    old = as_json(capsys, "articles", "show", listed["id"], "--library", place, "--version", "1")
    assert ("Anna" in old["text"], old["passages"], old["times"]) == (True, 0, [])
    assert run("articles", "show", listed["id"], "--library", place, "--version", "7") == 2
    assert "has no version 7; it has 1, 2" in capsys.readouterr().err


def test_what_is_removed_says_which_file_still_holds_it(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("a.txt", TEXT.format("Anna"))
    run("index", folder, "--library", place)
    (listed,) = as_json(capsys, "articles", "list", "--library", place)
    assert run("articles", "remove", listed["id"], "--library", place) == 0
    assert f"It still stands in {folder / 'a.txt'}" in capsys.readouterr().err


def test_the_doctor_finds_a_whole_library_well(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("index", write("a.txt", TEXT.format("Anna")), "--library", place)
    assert run("doctor", "--library", place) == 0
    assert "All is well." in capsys.readouterr().err
    assert as_json(capsys, "doctor", "--check", "--library", place)["healthy"] is True
    assert run("doctor", "--library", place / "nothing") == 2


def test_a_server_that_is_not_there_keeps_nobody_from_indexing_and_asking(
    write: Write, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("a.txt", TEXT.format("Anna"))
    assert run("index", folder, "--library", place, "--chroma", NOWHERE) == 0
    said = capsys.readouterr().err
    assert NOWHERE in said
    assert "safe in the record" in said
    assert run("--chroma", NOWHERE, "ask", "Which ferry left Port Sarn?", "--library", place) == 0
    assert run("ask", "Which ferry left?", "--library", place, "--chroma", "ftp://x") == 2
    assert "http://host:port" in capsys.readouterr().err
