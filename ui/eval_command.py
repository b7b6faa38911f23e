"""`dateline eval`: measures how good the answers are and prints, or writes, what was measured."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import err, out

if TYPE_CHECKING:
    from eval.report import Report
    from eval.runner import Step

DONE, BAD_USAGE = 0, 2

_SUITE = """\
Asks a suite of questions and measures the answers: are they right, do the citations point at the evidence,
is it silent where the articles are, was the evidence found. Without --data and --articles it is the
built-in suite over the bundled sample articles. Articles are indexed in the cache; your library is not touched.
"""
_EXAMPLE = """\
example:
  dateline eval suite --data questions.jsonl --articles my-articles --json run.json --markdown run.md

A line of questions.jsonl, and one for a question that the articles do not answer:
  {"id": "q1", "type": "number", "question": "How many ships sank?", "answers": ["three", "3"],
   "evidence": [{"article": "storm.txt", "quote": "three ships sank"}]}      (all on one line)
  {"id": "q2", "type": "unanswerable", "question": "Who owned them?", "answers": null, "evidence": []}
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add `eval` and its suites to the command line."""
    parser = subparsers.add_parser(
        "eval",
        help="measure how good the answers are",
        description="Measures how good the answers are, with 95 % confidence intervals.",
    )
    parser.set_defaults(run=run, suite=None, show_help=parser.print_help)
    suites = parser.add_subparsers(title="suites", metavar="SUITE", dest="suite")
    suite = suites.add_parser(
        "suite",
        help="questions and articles of yours, or the built-in ones",
        description=_SUITE,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    suite.add_argument(
        "--data", type=Path, metavar="QUESTIONS.jsonl", help="the questions, one JSON object a line"
    )
    suite.add_argument("--articles", type=Path, metavar="DIR", help="the articles that they are about")
    suite.add_argument("--limit", type=_positive, metavar="N", help="ask N of the questions, drawn at random")
    suite.add_argument(
        "--seed", type=int, default=0, metavar="S", help="for the draw of --limit (default: 0)"
    )
    suite.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )
    suite.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables as Markdown")
    return parser


def run(args: argparse.Namespace) -> int:
    """Run a suite, show the figures and give 0; 2 where no suite is named.

    Raises what is wrong with the input as `DatasetError`, `OutputError` (ValueErrors) or `index.LibraryError`.
    """
    if args.suite is None:
        args.show_help()
        return BAD_USAGE
    from eval.suite import run_suite

    _check_output(None if _is_standard_output(args.json) else args.json, args.markdown)
    with _progress() as progress:
        report = run_suite(args.data, args.articles, limit=args.limit, seed=args.seed, progress=progress)
    _write(report, args.json, args.markdown)
    return DONE


class OutputError(ValueError):
    """A file of the report cannot be written."""


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def _is_standard_output(file: Path | None) -> bool:
    return file is not None and str(file) == "-"


def _check_output(*files: Path | None) -> None:
    """Find out before the run, not after it, that a file cannot be written."""
    for file in filter(None, files):
        if str(file) == "-":
            raise OutputError("--markdown -: only --json goes to standard output. Give the name of a file.")
        if file.is_dir():
            raise OutputError(f"{file}: this is a folder. Give the name of a file to write.")
        if not file.absolute().parent.is_dir():
            raise OutputError(f"{file}: there is no folder {file.absolute().parent}. Make it first.")


def _write(report: Report, json: Path | None, markdown: Path | None) -> None:
    from eval.render import to_markdown, to_table

    if _is_standard_output(json):
        err().print(to_table(report))
        sys.stdout.write(report.to_json())
    else:
        out().print(to_table(report))
        if json:
            _save(json, report.to_json())
    if markdown:
        _save(markdown, to_markdown(report))


def _save(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}). Choose another file.") from error


@contextmanager
def _progress() -> Iterator[Callable[[Step], None] | None]:
    """Show a bar on standard error while it is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress, TaskID

    with Progress(console=err(), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(step: Step) -> None:
            if step.doing not in tasks:
                tasks[step.doing] = bar.add_task(step.doing, total=step.total)
            bar.update(tasks[step.doing], completed=step.done, total=step.total)

        yield show
