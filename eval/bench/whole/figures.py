"""The figures of a whole library: what follows from its measurements. `Whole.to_dict()` is a contract, as the report.

```
articles, passages   of the whole library
indexing    [{articles, passages, index_seconds, articles_per_second, passages_per_second, embedding_share, store_mb,
            peak_memory_mb, memory: [[seconds, MB], ...] from the start of the process}] by size, once each
sync        [{packing, state, unchanged: articles, seconds: spread}]  unchanged articles again, from the start of a
            process to its end; packed in one file or a file each, their files untouched or with a new time
search      [{filter, passages it lets through, since, until, source, ms: {p50, p95, p99: spread},
            ratio: {p50, p95: spread} to searching everything in the same round}]
reopened    [{indexes: "deleted"|"damaged", passages, retrieved_seconds, answered_seconds: spread, from opening the
            library; process_seconds: spread, from the start of the process to the answer; before_rebuilt: how many
            rounds were answered before the indexes were there again; rebuilt_seconds, meanwhile_ms {p50, p95, p99} of
            searches until then, null where it was not waited for or nothing had to be waited for; notes}]
kills       {kills: how many struck in time; lost, twice, unlike, unsettled: how many did this (`verdict.Verdict`);
            unusable: after how many the library did not open or answer; answered_seconds: spread, from opening it
            after a kill; each: [{moment: share of an undisturbed run, killed: in time, how much of each, notes}]}
```

A spread is {value: median, low, high, rounds}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bench.ratios import Spread, significant, spread
from eval.bench.whole.filters import EVERYTHING
from eval.bench.whole.plan import HARMS, KILL, PACKINGS, REOPEN, SEARCH, STATES, SYNC, TAKE, Step

Figures = Mapping[str, Any]
_HARMS_OF_KILLS = ("lost", "twice", "unlike", "unsettled", "unusable")


@dataclass(frozen=True, slots=True)
class Indexed:
    """One size: the figures of taking it in."""

    figures: Figures

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return int(self.figures["articles"])

    @property
    def passages(self) -> int:
        """How many passages they make."""
        return int(self.figures["passages"])

    @property
    def memory(self) -> list[tuple[float, float]]:
        """The memory of the process over time: seconds, MB."""
        return [(float(seconds), float(mb)) for seconds, mb in self.figures["memory"]]

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        rounded = {name: significant(value) for name, value in self.figures.items() if name != "memory"}
        return {**rounded, "memory": [[round(seconds, 2), round(mb, 1)] for seconds, mb in self.memory]}


@dataclass(frozen=True, slots=True)
class Synced:
    """Unchanged articles indexed again, in one packing and state."""

    packing: str
    state: str
    unchanged: int
    seconds: Spread

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        names = {"packing": self.packing, "state": self.state, "unchanged": self.unchanged}
        return {**names, "seconds": self.seconds.to_dict()}


@dataclass(frozen=True, slots=True)
class Searched:
    """Retrieval under one filter: milliseconds by percentile, and times what searching everything takes."""

    name: str
    asked: Figures
    ms: Mapping[str, Spread]
    ratio: Mapping[str, Spread]

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        return {
            "filter": self.name,
            **self.asked,
            "ms": {part: value.to_dict() for part, value in self.ms.items()},
            "ratio": {part: value.to_dict() for part, value in self.ratio.items()},
        }


@dataclass(frozen=True, slots=True)
class Reopened:
    """A library opened without its indexes."""

    indexes: str
    passages: int
    seconds: Mapping[str, Spread]
    """retrieved_seconds, answered_seconds and process_seconds."""
    before_rebuilt: int
    rebuilt_seconds: float | None
    meanwhile_ms: Mapping[str, float] | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        meanwhile = self.meanwhile_ms
        return {
            "indexes": self.indexes,
            "passages": self.passages,
            **{name: value.to_dict() for name, value in self.seconds.items()},
            "before_rebuilt": self.before_rebuilt,
            "rebuilt_seconds": None if self.rebuilt_seconds is None else significant(self.rebuilt_seconds),
            "meanwhile_ms": meanwhile and {part: significant(value) for part, value in meanwhile.items()},
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Kills:
    """What the kills did, one by one; those of a run that was done before it could be killed are none."""

    each: Sequence[Figures]

    @property
    def struck(self) -> list[Figures]:
        """The kills that came in time."""
        return [one for one in self.each if one["killed"]]

    def count(self, harm: str) -> int:
        """How many kills did a harm: lost, twice, unlike, unsettled or unusable."""
        return sum(bool(one.get(harm)) for one in self.struck)

    @property
    def answered(self) -> Spread | None:
        """Seconds from opening the library after a kill to its first answer; None where it never answered."""
        seconds = [one["answered_seconds"] for one in self.struck if not one["unusable"]]
        return spread(seconds) if seconds else None

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        return {
            "kills": len(self.struck),
            **{harm: self.count(harm) for harm in _HARMS_OF_KILLS},
            "answered_seconds": self.answered.to_dict() if self.answered else None,
            "each": [
                {
                    name: significant(value) if isinstance(value, float) else value
                    for name, value in one.items()
                }
                for one in self.each
            ],
        }


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that was measured of a whole library."""

    indexing: Sequence[Indexed]
    sync: Sequence[Synced]
    search: Sequence[Searched]
    reopened: Sequence[Reopened]
    kills: Kills

    @property
    def articles(self) -> int:
        """How many articles the whole library has."""
        return self.indexing[-1].articles

    @property
    def passages(self) -> int:
        """How many passages the whole library has."""
        return self.indexing[-1].passages

    def to_dict(self) -> dict[str, Any]:
        """Give everything as JSON values."""
        return {
            "articles": self.articles,
            "passages": self.passages,
            "indexing": [one.to_dict() for one in self.indexing],
            "sync": [one.to_dict() for one in self.sync],
            "search": [one.to_dict() for one in self.search],
            "reopened": [one.to_dict() for one in self.reopened],
            "kills": self.kills.to_dict(),
        }


def whole(measured: Mapping[Step, Figures]) -> Whole:
    """What follows from all the measurements."""

    def rounds(what: str, kind: str = "") -> list[Figures]:
        return [figures for step, figures in measured.items() if (step.what, step.kind) == (what, kind)]

    takes = [Indexed(figures) for step, figures in measured.items() if step.what == TAKE]
    return Whole(
        sorted(takes, key=lambda one: one.passages),
        [
            _synced(packing, state, rounds(SYNC, f"{packing}, {state}"))
            for packing in PACKINGS
            for state in STATES
        ],
        _searched(rounds(SEARCH)),
        [_reopened(harm, rounds(REOPEN, harm)) for harm in HARMS],
        Kills(rounds(KILL)),
    )


def _synced(packing: str, state: str, rounds: Sequence[Figures]) -> Synced:
    return Synced(packing, state, int(rounds[0]["unchanged"]), _over(rounds, "after_seconds"))


def _searched(rounds: Sequence[Figures]) -> list[Searched]:
    found = []
    for name, asked in rounds[0]["filters"].items():
        ms = {part: spread([one["ms"][name][part] for one in rounds]) for part in rounds[0]["ms"][name]}
        ratio = {
            part: spread([one["ms"][name][part] / one["ms"][EVERYTHING][part] for one in rounds])
            for part in ms
            if name != EVERYTHING
        }
        found.append(Searched(name, asked, ms, ratio))
    return found


def _reopened(harm: str, rounds: Sequence[Figures]) -> Reopened:
    waited = next((one for one in rounds if "rebuilt_seconds" in one), {})
    return Reopened(
        harm,
        int(rounds[0]["passages"]),
        {
            "retrieved_seconds": _over(rounds, "retrieved_seconds"),
            "answered_seconds": _over(rounds, "answered_seconds"),
            "process_seconds": _over(rounds, "after_seconds"),
        },
        sum(bool(one["before_rebuilt"]) for one in rounds),
        waited.get("rebuilt_seconds"),
        waited.get("meanwhile_ms"),
        tuple(_different(note for one in rounds for note in one["notes"])),
    )


def _different(notes: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(notes)


def _over(rounds: Sequence[Figures], name: str) -> Spread:
    return spread([one[name] for one in rounds])
