"""Shows several runs of one benchmark beside each other: an ablation, depths of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from eval.ablation import Ablation
from eval.depth import Depths
from eval.intervals import Estimate
from eval.markdown import table
from eval.paired import Difference
from eval.registry import MAIN
from eval.timing import Timing

_ABLATION = (
    "Shares in per cent; below the first row the change when a part is off, on the same questions, with its 95 % "
    "paired bootstrap\ninterval; in bold where that leaves out 0. Milliseconds are of a whole warm answer."
)
_DEPTHS = "Shares in per cent with 95 % bootstrap intervals over questions; milliseconds are of a whole warm answer."
_NONE = "–"


def to_markdown(series: Ablation | Depths) -> str:
    """Write it as Markdown: one table."""
    title, caption, columns, rows = _laid_out(series, "**")
    return f"# {title}\n\n{caption}\n\n{table(columns, rows, markup=True)}\n"


def to_table(series: Ablation | Depths) -> Group:
    """Lay it out for a terminal."""
    title, caption, columns, rows = _laid_out(series, "")
    laid_out = Table(title=Text(title), box=SIMPLE_HEAD, title_justify="left")
    laid_out.add_column(columns[0])
    for column in columns[1:]:
        laid_out.add_column(Text(column), justify="right")
    for row in rows:
        laid_out.add_row(*map(Text, row))
    return Group(laid_out, Text(caption.replace("; in bold where that leaves out 0", ""), style="dim"))


def _laid_out(series: Ablation | Depths, bold: str) -> tuple[str, str, list[str], list[list[str]]]:
    """The title, the caption, the columns and the rows."""
    if isinstance(series, Depths):
        names = _names(series.benchmark, series.depths[0].measures)
        rows = [
            [str(one.read), *(_figure(one.measures.get(name)) for name in names), *_times(one.timing)]
            for one in series.depths
        ]
        title = f"{series.benchmark}: passages read, {series.questions} questions"
        return title, _DEPTHS, ["passages read", *names, "p50 ms", "p95 ms"], rows
    names = _names(series.benchmark, series.measures)
    first = ["all parts on", *(_figure(series.measures[name]) for name in names), *_times(series.timing)]
    others = [
        [
            f"without {one.part}",
            *(_change(one.measures.get(name), bold) for name in names),
            *_times(one.timing),
        ]
        for one in series.off
    ]
    title = f"{series.benchmark}: ablation, {series.questions} questions"
    return title, _ABLATION, ["", *names, "p50 ms", "p95 ms"], [first, *others]


def _names(benchmark: str, measures: Mapping[str, Estimate]) -> Sequence[str]:
    return [name for name in MAIN[benchmark] if name in measures]


def _figure(figure: Estimate | None) -> str:
    if figure is None:
        return _NONE
    return f"{100 * figure.value:.1f} ({100 * figure.low:.0f}–{100 * figure.high:.0f})"


def _change(change: Difference | None, bold: str) -> str:
    if change is None:
        return _NONE
    mark = bold if change.low > 0 or change.high < 0 else ""
    return f"{mark}{100 * change.difference:+.1f}{mark} ({100 * change.low:+.1f} to {100 * change.high:+.1f})"


def _times(timing: Timing | None) -> list[str]:
    return [f"{timing.p50:.0f}", f"{timing.p95:.0f}"] if timing else [_NONE, _NONE]
