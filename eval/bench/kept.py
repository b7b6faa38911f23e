"""The measurements of an unfinished run, kept in the cache: the same command goes on where it was interrupted."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import index
import rag
from index.weights import cache_dir

_SOURCES = (Path(index.__file__).parent, Path(rag.__file__).parent, Path(__file__).parent)


class Kept:
    """Finished measurements by id, one JSON line each, appended as they come."""

    def __init__(self, depends_on: Mapping[str, Any]) -> None:
        """`depends_on` is what the figures depend on beside the code."""
        text = json.dumps([depends_on, _code_digest()], sort_keys=True, default=str)
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._path = cache_dir() / "bench" / f"{name}.jsonl"
        self._figures = dict(_lines(self._path))

    @property
    def folder(self) -> Path:
        """Where measurements keep what takes long to make; made when first asked for, deleted with the figures."""
        folder = self._path.with_suffix("")
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def get(self, name: str) -> Mapping[str, Any] | None:
        """What was measured, None where that is still to be done."""
        return self._figures.get(name)

    def put(self, name: str, figures: Mapping[str, Any]) -> None:
        """Keep what was measured."""
        self._figures[name] = figures
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(
                f"\n{json.dumps([name, figures])}"
            )  # the line end comes first: the last may be cut off

    def forget(self) -> None:
        """Delete everything: the run is finished, or is to begin anew."""
        self._figures.clear()
        self._path.unlink(missing_ok=True)
        shutil.rmtree(self._path.with_suffix(""), ignore_errors=True)

    def clear_others(self) -> None:
        """Delete what runs of other settings or other code had made: only one run at a time may go on."""
        for folder in self._path.parent.glob("*/"):
            if folder != self._path.with_suffix(""):
                shutil.rmtree(folder, ignore_errors=True)


def _lines(path: Path) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The lines of the file; what a kill has cut off is passed over."""
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    for line in text.splitlines():
        try:
            name, figures = json.loads(line)
        except ValueError:
            continue
        yield name, figures


def _code_digest() -> str:
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".json", ".onnx"}:
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
