"""What a run measured. `Report.to_dict()` is a contract: keys may be added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.intervals import Estimate, estimate
from eval.measures.tally import NOTHING
from eval.outcome import Item
from eval.scoring import MEASURES

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run with their intervals, over all questions and by type, and every item.

    `skipped` names the measures that no question of this run bears on: those have no figure, not a 0.
    """

    benchmark: str
    settings: Settings
    measures: Mapping[str, Estimate]
    skipped: tuple[str, ...]
    by_kind: Mapping[str, Mapping[str, Estimate]]
    items: tuple[Item, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the report as JSON values; every key is always there."""
        return {
            "benchmark": self.benchmark,
            "questions": len(self.items),
            "settings": dict(self.settings),
            "measures": _values(self.measures),
            "skipped": list(self.skipped),
            "by_kind": {kind: _values(measures) for kind, measures in self.by_kind.items()},
            "items": [item.to_dict() for item in self.items],
        }

    def to_json(self) -> str:
        """Give the report as one JSON value with a line feed at the end."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def report(benchmark: str, items: Sequence[Item], settings: Settings) -> Report:
    """Make the report of a run: every measure over all its items, and over those of each type."""
    measures = _estimates(items)
    kinds = dict.fromkeys(item.question.type for item in items)
    return Report(
        benchmark,
        settings,
        measures,
        tuple(name for name in MEASURES if name not in measures),
        {kind: _estimates([item for item in items if item.question.type == kind]) for kind in kinds},
        tuple(items),
    )


def _estimates(items: Sequence[Item]) -> dict[str, Estimate]:
    found = {name: estimate([item.scores.get(name, NOTHING) for item in items]) for name in MEASURES}
    return {name: figure for name, figure in found.items() if figure is not None}


def _values(measures: Mapping[str, Estimate]) -> dict[str, dict[str, float | int]]:
    return {name: figure.to_dict() for name, figure in measures.items()}
