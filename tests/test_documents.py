"""The documents: nothing left to fill in, and every file that they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "eval/RESULTS.md", "rag/reader/MODEL_CARD.md")
_LEFT_OPEN = re.compile(r"@@|\bTODO\b|\bTBD\b|\bFIXME\b|\bXXX\b")
_NAMED = re.compile(r"`((?:rag|index|ui|eval|tests)/[\w./-]+\.(?:py|json|jsonl|md|onnx))`")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_left_open(name: str) -> None:
    assert _LEFT_OPEN.findall((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = set(_NAMED.findall((ROOT / name).read_text("utf-8")))
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_the_documents_name_files() -> None:
    assert sum(len(_NAMED.findall((ROOT / name).read_text("utf-8"))) for name in DOCUMENTS) >= 10
