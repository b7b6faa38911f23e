"""What a run measured. `Report.to_dict()` is a contract: keys may be added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.calibration import Calibration, calibration
from eval.errors import DatasetError
from eval.figures import figures
from eval.intervals import Estimate
from eval.item import Item
from eval.measures.tally import Scores


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run with their intervals, over all questions and by kind, and every item.

    `skipped` names the measures that no question of this run bears on: those have no figure, not a 0.
    """

    benchmark: str
    settings: Mapping[str, Any]
    measures: Mapping[str, Estimate]
    skipped: tuple[str, ...]
    by_kind: Mapping[str, Mapping[str, Estimate]]
    calibration: Calibration | None
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
            "calibration": self.calibration.to_dict() if self.calibration else None,
            "items": [item.to_dict() for item in self.items],
        }

    def to_json(self) -> str:
        """Give the report as one JSON value with a line feed at the end."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def report(
    benchmark: str, items: Sequence[Item], names: Sequence[str], settings: Mapping[str, Any]
) -> Report:
    """Make the report of a run: the named measures over all its items, and by kind."""
    measures = figures(names, [item.scores for item in items])
    kinds = dict.fromkeys(kind for item in items for kind in item.by_kind())
    by_kind = {
        kind: _of_kind(names, [item.by_kind()[kind] for item in items if kind in item.by_kind()])
        for kind in kinds
    }
    judged = [
        (item.confidence, item.guess_correct)
        for item in items
        if item.confidence is not None and item.guess_correct is not None
    ]
    return Report(
        benchmark,
        settings,
        measures,
        tuple(name for name in names if name not in measures),
        by_kind,
        calibration([confidence for confidence, _ in judged], [correct for _, correct in judged]),
        tuple(items),
    )


def _of_kind(names: Sequence[str], scores: Sequence[Scores]) -> dict[str, Estimate]:
    """The figures of a kind; precision of silence only where silence can be right and can be wrong."""
    found = figures(names, scores)
    if not {"refused_unanswerable", "refused_answerable"} <= found.keys():
        found.pop("abstention_precision", None)
    return found


def load_run(path: Path) -> tuple[dict[str, Any], list[Item]]:
    """Read the JSON of a run: the whole value and its items. Raises `DatasetError`."""
    try:
        value = json.loads(path.read_text("utf-8"))
        return value, [Item.from_dict(item) for item in value["items"]]
    except OSError as error:
        raise DatasetError(
            f"{path}: cannot be read ({error.strerror}). Give a file that --json wrote."
        ) from None
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path}: not JSON ({error}). Give a file that --json wrote.") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{path}: not a run of 'dateline eval' ({error!r}). Give a file that --json wrote with this version."
        ) from None


def _values(measures: Mapping[str, Estimate]) -> dict[str, dict[str, float | int]]:
    return {name: figure.to_dict() for name, figure in measures.items()}
