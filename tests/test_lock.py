"""One writer at a time, across processes; readers go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Library, LibraryLockedError
from index.errors import LibraryError
from index.lock import LOCK_FILE, OWNER_FILE, writer_lock

ROOT = Path(__file__).resolve().parent.parent
HOLD = (
    "import sys, pathlib; from index.lock import writer_lock\n"
    "with writer_lock(pathlib.Path(sys.argv[1])):\n"
    "    print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def test_a_second_writer_is_told_which_process_writes_and_readers_go_on(
    library: Library, write: Callable[[str, str | bytes], Path]
) -> None:
    folder = write("a.txt", "The ferry sailed on Monday. Nobody was hurt.")
    library.index([folder])
    (article,) = library.articles()
    with holder(library.path) as child:
        with pytest.raises(LibraryLockedError, match=f"process {child.pid}"):
            library.index([folder])
        with pytest.raises(LibraryLockedError, match="Wait until it is done"):
            library.remove(article.id)
        assert library.articles() == [article]
        assert library.search_words(["ferry"], 5)
        assert library.search_vectors(library.embed_query("ferry"), 5)
    assert library.index([folder]).unchanged == 1


def test_the_lock_of_a_killed_process_goes_with_it(tmp_path: Path) -> None:
    with holder(tmp_path) as child:
        child.kill()
        child.wait()
        with writer_lock(tmp_path):
            assert (tmp_path / OWNER_FILE).read_text() != f"process {child.pid}"


def test_a_child_of_a_killed_writer_does_not_keep_the_lock(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, pathlib; from index.lock import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])):\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "    print(child.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        child = int(writer.stdout.readline())
        writer.kill()
        writer.wait()
        try:
            os.kill(child, 0)  # it lives
            with writer_lock(tmp_path):
                pass
        finally:
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize(
    "left", [b"process 4194999", b"process 0", b"process -1", b"", b"\xff\x00", b"rm -rf"]
)
def test_what_a_crashed_writer_left_names_nobody_and_stops_nobody(tmp_path: Path, left: bytes) -> None:
    (tmp_path / OWNER_FILE).write_bytes(left)
    with writer_lock(tmp_path):
        assert (tmp_path / OWNER_FILE).read_text() == f"process {os.getpid()}"
    with holder(tmp_path):
        (tmp_path / OWNER_FILE).write_bytes(left)
        with pytest.raises(LibraryLockedError, match=r"by another process\. Wait"), writer_lock(tmp_path):
            pass
        (tmp_path / OWNER_FILE).unlink()
        with pytest.raises(LibraryLockedError, match=r"by another process\. Wait"), writer_lock(tmp_path):
            pass


def test_a_writer_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with writer_lock(tmp_path):
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait(10)
    with pytest.raises(LibraryLockedError), writer_lock(tmp_path, wait=0.05):
        pass
    threading.Timer(0.1, leave.set).start()
    with writer_lock(tmp_path, wait=10):
        pass
    thread.join()


def test_the_lock_is_released_when_the_writer_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), writer_lock(tmp_path):
        raise KeyboardInterrupt
    with writer_lock(tmp_path):
        pass
    assert not (tmp_path / OWNER_FILE).exists()


def test_a_folder_that_cannot_be_written_to_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).mkdir()
    with pytest.raises(LibraryError, match="cannot be written to"), writer_lock(tmp_path):
        pass
