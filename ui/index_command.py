"""`dateline index`: takes articles into a library."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich import box
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from index import IndexReport, Library
from index import Progress as Step
from ui.console import err, out, print_json, say, show, shown

_SHOWN_FAILURES = 20

_DESCRIPTION = """\
Takes every article under the given files and folders into the library. What is in it already and has not changed
is left alone, so the same command brings a library up to date. Read are .txt, .md (with front matter), .json and
.jsonl; hidden files are passed over. An article that cannot be read is named at the end; the rest goes in.
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `index` to the command line."""
    parser = subparsers.add_parser(
        "index",
        help="take in articles: files or folders",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder of articles")
    parser.add_argument(
        "--embedder",
        metavar="MODEL",
        help="a sentence-transformers model, by name or path, for a new library (default: all-MiniLM-L6-v2)",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Indexes and gives the exit status: 1 where some articles failed, else 0."""
    with Library.open(args.library, embedder=args.embedder) as library:
        report = index_with_progress(library, args.paths)
        if args.json:
            print_json({"library": str(library.path), **report_as_json(report)})
        else:
            print_report(report, library)
    return 1 if report.failed else 0


def report_as_json(report: IndexReport) -> dict[str, Any]:
    """An index report as JSON values."""
    return asdict(report) | {"seconds": round(report.seconds, 3)}


def index_with_progress(library: Library, paths: Sequence[str]) -> IndexReport:
    """Indexes with a progress bar where standard error is a terminal."""
    with _bar() as show:
        return library.index(paths, progress=show)


@contextmanager
def _bar() -> Iterator[Callable[[Step], None] | None]:
    console = err()
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("Indexing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[articles]:,} articles, {task.fields[passages]:,} passages"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("index", total=None, articles=0, passages=0)

        def show(step: Step) -> None:
            progress.update(
                task,
                total=step.files_total,
                completed=step.files_done,
                articles=step.articles,
                passages=step.passages,
            )

        yield show


def print_report(report: IndexReport, library: Library) -> None:
    """Prints what an index run did as a table, with every failure and its reason."""
    table = Table(box=box.SIMPLE_HEAD, title=shown(f"Library {library.path}"), title_justify="left")
    for name in ("read", "new", "changed", "unchanged", "copies", "failed", "passages", "seconds"):
        table.add_column(name, justify="right")
    table.add_row(
        *(
            f"{number:,}"
            for number in (
                report.read,
                report.new,
                report.changed,
                report.unchanged,
                report.copies,
                len(report.failed),
                report.passages,
            )
        ),
        f"{report.seconds:.1f}",
    )
    out().print(table)
    if report.failed:
        console = out()
        show(console, "Not taken in:")
        for failure in report.failed[:_SHOWN_FAILURES]:
            show(console, f"  {failure.path}: {failure.reason}")
        if len(report.failed) > _SHOWN_FAILURES:
            show(console, f"  and {len(report.failed) - _SHOWN_FAILURES:,} more; --json lists them all")
    if not report.read and not report.failed:
        say("There was no article to read there.")
    for note in report.notes:
        say(note)
