"""Tables in Markdown that show texts as they are."""

from __future__ import annotations

from collections.abc import Sequence


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, markup: bool = False) -> str:
    """Write a table; each cell is one line, and nothing in it is taken for markup unless it is said to be some."""
    head = [columns, ["---"] * len(columns)]
    shown = str if markup else _cell
    return "\n".join("| " + " | ".join(map(shown, row)) + " |" for row in [*head, *rows])


def _cell(text: str) -> str:
    for mark, shown in {"\\": "\\\\", "|": "\\|", "<": "&lt;", "*": "\\*", "`": "\\`", "[": "\\["}.items():
        text = text.replace(mark, shown)
    return " ".join(text.split())
