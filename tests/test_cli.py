"""The command line in this process: usage, exit statuses, --library, JSON, the articles commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library
from index.lock import writer_lock
from ui.cli import main

Write = Callable[[str, str | bytes], Path]
FERRY = "Ferry sinks\nThe Paper, 5 March 2024\n\nThe ferry Anna sank off Roe on Monday. Nobody died, officials said.\n"
TAX = "Window tax\nThe Herald, 8 March 2024\n\nA tax on windows was introduced in Lund by Mayor Ines Dahl on Friday.\n"
COMMANDS = [
    [],
    ["index"],
    ["ask"],
    ["chat"],
    ["articles"],
    ["articles", "list"],
    ["articles", "show"],
    ["articles", "remove"],
    ["eval"],
    ["eval", "suite"],
]


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own library is, in these tests."""
    monkeypatch.setenv("DATELINE_LIBRARY", str(tmp_path / "own"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"DATELINE_LLM_{name}", raising=False)
    return tmp_path / "own"


@pytest.fixture
def news(write: Write) -> Path:
    write("ferry.txt", FERRY)
    return write("tax.txt", TAX)


@pytest.fixture
def made(news: Path, tmp_path: Path) -> Path:
    """A library of the two articles."""
    with Library.open(tmp_path / "made") as library:
        library.index([news])
    return tmp_path / "made"


def run(*arguments: str | Path) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stop:  # argparse: bad usage, or --help
        return int(stop.code or 0)


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert run(*arguments, "--json") in {0, 1}
    return json.loads(capsys.readouterr().out)


# usage


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"usage: {' '.join(['dateline', *command])}")
    assert "--library DIR" in shown.out
    assert shown.err == ""
    assert max(map(len, shown.out.splitlines())) <= 120


def test_the_first_help_tells_the_first_steps_the_environment_and_the_exit_statuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("--help")
    shown = capsys.readouterr().out
    for word in (
        "dateline chat",
        "dateline index",
        "DATELINE_LIBRARY",
        "DATELINE_LLM_URL",
        "exit status",
        "index",
        "eval",
    ):
        assert word in shown


@pytest.mark.parametrize("command", [[], ["articles"], ["eval"]], ids=["dateline", "articles", "eval"])
def test_half_a_command_shows_the_help_and_is_bad_usage(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*command) == 2
    assert capsys.readouterr().out.startswith("usage: dateline")


@pytest.mark.parametrize(
    "arguments",
    [
        ["index"],
        ["ask"],
        ["ask", "a", "b"],
        ["ask", "Who?", "--mode", "magic"],
        ["articles", "show"],
        ["articles", "paint"],
        ["nonsense"],
        ["chat", "--port", "many"],
        ["ask", "Who?", "--library"],
        ["ask", "Who?", "--library", " "],
        ["--library", "", "ask", "Who?"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "usage: dateline" in shown.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("dateline ")


# --library


@pytest.mark.parametrize(
    "arguments",
    [
        ["--library", "{made}", "articles", "list"],
        ["articles", "--library", "{made}", "list"],
        ["articles", "list", "--library", "{made}"],
        ["--library", "{other}", "articles", "list", "--library", "{made}"],
        ["--library", "{other}", "articles", "--library", "{made}", "list"],
        ["--library={made}", "articles", "list"],
    ],
    ids=" ".join,
)
def test_a_library_may_be_named_before_and_after_the_command_and_after_outranks_before(
    arguments: list[str], made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one.format(made=made, other=tmp_path / "other") for one in arguments]
    assert len(run_json(capsys, *given)) == 2


def test_without_a_name_it_is_the_users_own(
    news: Path, own_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("index", news) == 0
    capsys.readouterr()
    assert (own_library / "library.sqlite").is_file()
    assert len(run_json(capsys, "articles", "list")) == 2


# exit statuses


def test_index_that_took_everything_in_is_0_and_again_it_is_unchanged(
    news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run_json(capsys, "index", news)
    again = run_json(capsys, "index", news)
    assert [first[key] for key in ("read", "new", "changed", "unchanged", "copies", "failed")] == [
        2,
        2,
        0,
        0,
        0,
        [],
    ]
    assert [again[key] for key in ("read", "new", "changed", "unchanged", "passages")] == [2, 0, 0, 2, 0]
    assert first["passages"] >= 2
    assert first["seconds"] >= 0
    assert first["library"].endswith("own")


def test_some_articles_that_failed_are_1_and_the_rest_are_in(
    news: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("broken.json", "{")
    write("empty.txt", "")
    write("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
    assert run("index", news) == 1
    shown = capsys.readouterr()
    for name in ("broken.json", "empty.txt", "picture.txt"):
        assert name in shown.out
    assert "Traceback" not in shown.err
    assert len(run_json(capsys, "articles", "list")) == 2
    assert run("index", news, "--json") == 1
    failed = json.loads(capsys.readouterr().out)["failed"]
    assert sorted(Path(failure["path"]).name for failure in failed) == [
        "broken.json",
        "empty.txt",
        "picture.txt",
    ]
    assert all(failure["reason"] for failure in failed)


@pytest.mark.parametrize(
    "arguments",
    [["ask", "Who?"], ["articles", "list"], ["articles", "show", "a"], ["articles", "remove", "a"]],
    ids=" ".join,
)
def test_a_missing_library_is_2_and_is_not_made(
    arguments: list[str], own_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"dateline {arguments[0]}: There is no library at" in shown.err
    assert "dateline index" in shown.err
    assert not own_library.exists()


@pytest.mark.parametrize("command", ["index", "chat"])
def test_a_missing_path_is_2_and_no_library_is_made(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, tmp_path / "no\x1b[31mne") == 2
    shown = capsys.readouterr()
    assert "There is no file or folder" in shown.err
    assert "\x1b" not in shown.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_an_empty_library(own_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_library.mkdir()
    assert run_json(capsys, "articles", "list") == []
    assert run_json(capsys, "ask", "Who won?")["abstained"] is True
    assert run("articles", "list") == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "is empty" in shown.err
    assert list(own_library.iterdir()) == []


def test_a_folder_without_articles_is_0_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    assert run("index", tmp_path / "nothing") == 0
    assert "There was no article to read there." in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["index", "{news}"], ["ask", "Who?"], ["articles", "list"], ["chat"]], ids=" ".join
)
@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_is_no_library_is_3_and_stays_as_it_is(
    arguments: list[str], place: str, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = news / "ferry.txt" if place == "file" else news
    before = sorted(news.iterdir())
    assert run("--library", library, *(one.format(news=news) for one in arguments)) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "is a file, not a library" in shown.err or "is not a library" in shown.err
    assert sorted(news.iterdir()) == before


def test_a_locked_library_is_3_for_writers_while_readers_are_served(
    made: Path, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = run_json(capsys, "articles", "list", "--library", made)[0]["id"]
    with writer_lock(made):
        assert run("index", news, "--library", made) == 3
        assert "is being written to by another process" in capsys.readouterr().err
        assert run("articles", "remove", known, "--library", made) == 3
        capsys.readouterr()
        assert (
            run_json(capsys, "ask", "Which ferry sank?", "--library", made)["question"] == "Which ferry sank?"
        )
        assert len(run_json(capsys, "articles", "list", "--library", made)) == 2


def test_a_damaged_record_is_3(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made / "library.sqlite").write_bytes(b"no database " * 100)
    assert run("articles", "list", "--library", made) == 3
    shown = capsys.readouterr()
    assert shown.err.startswith("dateline articles: ")
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "x" * 10_000], "10,000 characters"),
        (["ask", "Who?", "--since", "yesterday"], "since must be a date such as 2017-08-18"),
        (["ask", "Who?", "--as-of", "2024-13-01"], "as_of must be a date"),
        (["ask", "Who?", "--since", "2024-02-02", "--until", "2024-01-01"], "swap the two dates"),
        (["ask", "Who?", "--mode", "llm"], "DATELINE_LLM_URL"),
        (["articles", "show", "nope"], "There is no article nope"),
        (["articles", "remove", "nope"], "There is no article nope"),
        (["chat", "--port", "70000"], "70000 is not a port"),
        (["chat", "--host", "192.0.2.1"], "192.0.2.1 is not an address of this machine"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[:40],
)
def test_bad_input_is_2_with_a_message_and_no_traceback(
    arguments: list[str], message: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--library", made, *arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"dateline {arguments[0]}: ")
    assert message in shown.err


# articles


def test_list_has_the_keys_of_the_contract_newest_first(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = run_json(capsys, "articles", "list", "--library", made)
    assert [one["published"] for one in shown] == ["2024-03-08", "2024-03-05"]
    assert {"id", "title", "source", "published", "url", "words", "passages"} <= shown[0].keys()
    assert (shown[1]["title"], shown[1]["source"], shown[1]["url"]) == ("Ferry sinks", "The Paper", None)
    assert shown[1]["words"] > 5
    assert shown[1]["passages"] == 1
    assert all("text" not in one for one in shown)


def test_show_gives_one_article_with_its_text(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = run_json(capsys, "articles", "list", "--library", made)[1]
    shown = run_json(capsys, "articles", "show", listed["id"], "--library", made)
    assert shown == {**listed, **{name: shown[name] for name in ("text", "copies", "versions", "times")}}
    assert (shown["copies"], shown["versions"]) == ([], [])
    assert [(time["text"], time["first"]) for time in shown["times"]] == [("Monday", "2024-03-04")]
    assert "The ferry Anna sank off Roe" in shown["text"]
    assert run("articles", "show", listed["id"], "--library", made) == 0
    text = capsys.readouterr().out
    assert text.startswith("Ferry sinks\nThe Paper, 2024-03-05\n")
    assert "The ferry Anna sank off Roe on Monday. Nobody died, officials said." in text


def test_remove_takes_all_of_the_named_or_none(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (one["id"] for one in run_json(capsys, "articles", "list", "--library", made))
    assert run("articles", "remove", first, "nope", "--library", made) == 2
    capsys.readouterr()
    assert len(run_json(capsys, "articles", "list", "--library", made)) == 2
    gone = run_json(capsys, "articles", "remove", first, first, "--library", made)
    assert [one["id"] for one in gone] == [first]
    assert run("articles", "remove", second, "--library", made) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"Removed {second}" in shown.err
    assert run_json(capsys, "articles", "list", "--library", made) == []
    assert run_json(capsys, "ask", "Which ferry sank?", "--library", made)["abstained"] is True
