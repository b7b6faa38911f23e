"""What the commands print on a terminal: nothing an article or a question holds can steer it, and lines fit."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from index import Library
from rag import Answer, Citation, Sentence
from rag.result import Conflict, ConflictValue, Nearest, ResolvedDate, Source
from ui.ask_command import print_answer
from ui.cli import main
from ui.console import print_json, shown

Write = Callable[[str, str | bytes], Path]
NASTY = (
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x1b]8;;https://evil.test\x1b\\link\x1b]8;;\x1b\\ "
    "\x9b5n \x07\x08\u202eright"
)
MARKUP = "[bold]loud[/bold] [/x] [link=https://evil.example]link[/link] :smile: \\[red] back\\"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (NASTY, "red  link  right"),
        (MARKUP, MARKUP),
        ("one\ttwo\nthree", "one\ttwo\nthree"),
        ("a\r\nb", "a\nb"),
        ("\x1b", ""),
        ("\x1b[", ""),
        ("\x1b]0;never ended", ""),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("Zwölf 🚢 \u200d Ähren — “so”", "Zwölf 🚢 \u200d Ähren — “so”"),
        ("half \udcff a character", "half ? a character"),
    ],
)
def test_untrusted_text_is_only_text(text: str, plain: str) -> None:
    assert shown(text).plain == plain
    assert shown(text).spans == []


@pytest.fixture
def nasty(write: Write, tmp_path: Path) -> Path:
    """A library of an article that tries to steer the terminal from every field."""
    fields = {
        "title": f"Ferry {NASTY} {MARKUP} sinks",
        "source": f"Paper {MARKUP}{NASTY}",
        "date": "2024-03-05",
        "author": f"Ann {NASTY}",
        "text": f"The ferry Anna sank off Roe. {NASTY} {MARKUP}. Nobody died.",
    }
    folder = write("nasty.json", json.dumps(fields))
    with Library.open(tmp_path / "library") as library:
        assert library.index([folder]).failed == ()
    return tmp_path / "library"


@pytest.mark.parametrize(
    "command", [["articles", "list"], ["articles", "show", "{id}"], ["ask", "Which ferry sank?"]]
)
def test_no_article_steers_the_terminal(
    command: list[str], nasty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    with Library.open(nasty) as library:
        (article,) = library.articles()
    assert main(["--library", str(nasty), *(one.format(id=article.id) for one in command)]) == 0
    printed = capsys.readouterr()
    for mark in ("\x1b", "\x07", "\x08", "\x9b", "\u202e", "owned"):
        assert mark not in printed.out + printed.err
    assert "[/x]" in printed.out
    assert ":smile:" in printed.out


def test_json_holds_what_the_article_holds_and_no_byte_that_steers_a_terminal(
    nasty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(nasty) as library:
        (article,) = library.articles()
    assert main(["articles", "show", article.id, "--json", "--library", str(nasty)]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["text"] == article.text
    assert json.loads(printed)["title"] == article.title
    for mark in ("\x1b", "\x07", "\x9b", "\u202e"):
        assert mark not in printed


def test_a_nasty_question_is_answered_and_shown_inertly(
    nasty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", f"Which ferry sank? {NASTY} {MARKUP} \udcff", "--library", str(nasty)]) == 0
    assert main(["ask", f"Which ferry sank? {NASTY}", "--library", str(nasty), "--json"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_json_is_written_in_any_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", stream)
        print_json({"text": "Zwölf 🚢 \udcff"})
    stream.flush()
    assert json.loads(raw.getvalue()) == {"text": "Zwölf 🚢 \udcff"}


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_list_fits_the_terminal_and_keeps_ids_and_dates_whole(
    columns: int, nasty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with Library.open(nasty) as library:
        (article,) = library.articles()
    main(["articles", "list", "--library", str(nasty)])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert any(article.id in line and "2024-03-05" in line for line in lines)


WIRE = Source("a" * 12, "Ferry sinks", "The Wire", date(2024, 3, 5), None)
POST = Source("b" * 12, "A ferry", None, None, None)
QUOTE = "17 people are missing"


def printed(answer: Answer, width: int = 200) -> str:
    out = io.StringIO()
    print_answer(answer, Console(file=out, width=width, markup=False, emoji=False, highlight=False))
    return out.getvalue()


def answered(text: str, mode: str = "extractive") -> Answer:
    return Answer(
        question="How many?",
        standalone_question="How many?",
        text=f"{text} [1]",
        short="17",
        kind="how_many",
        abstained=False,
        confidence=0.9,
        mode=mode,
        notes=("One article without a date was left out.",),
        sentences=(Sentence(text, (1,)),),
        citations=(Citation(1, WIRE, QUOTE, 0, len(QUOTE), "p", 0.9, (POST, POST)),),
        conflicts=(Conflict("How many?", (ConflictValue("17", (1,)), ConflictValue("19", (1,)))),),
        resolved_dates=(ResolvedDate("Monday", date(2024, 3, 4), date(2024, 3, 4), date(2024, 3, 5)),),
    )


def test_an_answer_is_printed_with_its_sources_differences_dates_and_notes() -> None:
    assert printed(answered(f"{QUOTE}.")).splitlines() == [
        "17",
        "",
        "17 people are missing. [1]",
        "",
        "[1] Ferry sinks (The Wire, 5 March 2024)",
        "    also in: A ferry",
        "",
        "The reports differ, newest first:",
        "  17 (The Wire, 5 March 2024)",
        "  19 (The Wire, 5 March 2024)",
        "",
        "Monday → 4 March 2024, counted from 5 March 2024",
        "",
        "One article without a date was left out.",
    ]


def test_prose_of_a_language_model_comes_with_the_quotation_it_rests_on() -> None:
    assert f"    “{QUOTE}”" in printed(answered("Seventeen are missing.", "llm")).splitlines()


def test_an_abstention_names_the_nearest_articles() -> None:
    text = "The articles do not say."
    silent = Answer("Who?", "Who?", text, "", "who", True, 0.1, "extractive", nearest=(Nearest(POST, 0.5),))
    assert printed(silent).splitlines() == [
        text,
        "",
        "The nearest articles:",
        "  A ferry (unknown source, no date)",
    ]
