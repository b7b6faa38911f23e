"""Which library the chat asks, and the chat as a real process: address, HTTP, signals, a port in use."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Library
from index.samples import samples_path
from ui.chat_command import choose_library, folder_library, samples_library
from ui.cli import main

Write = Callable[[str, str | bytes], Path]
FERRY = "The ferry Anna sank off Roe on Monday. Nobody died, the coast guard said."
NO_NETWORK = {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False"}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_LIBRARY", str(tmp_path / "own"))
    return tmp_path / "own"


def test_with_nothing_indexed_it_is_the_samples_in_a_library_beside_the_users_own(own: Path) -> None:
    path, take_in = choose_library(None, [])
    assert path == samples_library() == own.with_name("own-samples")
    assert take_in == [str(samples_path())]
    assert not own.exists()


def test_an_empty_library_of_the_users_stays_empty(own: Path) -> None:
    own.mkdir()
    assert choose_library(None, [])[0] == samples_library()
    assert list(own.iterdir()) == []


def test_with_articles_of_the_users_it_is_those_and_no_sample(own: Path, write: Write) -> None:
    with Library.open(own) as library:
        library.index([write("a.txt", FERRY)])
    assert choose_library(None, []) == (own, [])


def test_a_folder_has_a_library_named_after_it(own: Path, write: Write) -> None:
    folder = write("a.txt", FERRY)
    path, take_in = choose_library(None, [str(folder)])
    assert path.parent == own.parent
    assert re.fullmatch(r"own-news-[0-9a-f]{6}", path.name)
    assert take_in == [str(folder)]
    assert path not in {own, samples_library()}


def test_two_folders_of_one_name_have_two_libraries(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "news.old").mkdir(parents=True)
    first, second = (folder_library([str(tmp_path / name / "news.old")]) for name in ("a", "b"))
    assert first != second
    assert first.name.startswith("own-news-old-")
    assert folder_library([f"{tmp_path}/a/../a/news.old/"]) == first


@pytest.mark.parametrize("name", ["/", "..", "🚢 news/x", "x" * 250])
def test_any_folder_gives_a_name_a_file_system_takes(name: str, own: Path) -> None:
    made = folder_library([name])
    assert made.parent == own.parent
    assert len(made.name.encode()) <= 255
    assert "/" not in made.name


def test_a_library_that_is_named_takes_the_articles(own: Path, tmp_path: Path) -> None:
    assert choose_library(str(tmp_path / "mine"), ["news"]) == (tmp_path / "mine", ["news"])
    assert choose_library(str(tmp_path / "mine"), []) == (tmp_path / "mine", [])
    assert not own.exists()


def test_a_library_given_by_a_path_without_a_name_still_has_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("DATELINE_LIBRARY", ".")
    assert samples_library() == tmp_path / "here-samples"


def test_a_port_in_use_is_2_and_says_how_to_choose_another(
    own: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(own) as library:
        library.index([write("a.txt", FERRY)])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["chat", "--port", str(port)]) == 2
    assert f"dateline chat: Port {port} on 127.0.0.1 is in use" in capsys.readouterr().err


@pytest.fixture
def chat(own: Path, write: Write) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the chat as a process in a group of its own, over a folder."""
    started: list[subprocess.Popen[str]] = []
    folder = write("a.txt", FERRY)

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "chat", str(folder), "--port", "0"],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, **NO_NETWORK, "DATELINE_LIBRARY": str(own)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_the_chat_prints_its_address_answers_there_and_ends_with_all_its_children(
    chat: Callable[[], subprocess.Popen[str]], how: signal.Signals, own: Path
) -> None:
    process = chat()
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "ready at" in line:
            break
    address = re.search(r"Dateline is ready at (http://127\.0\.0\.1:\d+) ", said)
    assert address, said
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address[1], timeout=20) as reply:
        assert reply.status == 200
        assert "Dateline" in reply.read().decode()
    process.send_signal(how)
    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in complaints
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # nothing is left of its group
    assert not own.exists()
    assert len(list(own.parent.glob("own-news-*"))) == 1
