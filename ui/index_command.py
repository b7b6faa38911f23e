"""`dateline index`: takes articles into a library."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich import box
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from index import IndexReport, Library
from index import Progress as Step
from index.readers.source import FIELDS
from ui.console import err, out, print_json, say, show, shown
from ui.opening import open_library

_SHOWN_FAILURES = 20
_SHOWN_REMARKS = 10
_SHOWN_NAME = 40  # characters of a file's name

_DESCRIPTION = """\
Takes every article under the given files and folders into the library. What is in it already and has not changed
is left alone, so the same command brings a library up to date. Read are text, Markdown with front matter, HTML, PDF,
JSON, JSON Lines, CSV and TSV, plain or gzipped; hidden files are passed over. An article that cannot be read is named
at the end; the rest goes in. An article that came again with the same URL and another text supersedes the one before,
which 'dateline articles show ID --version N' still shows.
"""


def _columns(given: str) -> dict[str, str]:
    """The fields and the file's own names of `text=Body,title=Headline`."""
    columns: dict[str, str] = {}
    for pair in given.split(","):
        field, equals, name = (part.strip() for part in pair.partition("="))
        if not equals or not name or field not in FIELDS:
            raise argparse.ArgumentTypeError(
                f"{pair.strip()!r} is not FIELD=NAME, with FIELD one of {', '.join(FIELDS)}"
            )
        columns[field] = name
    return columns


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
    parser.add_argument(
        "--columns",
        type=_columns,
        metavar="FIELD=NAME,...",
        help="what CSV and JSON files call the text, the title and so on, where that is not guessed right: "
        "text=Body,published=Day (fields: text, title, source, published, updated, url, authors, place, id)",
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="remove the articles that were read from under PATH and stand in no file there any more",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Indexes and gives the exit status: 1 where some articles failed, else 0."""
    with open_library(args, embedder=args.embedder) as library:
        report = index_with_progress(library, args.paths, prune=args.prune, columns=args.columns)
        if args.json:
            print_json({"library": str(library.path), **report_as_json(report)})
        else:
            print_report(report, library)
    return 1 if report.failed else 0


def report_as_json(report: IndexReport) -> dict[str, Any]:
    """An index report as JSON values."""
    return asdict(report) | {"seconds": round(report.seconds, 3)}


def index_with_progress(
    library: Library,
    paths: Sequence[str],
    *,
    prune: bool = False,
    columns: Mapping[str, str] | None = None,
) -> IndexReport:
    """Indexes with a progress bar where standard error is a terminal."""
    with _bar() as show:
        return library.index(paths, prune=prune, columns=columns, progress=show)


@contextmanager
def _bar() -> Iterator[Callable[[Step], None] | None]:
    console = err()
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("Indexing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]:,} articles, {task.fields[passages]:,} passages"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[file]}", style="dim", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("index", total=None, articles=0, passages=0, file="")

        def show(step: Step) -> None:
            progress.update(
                task,
                total=step.bytes_total,
                completed=min(step.bytes_done, step.bytes_total),
                articles=step.articles,
                passages=step.passages,
                file=step.file[-_SHOWN_NAME:],
            )

        yield show


def print_report(report: IndexReport, library: Library) -> None:
    """Prints what an index run did as a table, with every failure and its reason."""
    title = shown(f"Library {library.path}")
    # Without padding: between the columns the box has a space, and so every heading fits into 80 columns.
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", padding=0, show_edge=False)
    numbers = {
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "superseded": report.superseded or None,
        "copies": report.copies,
        "removed": report.removed or None,
        "failed": len(report.failed),
        "passages": report.passages,
    }
    told = {name: number for name, number in numbers.items() if number is not None}
    for name in (*told, "seconds"):
        table.add_column(name, justify="right")
    table.add_row(*(f"{number:,}" for number in told.values()), f"{report.seconds:.1f}")
    out().print(table)
    for remark in report.remarks[:_SHOWN_REMARKS]:
        show(out(), remark)
    if len(report.remarks) > _SHOWN_REMARKS:
        show(out(), f"and {len(report.remarks) - _SHOWN_REMARKS:,} more remarks; --json lists them all")
    if report.failed:
        console = out()
        show(console, "Not taken in:")
        for failure in report.failed[:_SHOWN_FAILURES]:
            show(console, f"  {failure.path}: {failure.reason}")
        if len(report.failed) > _SHOWN_FAILURES:
            show(console, f"  and {len(report.failed) - _SHOWN_FAILURES:,} more; --json lists them all")
    if not report.read and not report.failed:
        say("There was no article to read there.")
    if report.vanished:
        what = "1 article was" if report.vanished == 1 else f"{report.vanished:,} articles were"
        say(f"{what} read from there once and in no file there any more; --prune takes them out.")
    for note in report.notes:
        say(note)
