"""Compares two runs of a benchmark on the questions that both asked: figures, what flipped, what was set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.errors import DatasetError
from eval.intervals import RESAMPLES
from eval.item import Item
from eval.paired import DRAWS, Difference, differences

Run = tuple[Mapping[str, Any], Sequence[Item]]
"""The JSON value of a run and its items, as `eval.report.load_run` reads them."""
_OF_ITS_OWN = frozenset({"started", "seconds"})  # settings that differ between any two runs
_Pairs = Sequence[tuple[Item, Item]]


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that the runs do not share; None where a run has no such setting."""

    name: str
    a: Any
    b: Any


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run got right and the other wrong, what counts as right, and what both said."""

    id: str
    type: str
    question: str
    accepted: str
    a: str
    b: str

    def to_dict(self) -> dict[str, str]:
        """Give it as JSON values."""
        return {
            "id": self.id,
            "type": self.type,
            "question": self.question,
            "accepted": self.accepted,
            "a": self.a,
            "b": self.b,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from run A to run B, on the `questions` that both asked.

    `measures` has every figure that both have, `by_kind` the main one, the first, by kind of question. `mended`
    went from wrong to right, `broken` from right to wrong. `notes` say in sentences what makes the runs unlike.
    """

    benchmark: str
    questions: int
    only_in_a: int
    only_in_b: int
    notes: tuple[str, ...]
    settings: tuple[Change, ...]
    measures: Mapping[str, Difference]
    by_kind: Mapping[str, Mapping[str, Difference]]
    mended: tuple[Flip, ...]
    broken: tuple[Flip, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the comparison as JSON values; every key is always there."""
        return {
            "benchmark": self.benchmark,
            "questions": self.questions,
            "only_in_a": self.only_in_a,
            "only_in_b": self.only_in_b,
            "notes": list(self.notes),
            "settings": {change.name: {"a": change.a, "b": change.b} for change in self.settings},
            "measures": _values(self.measures),
            "by_kind": {kind: _values(measures) for kind, measures in self.by_kind.items()},
            "mended": [flip.to_dict() for flip in self.mended],
            "broken": [flip.to_dict() for flip in self.broken],
            "resamples": RESAMPLES,
            "draws": DRAWS,
        }


def compare(a: Run, b: Run) -> Comparison:
    """Compare run A with the later run B.

    A question is the same where id and words are. Raises `DatasetError` for runs of two benchmarks, runs without a
    question in common, and what is no run.
    """
    (value_a, items_a), (value_b, items_b) = _checked(a, "first"), _checked(b, "second")
    if value_a["benchmark"] != value_b["benchmark"]:
        raise DatasetError(
            f"The runs are of two benchmarks, {value_a['benchmark']} and {value_b['benchmark']}. "
            "Give two runs of the same one."
        )
    pairs = _pairs(items_a, items_b)
    if not pairs:
        raise DatasetError(
            f"The runs have no question in common, of {len(items_a)} and {len(items_b)}. "
            "Give two runs over the same data, with the same --limit and --seed."
        )
    names = [name for name in value_a["measures"] if name in value_b["measures"]]
    measures = differences(names, [one.scores for one, _ in pairs], [other.scores for _, other in pairs])
    changes = tuple(_changes(value_a["settings"], value_b["settings"]))
    only_in_a, only_in_b = len(items_a) - len(pairs), len(items_b) - len(pairs)
    return Comparison(
        value_a["benchmark"],
        len(pairs),
        only_in_a,
        only_in_b,
        tuple(_notes(only_in_a, only_in_b, {change.name for change in changes})),
        changes,
        measures,
        _by_kind(next(iter(measures), None), pairs),
        tuple(_flips(pairs, right=True)),
        tuple(_flips(pairs, right=False)),
    )


def _checked(run: Run, which: str) -> Run:
    value, _ = run
    shapes = {"benchmark": str, "measures": Mapping, "settings": Mapping}
    if not all(isinstance(value.get(name), shape) for name, shape in shapes.items()):
        raise DatasetError(
            f"The {which} file is not a run of 'dateline eval'. Give a file that --json wrote."
        )
    return run


def _pairs(items_a: Sequence[Item], items_b: Sequence[Item]) -> _Pairs:
    """The items of the questions that both have, in the order of A."""
    others = {item.id: item for item in items_b}
    pairs = ((item, others[item.id]) for item in items_a if item.id in others)
    return [(one, other) for one, other in pairs if _asked(one) == _asked(other)]


def _asked(item: Item) -> list[str]:
    """The words of a question; of a conversation those of every turn, for an item shows the one that went wrong."""
    return [turn["question"] for turn in item.detail.get("turns") or []] or [item.question]


def _by_kind(main: str | None, pairs: _Pairs) -> dict[str, dict[str, Difference]]:
    if main is None:
        return {}
    kinds = dict.fromkeys(kind for one, other in pairs for kind in one.by_kind() if kind in other.by_kind())
    found = {}
    for kind in kinds:
        both = [(one.by_kind(), other.by_kind()) for one, other in pairs]
        scores = [(one[kind], other[kind]) for one, other in both if kind in one and kind in other]
        found[kind] = differences([main], [one for one, _ in scores], [other for _, other in scores])
    return {kind: measures for kind, measures in found.items() if measures}


def _flips(pairs: _Pairs, *, right: bool) -> Iterator[Flip]:
    """The questions that are right, or wrong, in B only; those that cannot be judged do not flip."""
    for one, other in pairs:
        if one.correct is (not right) and other.correct is right:
            yield Flip(one.id, one.type, other.question, other.accepted, one.said, other.said)


def _changes(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    """The settings that differ, those within a setting by "outer.inner"."""
    flat_a, flat_b = dict(_flat(a)), dict(_flat(b))
    for name in dict.fromkeys([*flat_a, *flat_b]):
        if name not in _OF_ITS_OWN and flat_a.get(name) != flat_b.get(name):
            yield Change(name, flat_a.get(name), flat_b.get(name))


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _notes(only_in_a: int, only_in_b: int, changed: set[str]) -> Iterator[str]:
    if only_in_a or only_in_b:
        yield f"Left out are questions that only one run has: {only_in_a} of A, {only_in_b} of B."
    if "data_hash" in changed:
        yield "The runs read different data: what counts as right may differ."
    if "corpus" in changed:
        yield "The runs searched different articles."


def _values(measures: Mapping[str, Difference]) -> dict[str, dict[str, float | int]]:
    return {name: difference.to_dict() for name, difference in measures.items()}
