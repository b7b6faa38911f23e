"""What a measure says of one question: a part of a whole. Over many questions, sums divide sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """`part` of `whole` (0 <= part <= whole); a whole of 0 says that the question does not bear on it."""

    part: float
    whole: float

    @property
    def value(self) -> float:
        """The share, 0..1; only where the whole is over 0."""
        return self.part / self.whole


Scores = Mapping[str, Tally]
"""What the measures, by name, say of one question."""
NOTHING = Tally(0.0, 0.0)


def share(yes: float, *, of: bool = True) -> Tally:
    """One yes or no, or a share of one, among those that count; nothing where it does not count."""
    return Tally(float(yes), 1.0) if of else NOTHING


def total(tallies: Iterable[Tally]) -> Tally:
    """Sum parts and wholes."""
    kept = list(tallies)
    return Tally(sum(tally.part for tally in kept), sum(tally.whole for tally in kept))
