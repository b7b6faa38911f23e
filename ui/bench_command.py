"""`dateline bench`: how fast Dateline is beside the plain pipeline of LlamaIndex's documentation, and by itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import err, out, say
from ui.output import check_file, check_folder, save
from ui.progress import progress

if TYPE_CHECKING:
    from eval.bench.report import Report
    from eval.runner import Step

DONE, FAILED = 0, 3
_STDOUT = Path("-")

_DESCRIPTION = """\
Measures Dateline beside a plain pipeline (LlamaIndex, Chroma, sentence-transformers, as their documentation writes
it) on the same articles, with the same model and passages of the same size: indexing, memory, size on the disk,
first answer, retrieval and answers, indexing again. The two alternate, each in processes of their own. Then, with
random vectors in the model's place, how both grow. Only a temporary folder and the cache are written to, and your
library is not touched. Interrupted, the same command goes on where it was.

On two idle cores that takes about half an hour, of which the plain pipeline's embedding is the largest part; it
needs 2 GB in the temporary folder (TMPDIR). Leave the machine alone meanwhile.

--whole measures in addition what Dateline alone does with all the articles of --data, --only-whole nothing else:
indexing (speed, memory at three sizes), unchanged articles again, retrieval with and without filters by date and
source, opening a library whose indexes are lost, and what a kill in the middle of indexing does. For 5,000 articles of
news length that takes about 25 minutes, and 2 GB in the cache (DATELINE_CACHE) until it is done.
"""
_EXAMPLE = """\
examples:
  dateline bench --report bench
  dateline bench --data my-articles --passages 500 --rounds 1 --growth none
  dateline bench --data my-articles --only-whole --report whole
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add `bench` to the command line."""
    parser = subparsers.add_parser(
        "bench",
        help="measure how fast it is, beside a plain LlamaIndex pipeline",
        description=_DESCRIPTION,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, metavar="PATH", help="articles, plain or gzipped (default: invented ones)"
    )
    parser.add_argument(
        "--passages", type=_sizes, default=(1_000, 5_000), metavar="N,N", help="sizes (default: 1000,5000)"
    )
    parser.add_argument(
        "--rounds", type=_positive, default=3, metavar="N", help="times each is measured (default: 3)"
    )
    parser.add_argument(
        "--growth",
        type=_sizes_or_none,
        default=(1_000, 5_000, 20_000, 50_000, 100_000),
        metavar="N,N|none",
        help="sizes without embedding (default: 1000,5000,20000,50000,100000)",
    )
    parser.add_argument(
        "--questions", type=_positive, default=100, metavar="N", help="asked at each size (default: 100)"
    )
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument(
        "--whole", action="store_true", help="also measure Dateline by itself over all the articles"
    )
    whole.add_argument(
        "--only-whole", action="store_true", help="measure that alone; the plain pipeline is not needed"
    )
    parser.add_argument(
        "--kills",
        type=_count,
        default=20,
        metavar="N",
        help="processes that are killed while they index, with --whole or --only-whole (default: 20)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="draws the articles (default: 0)")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write report.html, report.md and report.json there"
    )
    parser.add_argument(
        "--restart", action="store_true", help="measure everything anew, whatever an interrupted run measured"
    )
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Measure, show the figures and give 0; 3 where a measurement could not be made.

    Raises what is wrong with the input as `NotInstalledError`, `DatasetError`, `OutputError` (ValueErrors) or
    `index.InputError`.
    """
    from eval.bench.child import WorkerError
    from eval.bench.packages import check_installed
    from eval.bench.plan import Options
    from eval.bench.run import run_bench

    if not args.only_whole:
        check_installed()
    if args.json and args.json != _STDOUT:
        check_file(args.json)
    if args.report:
        check_folder(args.report)
    options = Options(
        args.data,
        () if args.only_whole else args.passages,
        args.rounds,
        () if args.only_whole else args.growth,
        args.questions,
        args.seed,
        args.whole or args.only_whole,
        args.kills,
    )
    try:
        with _steps() as show:
            report = run_bench(options, restart=args.restart, progress=show)
    except WorkerError as error:
        say(f"dateline bench: {error}")
        return FAILED
    except KeyboardInterrupt:
        say("What was measured is kept: the same command goes on where it was.")
        raise
    _write(report, args.json, args.report)
    return DONE


def _write(report: Report, json: Path | None, folder: Path | None) -> None:
    from eval.bench.render import to_markdown, to_table

    if json == _STDOUT:
        err().print(to_table(report))
        sys.stdout.write(report.to_json())
    else:
        out().print(to_table(report))
        if json:
            save(json, report.to_json())
    if folder:
        from eval.bench.page import to_html

        save(folder / "report.json", report.to_json())
        save(folder / "report.md", to_markdown(report))
        save(folder / "report.html", to_html(report))


@contextmanager
def _steps() -> Iterator[Callable[[Step], None]]:
    """Show a bar on a terminal, else a line for each measurement, on standard error."""
    if sys.stderr.isatty():
        with progress() as show:
            yield show
    else:
        yield lambda step: say(f"[{step.done}/{step.total}] {step.note}")


def _count(text: str) -> int:
    return 0 if text == "0" else _positive(text)


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({_positive(part.strip().replace("_", "")) for part in text.split(",")}))


def _sizes_or_none(text: str) -> tuple[int, ...]:
    return () if text == "none" else _sizes(text)
