"""What a benchmark measures, in which order: settings from the command line, and the list of measurements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.bench.pipeline import PIPELINES

END_TO_END, GROWTH = "end_to_end", "growth"
_NAMES = {"dateline": "Dateline", "plain": "plain pipeline"}


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured: passages of each size, rounds, passages of each size without embedding, questions asked.

    No `passages` and no `growth`: nothing is compared. `whole`: Dateline alone is measured over all the articles, and
    killed so many times.
    """

    data: Path | None = None
    passages: tuple[int, ...] = (1_000, 5_000)
    rounds: int = 3
    growth: tuple[int, ...] = (1_000, 5_000, 20_000, 50_000, 100_000)
    questions: int = 100
    seed: int = 0
    whole: bool = False
    kills: int = 20

    @property
    def compared(self) -> bool:
        """Whether the plain pipeline is measured too."""
        return bool(self.passages or self.growth)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One pipeline, measured once, at one size."""

    kind: str
    pipeline: str
    passages: int
    round: int

    @property
    def id(self) -> str:
        """What it is kept under."""
        return f"{self.kind}/{self.passages}/{self.round}/{self.pipeline}"

    def __str__(self) -> str:
        """What is being done, for people."""
        where = f"round {self.round}" if self.kind == END_TO_END else "without embedding"
        return f"{_NAMES[self.pipeline]}, {self.passages:,} passages, {where}"


def measurements(options: Options) -> Iterator[Measurement]:
    """Every measurement: the pipelines alternate, and each round the other one goes first."""
    for passages in options.passages:
        for round_ in range(1, options.rounds + 1):
            yield from _both(END_TO_END, passages, round_, swapped=round_ % 2 == 0)
    for place, passages in enumerate(options.growth):
        yield from _both(GROWTH, passages, 1, swapped=place % 2 == 1)


def _both(kind: str, passages: int, round_: int, *, swapped: bool) -> Iterator[Measurement]:
    for pipeline in reversed(PIPELINES) if swapped else PIPELINES:
        yield Measurement(kind, pipeline, passages, round_)
