"""Makes the indexes of a large library again in a process of its own, while questions are answered in this one.

A thread would not do: Chroma keeps Python's lock while it takes vectors in, and a first answer that takes 1 second took
42 beside it. The process ends with the one that started it, at the end of its standard input.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from index.errors import LibraryError, LibraryLockedError
from index.indexes.chroma_server import ChromaServer
from index.lock import writer_lock
from index.record.database import RECORD_FILE
from index.record.record import Record

_AGAIN = 30.0  # seconds to the next try where another process was writing
_AFTER_FAILURE = 600.0  # the same after a failure
_CHILD = "import os; os.nice(10); from index.indexes.rebuild import main; main()"  # questions go first


class Rebuilder:
    """At most one process at a time that brings the indexes of a library up to its record, words first."""

    def __init__(
        self,
        library: Path,
        fingerprint: Callable[[], str],
        chroma: ChromaServer | None,
        note: Callable[[str], None],
    ) -> None:
        self._library = library
        self._fingerprint = fingerprint
        self._chroma = chroma
        self._note = note
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: threading.Thread | None = None
        self._not_before = 0.0

    def start(self) -> None:
        """Starts the process, where none runs and the last one did not fail."""
        with self._guard:
            if self._process is not None or time.monotonic() < self._not_before:
                return
            chroma = {**asdict(self._chroma), "token": self._chroma.token} if self._chroma else None
            task = {"library": str(self._library), "fingerprint": self._fingerprint(), "chroma": chroma}
            packages = str(Path(__file__).resolve().parents[2])
            path = os.pathsep.join(filter(None, (packages, os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
            assert self._process.stdin is not None  # a pipe was asked for
            with suppress(OSError):  # it ended at once: its watcher finds out
                # The token goes this way, since anyone may read a process's arguments.
                self._process.stdin.write(json.dumps(task).encode() + b"\n")
                self._process.stdin.flush()
            self._watcher = threading.Thread(target=self._watch, args=(self._process,), daemon=True)
            self._watcher.start()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # a pipe was asked for
        answer = process.stdout.read()
        process.wait()
        with self._guard:
            if self._process is not process:  # closed meanwhile
                return
            _let_go(process)
            self._process = None
            try:
                told = json.loads(answer)
            except ValueError:
                told = {"problems": ["The indexes could not be made again; run 'dateline doctor'."]}
            wait = _AGAIN if told.get("locked") else _AFTER_FAILURE if told.get("problems") else 0.0
            self._not_before = time.monotonic() + wait
        for note in (*told.get("notes", ()), *told.get("problems", ())):
            self._note(note)

    def wait(self, seconds: float) -> None:
        """Waits until nothing is being made, or the time is over."""
        if self._watcher is not None:
            self._watcher.join(seconds)

    def close(self) -> None:
        """Ends the process; what it has not published is lost, and made when it is next needed."""
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            self.wait(10)
            _let_go(process)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def main() -> None:
    """Runs in the process: reads the task from standard input, writes what came of it to standard output."""
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, args=(sys.stdin,), daemon=True).start()
    print(json.dumps(bring_up_to_date(task)), flush=True)
    sys.stdout.flush()
    os._exit(0)  # the thread that waits for the end of the input would hold an ordinary exit up


def _end_with_parent(parent: IO[str]) -> None:
    parent.read()
    os._exit(1)


def bring_up_to_date(task: dict[str, Any]) -> dict[str, Any]:
    """Brings the indexes of a library up to its record; gives notes and problems in sentences, or that it is locked."""
    from index.indexes.search import Searcher  # which imports this module

    library, fingerprint = Path(task["library"]), str(task["fingerprint"])
    chroma = ChromaServer(**task["chroma"]) if task["chroma"] else None
    try:
        with writer_lock(library), closing(Record(library / RECORD_FILE)) as record:
            searcher = Searcher(library, lambda: record, lambda: fingerprint, chroma)
            problems = searcher.catch_up()
            return {"notes": searcher.notes, "problems": problems}
    except LibraryLockedError:
        return {"locked": True}  # the writer makes them
    except LibraryError as error:
        return {"problems": [f"The indexes could not be made again: {error}"]}
