"""Shows how far a long run is: a bar on a terminal, a line now and then in a file or a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ui.console import err, say

if TYPE_CHECKING:
    from eval.runner import Step

_EVERY = 30.0  # seconds between two lines


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """Give what shows a step, on standard error."""
    if not sys.stderr.isatty():
        yield _Lines().show
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=err(), transient=True) as bar:
        tasks = {}

        def show(step: Step) -> None:
            if step.doing not in tasks:
                tasks[step.doing] = bar.add_task(step.doing, total=step.total, note=step.note)
            bar.update(tasks[step.doing], completed=step.done, total=step.total, note=step.note)

        yield show


class _Lines:
    """A line every half minute: none at all for what is done sooner."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def show(self, step: Step) -> None:
        """Say where it is, if it is time."""
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            say(f"{step.doing}: {step.done:,} of {step.total:,}{f' ({step.note})' if step.note else ''}")
