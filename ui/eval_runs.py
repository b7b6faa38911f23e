"""`dateline eval compare`, `worst` and `new`: what is made of runs that were written, and of a library."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from index.library import Library
from ui.console import out, print_json, say
from ui.eval_arguments import DONE, is_standard_output, positive, write_json
from ui.output import check_file, save

_COMPARE = """\
Compares two runs of one benchmark on the questions that both asked: the difference of each figure with a 95 %
interval and a p-value (paired), the questions that went from right to wrong or back, and the settings that differ.
"""
_WORST = """\
Shows where the answers of a run were lost, stage by stage, and its worst questions: the wrong answers of which it was
surest, and the questions that it refused in error, least sure first, each with the stage where it was lost.
"""
_NEW = """\
Writes a template of a suite: sentences of the library's articles that hold a fact, each waiting for a question and
its accepted answers. Fill in "question" and "answers", delete the lines you do not want, and run it with
'dateline eval suite --data FILE --articles DIR' over the folder that the library was made from.
"""


def add_runs(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the three commands."""
    parser = names.add_parser("compare", help="what changed between two runs", description=_COMPARE)
    parser.set_defaults(run=_compare)
    parser.add_argument("before", type=Path, metavar="A.json", help="the earlier run, as --json wrote it")
    parser.add_argument("after", type=Path, metavar="B.json", help="the later run")
    _add_json(parser)
    parser = names.add_parser("worst", help="the worst questions of a run, and why", description=_WORST)
    parser.set_defaults(run=_worst)
    parser.add_argument("file", type=Path, metavar="RUN.json", help="a run, as --json wrote it")
    parser.add_argument(
        "--count", type=positive, default=20, metavar="N", help="how many of each sort (default: 20)"
    )
    _add_json(parser)
    parser = names.add_parser("new", help="a template for questions on your articles", description=_NEW)
    parser.set_defaults(run=_new)
    parser.add_argument(
        "--count", type=positive, default=20, metavar="N", help="how many sentences to draw (default: 20)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="for the draw (default: 0)")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write it here and not to standard output"
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )


def _compare(args: argparse.Namespace) -> int:
    from eval.compare import compare
    from eval.compare_render import to_table
    from eval.report import load_run

    _check_json(args.json)
    comparison = compare(load_run(args.before), load_run(args.after))
    return _given(args.json, comparison.to_dict(), to_table(comparison))


def _worst(args: argparse.Namespace) -> int:
    from eval.report import load_run
    from eval.worst import worst
    from eval.worst_render import to_table

    _check_json(args.json)
    _, items = load_run(args.file)
    found = worst(items, args.count)
    return _given(args.json, found.to_dict(), to_table(found))


def _check_json(path: Path | None) -> None:
    """A file that cannot be written is said before anything is computed."""
    if path and not is_standard_output(path):
        check_file(path)


def _given(path: Path | None, value: dict[str, Any], table: RenderableType) -> int:
    """What was found as a table, as JSON on standard output, or as both: the table shown, the JSON in a file."""
    if is_standard_output(path):
        print_json(value)
        return DONE
    out().print(table)
    if path:
        write_json(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    return DONE


def _new(args: argparse.Namespace) -> int:
    from eval.template import template

    if args.output:
        check_file(args.output)
    with Library.open(args.library) as library:
        text = template(library, args.count, args.seed)
    if args.output:
        save(args.output, text)
        say(f"{args.output} is written. Fill in each question and its answers.")
    else:
        sys.stdout.write(text)
    return DONE
