"""Shows the worst questions of a run: Markdown for a document, tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.markdown import table
from eval.worst import Failure, Worst

_LONGEST = 160  # characters of a text on a terminal


def to_markdown(found: Worst) -> str:
    """Write where answers were lost, and the worst questions, as sections of a Markdown document."""
    if not found.stages:
        return "## Where answers were lost\n\nNone were."
    stages = [[stage, str(count)] for stage, count in found.stages.items()]
    parts = ["## Where answers were lost", table(["stage", "questions"], stages)]
    for title, failures in _sorts(found):
        said = "guess held back" if failures[0].refused else "answered"
        rows = [[_sure(one), one.id, one.question, one.guess, one.accepted, one.stage] for one in failures]
        parts += [
            f"## {title}",
            table(["confidence", "id", "question", said, "accepted", "stage"], rows),
        ]
    return "\n\n".join(parts)


def to_table(found: Worst) -> Group:
    """Lay the same out for a terminal."""
    if not found.stages:
        return Group(Text("No answer was lost."))
    stages = Table(title=Text("Where answers were lost"), box=SIMPLE_HEAD, title_justify="left")
    stages.add_column("stage")
    stages.add_column("questions", justify="right")
    for stage, count in found.stages.items():
        stages.add_row(stage, str(count))
    shown: list[RenderableType] = [stages]
    for title, failures in _sorts(found):
        shown.append(Text(title, style="bold"))
        for one in failures:
            said = "held back" if one.refused else "answered"
            shown += [
                Text(f"  {_sure(one)}  {one.id}: {_short(one.question)}"),
                Text(f"        {said}: {_short(one.guess)}"),
                Text(f"        accepted: {_short(one.accepted)}"),
                Text(f"        {one.stage}", style="dim"),
            ]
    return Group(*shown)


def _sorts(found: Worst) -> list[tuple[str, Sequence[Failure]]]:
    sorts = (
        ("The surest wrong answers", found.wrong),
        ("The least sure false refusals", found.refused),
    )
    return [(title, failures) for title, failures in sorts if failures]


def _sure(failure: Failure) -> str:
    return f"{failure.confidence:.2f}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
