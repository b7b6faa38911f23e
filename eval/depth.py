"""What reading more passages brings and costs: a benchmark at several depths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.ablation import Measure, labelled
from eval.intervals import Estimate
from eval.report import Report
from eval.runner import Options
from eval.timing import Timing, timing


@dataclass(frozen=True, slots=True)
class Depth:
    """A run in which `read` passages were read: its figures, and how long its answers took."""

    read: int
    measures: Mapping[str, Estimate]
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class Depths:
    """The runs of one benchmark, in the order asked for; `settings` are those of the first."""

    benchmark: str
    questions: int
    settings: Mapping[str, Any]
    depths: tuple[Depth, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give them as JSON values."""
        return {
            "benchmark": self.benchmark,
            "questions": self.questions,
            "settings": dict(self.settings),
            "read": {
                str(one.read): {
                    "measures": {name: figure.to_dict() for name, figure in one.measures.items()},
                    "milliseconds": one.timing.to_dict() if one.timing else None,
                }
                for one in self.depths
            },
        }


def depths(measure: Measure, read: Sequence[int], options: Options) -> Depths:
    """Run a benchmark once for each number of passages read; as many are found as are read, at least."""
    reports = [(number, _at(measure, number, options)) for number in read]
    first = reports[0][1]
    return Depths(
        first.benchmark,
        len(first.items),
        first.settings,
        tuple(Depth(number, report.measures, timing(report.items)) for number, report in reports),
    )


def _at(measure: Measure, read: int, options: Options) -> Report:
    settings = replace(options.settings, read=read, found=max(options.settings.found, read))
    return measure(labelled(replace(options, settings=settings), f"{read} read"))
