"""What a process that measures is told to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from eval.bench.pipeline import DATELINE, Splitter

Say = Callable[[dict[str, Any]], None]
"""Writes figures down, one JSON object a line, for the process that started this one."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does: its task and what that needs; folders and files are paths."""

    task: str
    pipeline: str = DATELINE
    articles: str = ""
    more: str = ""
    store: str = ""
    questions: tuple[str, ...] = ()
    splitter: Splitter | None = None
    words: float = 0.0
    share: float = 0.0

    def to_json(self) -> str:
        """Give the job as its file has it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def of(self, task: str) -> Job:
        """The same job with another task."""
        return replace(self, task=task)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """Read a job."""
        fields = json.loads(text)
        splitter = Splitter(**fields["splitter"]) if fields["splitter"] else None
        return cls(**{**fields, "questions": tuple(fields["questions"]), "splitter": splitter})
