"""Shows a report to people: Markdown for a document, a table for a terminal."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from eval.intervals import Estimate
from eval.measures.normalise import without_markers
from eval.outcome import Item, Outcome
from eval.report import Report

_BY_KIND = ("answer_correct", "f1_abstaining", "citation_precision", "hits@10")


def to_markdown(report: Report) -> str:
    """Write the report as Markdown: settings, figures, figures by kind, and the questions that went wrong."""
    settings = [[name, _setting(value)] for name, value in report.settings.items()]
    kinds = [
        [kind, str(measures["answer_correct"].n), *(_percent(measures.get(name)) for name in _BY_KIND)]
        for kind, measures in report.by_kind.items()
    ]
    parts = [
        f"# {report.benchmark}: {len(report.items)} questions",
        _markdown(["setting", "value"], settings),
        "## Measures\n\nShares in per cent; the 95 % interval is a bootstrap over questions, n the number of "
        "questions that\nbear on the measure.",
        _markdown(["measure", "value", "95 %", "n"], [_row(*pair) for pair in report.measures.items()]),
    ]
    if report.skipped:
        parts.append(f"Left out, as no question bears on them: {', '.join(report.skipped)}.")
    parts += ["## By kind", _markdown(["kind", "n", *_BY_KIND], kinds), "## Not right"]
    wrong = [item for item in report.items if not item.correct]
    columns = ["id", "kind", "question", "answered", "accepted"]
    parts.append(_markdown(columns, [_wrong(item) for item in wrong]) if wrong else "None.")
    return "\n\n".join(parts) + "\n"


def to_table(report: Report) -> Group:
    """Lay the report out for a terminal: figures, answers right by kind, ids of those that were not."""
    settings = report.settings
    figures = Table(
        title=Text(f"{report.benchmark}: {len(report.items)} questions, {settings.get('articles')} articles"),
        box=SIMPLE_HEAD,
        title_justify="left",
    )
    figures.add_column("measure")
    for heading in ("value", "95 %", "n"):
        figures.add_column(heading, justify="right")
    for pair in report.measures.items():
        figures.add_row(*_row(*pair))
    kinds = Table(box=SIMPLE_HEAD)
    kinds.add_column("kind")
    for heading in ("right", "of"):
        kinds.add_column(heading, justify="right")
    for kind in report.by_kind:
        of_kind = [item for item in report.items if item.question.type == kind]
        kinds.add_row(Text(kind), str(sum(item.correct for item in of_kind)), str(len(of_kind)))
    wrong = [item.question.id for item in report.items if not item.correct]
    lines = [Text(f"Not right: {', '.join(wrong)}" if wrong else "All right.")]
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
    return Group(figures, kinds, *lines)


def _row(name: str, figure: Estimate) -> list[str]:
    interval = f"{100 * figure.low:.1f}–{100 * figure.high:.1f}"
    return [name, _percent(figure), interval, str(figure.n)]


def _percent(figure: Estimate | None) -> str:
    return "–" if figure is None else f"{100 * figure.value:.1f}"


def _setting(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return "none" if value in (None, "") else str(value)


def _wrong(item: Item) -> list[str]:
    """Give the row of a question that went wrong; of a conversation the first turn that did."""
    outcome = next(outcome for outcome in item.outcomes if not outcome.correct)
    return [item.question.id, item.question.type, outcome.turn.question, _said(outcome), _accepted(outcome)]


def _said(outcome: Outcome) -> str:
    answer = outcome.answer
    return "(abstained)" if answer.abstained else answer.short or without_markers(answer.text)


def _accepted(outcome: Outcome) -> str:
    turn = outcome.turn
    if turn.answers is None:
        return "(the articles do not say)"
    return " and ".join(" / ".join(group) for group in turn.all_of or (turn.answers,))


def _markdown(columns: list[str], rows: list[list[str]]) -> str:
    head = [columns, ["---"] * len(columns)]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in head + rows)


def _cell(text: str) -> str:
    """Make one line of Markdown that shows the text as it is."""
    for mark, shown in {"\\": "\\\\", "|": "\\|", "<": "&lt;", "*": "\\*", "`": "\\`", "[": "\\["}.items():
        text = text.replace(mark, shown)
    return " ".join(text.split())
