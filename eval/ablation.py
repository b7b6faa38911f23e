"""What each part of the chain is worth: a benchmark with all parts on, and with each of them off in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.errors import DatasetError
from eval.intervals import RESAMPLES, Estimate
from eval.paired import DRAWS, Difference, differences
from eval.parts import without
from eval.report import Report
from eval.runner import Options
from eval.timing import Timing, timing

Measure = Callable[[Options], Report]
"""Runs a benchmark."""


@dataclass(frozen=True, slots=True)
class PartOff:
    """A run without a part: each figure beside that of the run with all parts, and how long its answers took."""

    part: str
    measures: Mapping[str, Difference]
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class Ablation:
    """The figures with all parts on, and what changes when each of them is off, on the same questions."""

    benchmark: str
    questions: int
    settings: Mapping[str, Any]
    measures: Mapping[str, Estimate]
    timing: Timing | None
    off: tuple[PartOff, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON values; differences are those without the part less those with it."""
        return {
            "benchmark": self.benchmark,
            "questions": self.questions,
            "settings": dict(self.settings),
            "measures": {name: figure.to_dict() for name, figure in self.measures.items()},
            "milliseconds": self.timing.to_dict() if self.timing else None,
            "off": {
                one.part: {
                    "measures": {name: figure.to_dict() for name, figure in one.measures.items()},
                    "milliseconds": one.timing.to_dict() if one.timing else None,
                }
                for one in self.off
            },
            "resamples": RESAMPLES,
            "draws": DRAWS,
        }


def ablation(measure: Measure, parts: Sequence[str], options: Options) -> Ablation:
    """Run a benchmark with all parts on and then without each of `parts`; every run keeps a journal of its own.

    Raises `DatasetError` for a part that is not there or off already, before anything is run.
    """
    for part in parts:
        if without(options.settings, [part]) == options.settings:
            raise DatasetError(f'"{part}" is off in all runs. Leave it out of --without or of --parts.')
    whole = measure(labelled(options, "all parts on"))
    return Ablation(
        whole.benchmark,
        len(whole.items),
        whole.settings,
        whole.measures,
        timing(whole.items),
        tuple(_off(measure, parts, options, whole)),
    )


def _off(measure: Measure, parts: Sequence[str], options: Options, whole: Report) -> Iterator[PartOff]:
    for part in parts:
        settings = without(options.settings, [part])
        report = measure(labelled(replace(options, settings=settings), f"without {part}"))
        scores = [item.scores for item in whole.items], [item.scores for item in report.items]
        yield PartOff(part, differences(list(whole.measures), *scores), timing(report.items))


def labelled(options: Options, label: str) -> Options:
    """The options with progress that says which of several runs it is of."""
    tell = options.progress
    if tell is None:
        return options
    return replace(options, progress=lambda step: tell(replace(step, doing=f"{step.doing}, {label}")))
