"""The command line as a real process: streams, broken pipes, signals, a writer in another process, a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library

Write = Callable[[str, str | bytes], Path]
ROOT = Path(__file__).parent.parent
DATELINE = [sys.executable, "-m", "ui"]
FERRY = "Ferry sinks\nThe Paper, 5 March 2024\n\nThe ferry Anna sank off Roe on Monday. Nobody died, officials said.\n"
HOLD = """
import sys
from pathlib import Path
from index.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_LLM")}
    return {**kept, "HF_HUB_OFFLINE": "1", **more}


def dateline(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DATELINE, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def made(write: Write, tmp_path: Path) -> Path:
    """A library of one article."""
    with Library.open(tmp_path / "made") as library:
        library.index([write("ferry.txt", FERRY)])
    return tmp_path / "made"


def test_standard_output_holds_one_json_value_and_messages_go_to_standard_error(
    made: Path, write: Write
) -> None:
    folder = write("broken.json", "{")
    indexed = dateline("index", folder, "--json", "--library", made)
    assert indexed.returncode == 1
    assert json.loads(indexed.stdout)["unchanged"] == 1
    asked = dateline("--library", made, "ask", "Which ferry sank?", "--json")
    assert asked.returncode == 0
    assert json.loads(asked.stdout)["question"] == "Which ferry sank?"
    assert asked.stderr == ""
    missing = dateline("ask", "Who?", "--json", DATELINE_LIBRARY=str(made / "none"))
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("dateline ask: There is no library at")


def test_a_reader_that_leaves_early_is_no_error(made: Path) -> None:
    for arguments in (["articles", "list"], ["articles", "list", "--json"], ["articles", "--help"]):
        process = subprocess.Popen(
            [*DATELINE, "--library", str(made), *arguments],
            cwd=ROOT,
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        complaints = process.stderr.read()
        process.stderr.close()
        assert (process.wait(30), complaints) == (0, ""), arguments


def test_a_writer_in_another_process_locks_writers_out_and_readers_not(made: Path, write: Write) -> None:
    folder = write("tax.txt", "A tax on windows was introduced in Lund by Mayor Ines Dahl on Friday.")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(made)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        locked = dateline("index", folder, "--library", made)
        assert (locked.returncode, locked.stdout) == (3, "")
        assert f"(process {holder.pid})" in locked.stderr
        assert dateline("ask", "Which ferry sank?", "--library", made).returncode == 0
        holder.kill()  # a lock goes with its process
    assert dateline("index", folder, "--library", made).returncode == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_an_index_run_that_is_stopped_leaves_a_library_that_opens_and_goes_on(
    how: signal.Signals, write: Write, tmp_path: Path
) -> None:
    for number in range(200):
        folder = write(
            f"{number:03}.txt", f"Report {number}. " + f"Ship {number} left port {number % 7}. " * 12
        )
    library = tmp_path / "library"
    process = subprocess.Popen(
        [*DATELINE, "index", str(folder), "--library", str(library)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not _articles_in(library) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(how)
    _, complaints = process.communicate(timeout=30)
    assert process.returncode == 130, complaints
    assert complaints == "Stopped.\n"
    with Library.open(library) as opened:
        kept = len(opened.articles())
        assert 0 < kept < 200
        report = opened.index([folder])
        assert (report.unchanged, report.new) == (kept, 200 - kept)


def _articles_in(path: Path) -> int:
    if not (path / "library.sqlite").is_file():
        return 0
    with Library.open(path) as library:
        return library.summary().articles


def on_a_terminal(columns: int, *arguments: str | Path) -> str:
    """What a command prints on a terminal so wide, standard error included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    plain = {
        name: value
        for name, value in environment(TERM="xterm").items()
        if name not in {"COLUMNS", "NO_COLOR"}
    }
    process = subprocess.Popen(
        [*DATELINE, *map(str, arguments)], cwd=ROOT, env=plain, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        printed += piece
    os.close(ours)
    assert process.wait(30) == 0, printed
    return printed.decode()


def test_on_a_terminal_lines_break_between_words_and_in_a_pipe_not_at_all(made: Path) -> None:
    with Library.open(made) as library:
        (article,) = library.articles()
    sentence = "The ferry Anna sank off Roe on Monday. Nobody died, officials said."
    piped = dateline("articles", "show", article.id, "--library", made).stdout
    assert sentence in piped.splitlines()
    lines = (
        on_a_terminal(30, "articles", "show", article.id, "--library", made).replace("\r", "").splitlines()
    )
    assert "The ferry Anna sank off Roe on" in [line.rstrip() for line in lines]
    assert sentence in " ".join(line.strip() for line in lines)


def test_on_a_terminal_index_shows_a_bar_and_ends_with_a_table(write: Write, tmp_path: Path) -> None:
    printed = on_a_terminal(100, "index", write("ferry.txt", FERRY), "--library", tmp_path / "library")
    assert "Indexing" in printed
    for column in ("read", "new", "changed", "unchanged", "copies", "failed", "passages", "seconds"):
        assert column in printed
