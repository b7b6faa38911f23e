"""The arguments that several commands of `dateline eval` share, and what is made of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import say
from ui.output import check_file, check_folder
from ui.progress import progress

if TYPE_CHECKING:
    from eval.runner import Options

DONE, BAD_USAGE = 0, 2


def add_draw(parser: argparse.ArgumentParser) -> None:
    """Add what draws some of the questions."""
    parser.add_argument(
        "--limit",
        type=positive,
        metavar="N",
        help="ask N of the questions, drawn at random, of all articles",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="for the draw of --limit (default: 0)"
    )


def add_parts(parser: argparse.ArgumentParser) -> None:
    """Add what turns parts of the chain off."""
    from eval.parts import PARTS

    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=PARTS,
        metavar="PART",
        help=f"turn a part of the chain off, may be given several times: {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--found", type=positive, metavar="N", help="passages that the search gives (default: as shipped)"
    )


def add_output(parser: argparse.ArgumentParser, written: str) -> None:
    """Add what is written, `written` being the files in the folder of --report."""
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )
    parser.add_argument("--report", type=Path, metavar="DIR", help=f"write {written} into a folder")


def check_output(args: argparse.Namespace) -> None:
    """Find out before the work that something cannot be written. Raises `OutputError`."""
    if args.json and not is_standard_output(args.json):
        check_file(args.json)
    if args.report:
        check_folder(args.report)


@contextmanager
def measuring(args: argparse.Namespace) -> Iterator[Options]:
    """Give the options of a run, which keeps its journals, and show how far it is."""
    from dataclasses import replace

    from eval.parts import without
    from eval.runner import Options
    from rag.settings import Settings

    shipped = Settings()
    read, found = args.read or shipped.read, args.found or shipped.found
    settings = without(replace(shipped, read=read, found=max(found, read)), args.without)
    with progress() as show:
        try:
            yield Options(args.limit, args.seed, args.mode, settings=settings, progress=show, journals=[])
        except KeyboardInterrupt:
            say("What was measured so far is kept; the same command goes on from there.")
            raise


def positive(text: str) -> int:
    """A whole number from 1 up."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def listed(each: Callable[[str], object]) -> Callable[[str], list[object]]:
    """What reads a list with commas, each member by `each`."""

    def read(text: str) -> list[object]:
        return [each(part.strip()) for part in text.split(",")]

    return read


def is_standard_output(file: Path | None) -> bool:
    """Whether a file stands for standard output."""
    return file is not None and str(file) == "-"


def write_json(file: Path, text: str) -> None:
    """Write JSON to a file or to standard output. Raises `OutputError`."""
    from ui.output import save

    if is_standard_output(file):
        sys.stdout.write(text)
    else:
        save(file, text)
