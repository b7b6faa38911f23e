"""Shows a report to people: Markdown for a document, a table for a terminal."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from eval.intervals import Estimate
from eval.markdown import table
from eval.report import Report
from eval.worst import worst
from eval.worst_render import to_markdown as worst_to_markdown

_COLUMNS = 3  # measures by kind that fit a terminal
_NAMED = 40  # questions named on a terminal


def to_markdown(report: Report) -> str:
    """Write the report as Markdown: settings, figures, figures by kind, and the questions that went wrong."""
    settings = [[name, _setting(value)] for name, value in report.settings.items()]
    names = [name for name in report.measures if any(name in of_kind for of_kind in report.by_kind.values())]
    kinds = [
        [kind, *(_percent(measures.get(name)) for name in names)] for kind, measures in report.by_kind.items()
    ]
    parts = [
        f"# {report.benchmark}: {len(report.items)} questions",
        table(["setting", "value"], settings),
        "## Measures\n\nShares in per cent; the 95 % interval is a bootstrap over questions, n the number of "
        "questions that\nbear on the measure.",
        table(["measure", "value", "95 %", "n"], [_row(*pair) for pair in report.measures.items()]),
    ]
    if report.skipped:
        parts.append(f"Left out, as no question bears on them: {', '.join(report.skipped)}.")
    if report.calibration:
        parts += ["## Calibration", _calibration(report)]
    parts += ["## By kind", table(["kind", *names], kinds)]
    if any(item.detail.get("trace") for item in report.items):
        parts.append(worst_to_markdown(worst(report.items)))
    parts.append("## Not right")
    wrong = [
        [item.id, item.type, item.question, item.said, item.accepted]
        for item in report.items
        if item.correct is False
    ]
    columns = ["id", "kind", "question", "answered", "accepted"]
    parts.append(table(columns, wrong) if wrong else "None.")
    return "\n\n".join(parts) + "\n"


def to_table(report: Report) -> Group:
    """Lay the report out for a terminal: figures, answers right by kind, ids of those that were not."""
    settings = report.settings
    over = f", {settings['articles']:,} articles" if settings.get("articles") else ""
    figures = Table(
        title=Text(f"{report.benchmark}: {len(report.items):,} questions{over}"),
        box=SIMPLE_HEAD,
        title_justify="left",
    )
    figures.add_column("measure")
    for heading in ("value", "95 %", "n"):
        figures.add_column(heading, justify="right")
    for pair in report.measures.items():
        figures.add_row(*_row(*pair))
    lines: list[Table | Text] = []
    if report.calibration:
        lines.append(Text(_calibration(report)))
    lines += [_kinds(report), Text(_wrong(report))]
    if report.skipped:
        lines.append(Text(f"Left out, as no question bears on them: {', '.join(report.skipped)}"))
    lines += [
        Text(f"{what}: {', '.join(settings[name])}", style="yellow")
        for name, what in (
            ("notes", "Note"),
            ("failed_articles", "Articles that could not be read"),
            ("evidence_not_found", "Evidence that stands in no article, so counts as missed"),
        )
        if settings.get(name)
    ]
    return Group(figures, *lines)


def _kinds(report: Report) -> Table:
    """By kind the figures that fit beside each other: of each kind the first three that it has."""
    kinds = Table(box=SIMPLE_HEAD)
    kinds.add_column("kind")
    named = dict.fromkeys(name for measures in report.by_kind.values() for name in list(measures)[:3])
    names = list(named)[:_COLUMNS]
    for name in (*names, "n"):
        kinds.add_column(name, justify="right")
    for kind, measures in report.by_kind.items():
        most = max((figure.n for figure in measures.values()), default=0)
        kinds.add_row(Text(kind), *(_percent(measures.get(name)) for name in names), str(most))
    return kinds


def _wrong(report: Report) -> str:
    wrong = [item.id for item in report.items if item.correct is False]
    more = f" and {len(wrong) - _NAMED:,} more (see --json or --report)" if len(wrong) > _NAMED else ""
    return f"Not right: {', '.join(wrong[:_NAMED])}{more}" if wrong else "All right."


def _calibration(report: Report) -> str:
    """One line on how well the confidence tells right from wrong."""
    if report.calibration is None:
        return ""
    aurc, ece = report.calibration.aurc, report.calibration.ece
    return (
        f"Risk when the least confident answers are left out, over all coverages (AURC): {_percent(aurc)}; "
        f"expected calibration error: {_percent(ece)} (n = {aurc.n:,})."
    )


def _row(name: str, figure: Estimate) -> list[str]:
    interval = f"{100 * figure.low:.1f}–{100 * figure.high:.1f}"
    return [name, _percent(figure), interval, str(figure.n)]


def _percent(figure: Estimate | None) -> str:
    return "–" if figure is None else f"{100 * figure.value:.1f}"


def _setting(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, dict):
        value = ", ".join(f"{name} {part}" for name, part in value.items())
    return "none" if value in (None, "") else str(value)
