"""Runs a worker: a process of its own that ends with this one and writes nowhere but into a given folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.job import Job

_ROOT = Path(__file__).resolve().parent.parent.parent
_FORGOTTEN = (
    "DATELINE_LLM_URL",
    "DATELINE_LLM_MODEL",
    "DATELINE_LLM_KEY",
    "DATELINE_LIBRARY",
    "DATELINE_CHROMA",
)
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}
Line = dict[str, Any]
"""What a worker says at once, with the seconds since its start was asked for, as "after_seconds"."""


class WorkerError(Exception):
    """A measurement could not be made; the message ends with the last line that its process wrote."""


@dataclass(frozen=True, slots=True)
class Killed:
    """What a worker had said when it was killed; `ended` where it was done before that."""

    said: list[Line]
    ended: bool


def run_worker(job: Job, folder: Path, *, heard: Callable[[Line], None] | None = None) -> list[Line]:
    """What a worker says, line by line; `heard` is told each line when it comes.

    `folder` is for its temporary files. Raises `WorkerError` where it ends with an error.
    """
    said, status, errors = _run(job, folder, lambda line, _: heard(line) if heard else None)
    if status:
        raise _failed(job, errors)
    return said


def kill_worker(job: Job, folder: Path, after: float) -> Killed:
    """Send SIGKILL to a worker `after` seconds after the first line that it says.

    Raises `WorkerError` where it ends with an error of its own.
    """
    timers: list[threading.Timer] = []

    def start_the_clock(_: Line, child: subprocess.Popen[bytes]) -> None:
        if not timers:
            timers.append(threading.Timer(after, child.kill))
            timers[0].start()

    try:
        said, status, errors = _run(job, folder, start_the_clock)
    finally:
        for timer in timers:
            timer.cancel()
    if status not in (0, -signal.SIGKILL):
        raise _failed(job, errors)
    return Killed(said, ended=status == 0)


def _run(
    job: Job, folder: Path, heard: Callable[[Line, subprocess.Popen[bytes]], None]
) -> tuple[list[Line], int, str]:
    """What a worker says, the status it ends with, and what it wrote to standard error."""
    file = folder / "job.json"
    file.write_text(job.to_json(), "utf-8")
    command = [sys.executable, "-m", "eval.bench.worker", str(file)]
    said: list[Line] = []
    with tempfile.TemporaryFile(dir=folder) as errors:
        started = time.perf_counter()
        with subprocess.Popen(  # its standard input stays open until this process ends
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment(folder)
        ) as child:
            try:
                for line in child.stdout or ():
                    try:
                        words = json.loads(line)
                    except ValueError:  # a kill has cut it off
                        continue
                    said.append({**words, "after_seconds": time.perf_counter() - started})
                    heard(said[-1], child)
                child.wait()
            except BaseException:
                child.kill()
                raise
        errors.seek(0)
        return said, child.returncode, errors.read().decode("utf-8", "replace")


def _failed(job: Job, errors: str) -> WorkerError:
    lines = errors.strip().splitlines()
    return WorkerError(
        f"The {job.pipeline} process could not {job.task}: {lines[-1] if lines else 'it was killed'}. "
        "What was measured before is kept: run the same command again to go on."
    )


def _environment(folder: Path) -> dict[str, str]:
    """Nothing is downloaded or reported, no language model is called, caches lie in the temporary folder."""
    kept = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {
        **kept,
        **_QUIET,
        "PYTHONPATH": paths,
        "LLAMA_INDEX_CACHE_DIR": str(folder),
        "TMPDIR": str(folder),
    }
