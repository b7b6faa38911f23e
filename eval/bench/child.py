"""Runs a worker: a process of its own that ends with this one and writes nowhere but into a given folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from eval.bench.worker import Job

_ROOT = Path(__file__).resolve().parent.parent.parent
_FORGOTTEN = ("DATELINE_LLM_URL", "DATELINE_LLM_MODEL", "DATELINE_LLM_KEY", "DATELINE_LIBRARY")
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}


class WorkerError(Exception):
    """A measurement could not be made; the message ends with the last line that its process wrote."""


def run_worker(job: Job, folder: Path) -> list[dict[str, Any]]:
    """What a worker says, line by line, each with the seconds since its start was asked for, as "after_seconds".

    `folder` is for its temporary files. Raises `WorkerError` where it ends with an error.
    """
    file = folder / "job.json"
    file.write_text(job.to_json(), "utf-8")
    command = [sys.executable, "-m", "eval.bench.worker", str(file)]
    said: list[dict[str, Any]] = []
    with tempfile.TemporaryFile(dir=folder) as errors:
        started = time.perf_counter()
        with subprocess.Popen(  # its standard input stays open until this process ends
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment(folder)
        ) as child:
            try:
                for line in child.stdout or ():
                    said.append({**json.loads(line), "after_seconds": time.perf_counter() - started})
                child.wait()
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise WorkerError(
                f"The {job.pipeline} process could not {job.task}: {lines[-1] if lines else 'it was killed'}. "
                "What was measured before is kept: run the same command again to go on."
            )
    return said


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
