"""What is finished of a run, kept in the cache, so that an interrupted run goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import index
import rag
from eval.item import Item
from index.weights import cache_dir


class Journal:
    """Finished items, one JSON line each, appended as they come; a line cut off by a kill is passed over."""

    def __init__(self, benchmark: str, settings: Mapping[str, Any]) -> None:
        """`settings` is what the items depend on; the code that makes them is added to it."""
        key = json.dumps([benchmark, settings, code_digest()], sort_keys=True, default=str)
        name = f"{benchmark}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.jsonl"
        self.path = cache_dir() / "eval" / "runs" / name

    def __enter__(self) -> Journal:
        self.finished = self._load()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("a", encoding="utf-8")
        self._file.write("\n")  # ends a line that was cut off
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def add(self, item: Item) -> None:
        """Keep a finished item."""
        self._file.write(json.dumps(item.to_dict(), ensure_ascii=False) + "\n")
        self._file.flush()

    def forget(self) -> None:
        """Take the journal of a run that is done away: the next one measures anew."""
        self.path.unlink(missing_ok=True)

    def _load(self) -> dict[str, Item]:
        if not self.path.is_file():
            return {}
        return {item.id: item for item in _items(self.path.read_text("utf-8", "replace").split("\n"))}


def _items(lines: Iterable[str]) -> Iterable[Item]:
    for line in lines:
        try:
            yield Item.from_dict(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def code_digest() -> str:
    """Digest the source of everything that an answer or a score comes from: 16 hex digits."""
    digest = hashlib.sha256()
    for package in (index.__file__, rag.__file__, __file__):
        for file in sorted(Path(package).parent.rglob("*")):
            if file.suffix in {".py", ".json", ".onnx"}:
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
