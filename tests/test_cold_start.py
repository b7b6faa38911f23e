"""What a question costs a cold process: nothing is imported for it that trains, serves pages or calls a model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library

ROOT = Path(__file__).parent.parent
HEAVY = (
    "datasketch",
    "scipy",
    "trafilatura",
    "lxml",
    "pypdf",
    "py3langid",
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "llama_index",
    "onnx",
    "onnxscript",
    "sklearn",
)
RUN = """
import json, sys
from ui.cli import main
status = main(json.loads(sys.argv[1]))
sys.stdout.flush()
sys.stderr.write(json.dumps(sorted(name for name in sys.modules if "." not in name)))
sys.exit(status)
"""


def cold(*arguments: str) -> tuple[str, set[str]]:
    """What a command prints in a process of its own, and the top-level modules it has imported by its end."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("DATELINE_LLM", "HF_"))}
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(arguments)],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, set(json.loads(done.stderr))


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "What was the balloon over Haldrisk carrying?", "--json"],
        ["articles", "list", "--json"],
    ],
    ids=lambda command: command[0],
)
def test_a_question_imports_nothing_heavy(command: list[str], samples_library: Library) -> None:
    if not samples_library.embedder.runtime.startswith("onnx"):
        pytest.skip("the embedder could not be exported here: questions need its original")
    printed, modules = cold("--library", str(samples_library.path), *command)
    assert json.loads(printed)
    assert modules & set(HEAVY) == set()
    assert "index" in modules


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ui", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    imported = {
        line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")
    }
    assert "ui.cli" in imported
    assert {one.split(".")[0] for one in imported} & set(HEAVY) == set()


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, rag, index; print(*sorted(name for name in sys.modules if '.' not in name))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert set(done.stdout.split()) & set(HEAVY) == set()
