"""Shows a comparison of two runs in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.compare import Change, Comparison, Flip
from eval.paired import DRAWS, Difference

_MOST_FLIPS = 40  # of each kind; the JSON has all
_LONGEST = 160  # characters of a text in a list


def to_table(comparison: Comparison) -> Group:
    """Lay the comparison out: figures, the main one by kind, what was set otherwise, and what flipped."""
    parts: list[RenderableType] = [
        Text(f"{comparison.benchmark}: {comparison.questions} questions that both runs asked", style="bold"),
        *(Text(note, style="yellow") for note in comparison.notes),
        _figures("measure", comparison.measures),
        Text(_caption(len(comparison.measures)), style="dim"),
    ]
    main = next(iter(comparison.measures), None)
    by_kind = {kind: measures[main] for kind, measures in comparison.by_kind.items() if main}
    if by_kind:
        parts.append(_figures(f"{main} by kind", by_kind))
    parts += _settings(comparison.settings)
    parts += _flips("From wrong to right", comparison.mended)
    parts += _flips("From right to wrong", comparison.broken)
    return Group(*parts)


def _caption(measures: int) -> str:
    return (
        f"B less A, in percentage points, with a 95 % interval (paired bootstrap); p: paired randomisation, {DRAWS:,} "
        f"draws. The p-values are not corrected for there being {measures} measures: where nothing changed, one in "
        "twenty is below 0.05 by chance."
    )


def _figures(heading: str, rows: Mapping[str, Difference]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column(Text(heading))
    for name in ("A", "B", "B − A", "95 %", "p", "n"):
        table.add_column(name, justify="right")
    for name, one in rows.items():
        table.add_row(
            Text(name),
            f"{100 * one.a:.1f}",
            f"{100 * one.b:.1f}",
            f"{100 * one.difference:+.1f}",
            f"{100 * one.low:+.1f} to {100 * one.high:+.1f}",
            f"{one.p:.4f}",
            str(one.n),
        )
    return table


def _settings(changes: Sequence[Change]) -> list[RenderableType]:
    if not changes:
        return [Text("The settings are the same.")]
    table = Table(box=SIMPLE_HEAD)
    for heading in ("setting", "A", "B"):
        table.add_column(heading)
    for change in changes:
        table.add_row(Text(change.name), *(Text(_short(value)) for value in (change.a, change.b)))
    return [table]


def _flips(heading: str, flips: Sequence[Flip]) -> list[RenderableType]:
    shown = [Text(f"{heading}: {len(flips)}", style="bold")]
    for flip in flips[:_MOST_FLIPS]:
        shown += [
            Text(f"  {flip.id} ({flip.type}) {_short(flip.question)}"),
            Text(f"    accepted: {_short(flip.accepted)}"),
            Text(f"    A: {_short(flip.a)}"),
            Text(f"    B: {_short(flip.b)}"),
        ]
    if len(flips) > _MOST_FLIPS:
        shown.append(Text(f"  and {len(flips) - _MOST_FLIPS} more: --json FILE has them all"))
    return [*shown]


def _short(value: Any) -> str:
    """Give a value in one line that is not too long."""
    if value in (None, "", []):
        return "none"
    text = " ".join(("; ".join(map(str, value)) if isinstance(value, list) else str(value)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
