"""`dateline eval ablation` and `depth`: one benchmark, run several times, the runs side by side."""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import err, out, say
from ui.eval_arguments import (
    DONE,
    add_draw,
    add_output,
    add_parts,
    check_output,
    is_standard_output,
    listed,
    measuring,
    positive,
    write_json,
)
from ui.output import save

if TYPE_CHECKING:
    from eval.ablation import Ablation
    from eval.depth import Depths
    from eval.runner import Options

_ABLATION = """\
Runs a benchmark with all parts of the chain on, then without each of them in turn, and sets each run beside the first
one: the change of each figure with a 95 % interval, on the same questions.
"""
_DEPTH = """\
Runs a benchmark with several numbers of passages read: what more reading brings, and what it takes.
"""


def add_series(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    parser = names.add_parser("ablation", help="what each part of the chain is worth", description=_ABLATION)
    parser.set_defaults(run=_ablation)
    _add_benchmark(parser)
    parser.add_argument(
        "--parts",
        type=listed(str),
        metavar="A,B,...",
        help="the parts to turn off in turn (default: all that can matter to the benchmark)",
    )
    parser.add_argument(
        "--read", type=positive, metavar="N", help="passages that are read (default: as shipped)"
    )
    add_output(parser, "ablation.md and ablation.json")
    parser = names.add_parser("depth", help="what reading more passages brings and costs", description=_DEPTH)
    parser.set_defaults(run=_depth)
    _add_benchmark(parser)
    parser.add_argument(
        "--read",
        dest="depths",
        type=listed(positive),
        default=[5, 10, 20, 50],
        metavar="N,M,...",
        help="how many passages are read, run by run (default: 5,10,20,50)",
    )
    add_output(parser, "depth.md and depth.json")


def _add_benchmark(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(mode="extractive", read=None)
    parser.add_argument("benchmark", metavar="NAME", help="a benchmark that asks questions, such as suite")
    parser.add_argument(
        "--data", type=Path, metavar="PATH", help="its data, as 'dateline eval NAME' has them"
    )
    parser.add_argument(
        "--articles", type=Path, metavar="DIR", help="for a suite of your own: the articles it is about"
    )
    add_draw(parser)
    add_parts(parser)


def _ablation(args: argparse.Namespace) -> int:
    """Raises what is wrong with the input as `DatasetError` or `OutputError` (ValueErrors)."""
    from eval.ablation import ablation
    from eval.registry import parts_of_benchmark, run_benchmark

    check_output(args)
    parts = args.parts or [part for part in parts_of_benchmark(args.benchmark) if part not in args.without]
    with measuring(args) as options:
        found = ablation(partial(run_benchmark, args.benchmark, args.data, args.articles), parts, options)
    return _write(found, "ablation", args, options)


def _depth(args: argparse.Namespace) -> int:
    """Raises what is wrong with the input as `DatasetError` or `OutputError` (ValueErrors)."""
    from eval.depth import depths
    from eval.registry import parts_of_benchmark, run_benchmark

    check_output(args)
    parts_of_benchmark(args.benchmark)  # raises where the benchmark reads no passages
    with measuring(args) as options:
        found = depths(partial(run_benchmark, args.benchmark, args.data, args.articles), args.depths, options)
    return _write(found, "depth", args, options)


def _write(found: Ablation | Depths, name: str, args: argparse.Namespace, options: Options) -> int:
    from eval.series_render import to_markdown, to_table

    text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
    (err() if is_standard_output(args.json) else out()).print(to_table(found))
    if args.json:
        write_json(args.json, text)
    if args.report:
        save(args.report / f"{name}.json", text)
        save(args.report / f"{name}.md", to_markdown(found))
        say(f"The table is {args.report / f'{name}.md'}.")
    options.forget()
    return DONE
