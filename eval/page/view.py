"""What stands on the page, taken from the JSON of a run: rows of figures, the matrix by kind, the facts of the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from eval.page.glossary import GROUPS, LESS_IS_BETTER, OTHER, group, says


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its figure: shares in per cent, and how many questions bear on it."""

    name: str
    says: str
    less_is_better: bool
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one kind, in per cent, with its interval in words."""

    value: float
    interval: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Figures by kind: the measures, and for each kind how many questions it has and a cell for each measure."""

    measures: tuple[str, ...]
    kinds: tuple[tuple[str, int, tuple[Cell | None, ...]], ...]


def row(name: str, figure: Mapping[str, Any]) -> Row:
    """Take a measure from the JSON."""
    value, low, high = (100.0 * figure[key] for key in ("value", "low", "high"))
    return Row(name, says(name), name in LESS_IS_BETTER, value, low, high, figure["n"])


def grouped(measures: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, list[Row]]]:
    """Put the measures in groups, each in the order of the run."""
    groups: dict[str, list[Row]] = {name: [] for name in (*GROUPS, OTHER)}
    for name, figure in measures.items():
        groups[group(name)].append(row(name, figure))
    return [(name, rows) for name, rows in groups.items() if rows]


def matrix(by_kind: Mapping[str, Mapping[str, Mapping[str, Any]]], order: Mapping[str, Any]) -> Matrix:
    """Lay out the figures by kind, measures in the order of those of the run."""
    names = dict.fromkeys(name for measures in by_kind.values() for name in measures)
    columns = tuple(sorted(names, key=lambda name: list(order).index(name) if name in order else len(order)))
    return Matrix(
        columns,
        tuple(
            (
                kind,
                max((figure["n"] for figure in measures.values()), default=0),
                tuple(_cell(measures.get(name)) for name in columns),
            )
            for kind, measures in by_kind.items()
        ),
    )


def facts(settings: Mapping[str, Any]) -> Iterator[str]:
    """Say when, with what and how the run was made, as far as the settings tell."""
    if settings.get("started"):
        yield _day(str(settings["started"]))
    if settings.get("version"):
        commit = str(settings.get("commit") or "")[:7]
        yield f"version {settings['version']}" + (f" ({commit})" if commit else "")
    yield from (str(settings[name]) for name in ("mode", "embedder") if settings.get(name))
    if settings.get("articles") is not None:
        yield f"{settings['articles']:,} articles"
    if settings.get("seconds") is not None:
        yield _duration(float(settings["seconds"]))


def _cell(figure: Mapping[str, Any] | None) -> Cell | None:
    if figure is None:
        return None
    return Cell(
        100 * figure["value"], f"{100 * figure['low']:.1f}–{100 * figure['high']:.1f}, n {figure['n']:,}"
    )


def _day(started: str) -> str:
    try:
        moment = datetime.fromisoformat(started)
    except ValueError:
        return started
    if moment.tzinfo is None:
        return f"{moment.day} {moment:%B %Y, %H:%M}"
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
