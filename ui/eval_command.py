"""`dateline eval`: measures how good the answers are, compares two runs, makes a template for questions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from index.library import Library
from ui.console import err, out, print_json, say
from ui.output import check_file, check_folder, save
from ui.progress import progress

if TYPE_CHECKING:
    from eval.report import Report

DONE, BAD_USAGE = 0, 2
_BENCHMARKS = {
    "suite": ("questions and articles of yours, or the built-in ones", "QUESTIONS.jsonl", ""),
    "squad": ("SQuAD 1.1 or 2.0: the reader alone", "FILE", "a JSON file in the format of SQuAD"),
    "clapnq": (
        "CLAPNQ: long answers from a given passage",
        "PATH",
        "its answerable and unanswerable questions: a folder with both, or one file",
    ),
    "realtimeqa": (
        "RealTimeQA: news quizzes over a year of articles",
        "DIR",
        "the folder of a year, with its questions and its articles",
    ),
    "multihop_rag": ("MultiHop-RAG: questions over several articles", "FILE", "its questions"),
    "mtrag": ("MT-RAG: questions at the end of a conversation", "FILE", "its tasks"),
    "rgb": ("RGB: noise, silence and false passages", "FILE", "its questions"),
    "support": (
        "AttributionBench and QAGS: whether a claim is borne out",
        "PATH",
        "the claims: a file of either, or a folder",
    ),
    "copies": (
        "Copies: whether edited reports find their original, and others keep apart",
        "PATH",
        "articles, at least five of 300 words or more: a file or a folder, as 'dateline index' reads them; a "
        "questions.jsonl beside them that names the articles on one event makes pairs to be kept apart",
    ),
}
_SUITE = """\
Asks a suite of questions and measures the answers: are they right, do the citations point at the evidence,
is it silent where the articles are, was the evidence found. Without --data and --articles it is the
built-in suite over the bundled sample articles. Articles are indexed in the cache; your library is not touched.
"""
_EXAMPLE = """\
example:
  dateline eval suite --data questions.jsonl --articles my-articles --json run.json --report run

A line of questions.jsonl, and one for a question that the articles do not answer:
  {"id": "q1", "type": "number", "question": "How many ships sank?", "answers": ["three", "3"],
   "evidence": [{"article": "storm.txt", "quote": "three ships sank"}]}      (all on one line)
  {"id": "q2", "type": "unanswerable", "question": "Who owned them?", "answers": null, "evidence": []}

"article" is a file name or an article id. Where several things must be said, "all_of" lists the alternatives
of each: [["three", "3"], ["Varro"]]. A conversation has "turns": [{"question", "answers", "evidence"}, ...] in
the place of "question". 'dateline eval new' writes a template of such a file from your library.
"""
_OTHER = "Files may be plain or gzipped. Articles are indexed in the cache; your library is not touched."
_COMPARE = """\
Compares two runs of one benchmark on the questions that both asked: the difference of each figure with a 95 %
interval and a p-value (paired), the questions that went from right to wrong or back, and the settings that differ.
"""
_NEW = """\
Writes a template of a suite: sentences of the library's articles that hold a fact, each waiting for a question and
its accepted answers. Fill in "question" and "answers", delete the lines you do not want, and run it with
'dateline eval suite --data FILE --articles DIR' over the folder that the library was made from.
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add `eval` and its benchmarks to the command line."""
    parser = subparsers.add_parser(
        "eval",
        help="measure how good the answers are",
        description="Measures how good the answers are, with 95 % confidence intervals.",
    )
    parser.set_defaults(run=_help, show_help=parser.print_help)
    names = parser.add_subparsers(title="benchmarks", metavar="NAME")
    for name, (text, metavar, data) in _BENCHMARKS.items():
        _add_benchmark(names, name, text, metavar, data)
    _add_compare(names)
    _add_new(names)
    return parser


def _add_benchmark(
    names: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str, metavar: str, data: str
) -> None:
    own = name == "suite"
    parser = names.add_parser(
        name,
        help=text,
        description=_SUITE if own else f"{text[0].upper()}{text[1:]}. {_OTHER}",
        epilog=_EXAMPLE if own else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_measure, benchmark=name, articles=None)
    parser.add_argument(
        "--data",
        type=Path,
        metavar=metavar,
        required=not own,
        help=data or "the questions, one JSON object a line",
    )
    if own:
        parser.add_argument("--articles", type=Path, metavar="DIR", help="the articles that they are about")
    parser.add_argument(
        "--limit",
        type=_positive,
        metavar="N",
        help="ask N of the questions, drawn at random, of all articles",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="for the draw of --limit (default: 0)"
    )
    parser.add_argument(
        "--mode",
        choices=("extractive", "llm"),
        default="extractive",
        help="answers of the articles' own sentences, or of the configured language model (default: extractive)",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write report.html, report.md and report.json into a folder",
    )


def _add_compare(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = names.add_parser("compare", help="what changed between two runs", description=_COMPARE)
    parser.set_defaults(run=_compare)
    parser.add_argument("before", type=Path, metavar="A.json", help="the earlier run, as --json wrote it")
    parser.add_argument("after", type=Path, metavar="B.json", help="the later run")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything as JSON; - is standard output"
    )


def _add_new(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = names.add_parser("new", help="a template for questions on your articles", description=_NEW)
    parser.set_defaults(run=_new)
    parser.add_argument(
        "--count", type=_positive, default=20, metavar="N", help="how many sentences to draw (default: 20)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="for the draw (default: 0)")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write it here and not to standard output"
    )


def _help(args: argparse.Namespace) -> int:
    args.show_help()
    return BAD_USAGE


def _measure(args: argparse.Namespace) -> int:
    """Run a benchmark, show the figures and give 0.

    Raises what is wrong with the input as `DatasetError`, `OutputError` (ValueErrors) or `index.LibraryError`.
    """
    from eval.registry import run_benchmark
    from eval.runner import Options

    if args.json and not _is_standard_output(args.json):
        check_file(args.json)
    if args.report:
        check_folder(args.report)
    with progress() as show:
        options = Options(args.limit, args.seed, args.mode, progress=show, journals=[])
        try:
            report = run_benchmark(args.benchmark, args.data, args.articles, options)
        except KeyboardInterrupt:
            say("What was measured so far is kept; the same command goes on from there.")
            raise
    _write(report, args.json, args.report)
    options.forget()
    return DONE


def _write(report: Report, json: Path | None, folder: Path | None) -> None:
    from eval.render import to_markdown, to_table

    to_standard_output = _is_standard_output(json)
    (err() if to_standard_output else out()).print(to_table(report))
    if to_standard_output:
        sys.stdout.write(report.to_json())
    elif json:
        save(json, report.to_json())
    if folder:
        from eval.page import to_html

        save(folder / "report.json", report.to_json())
        save(folder / "report.md", to_markdown(report))
        save(folder / "report.html", to_html(report.to_dict()))
        say(f"The report is {folder / 'report.html'}.")


def _compare(args: argparse.Namespace) -> int:
    from eval.compare import compare
    from eval.compare_render import to_table
    from eval.report import load_run

    if args.json and not _is_standard_output(args.json):
        check_file(args.json)
    comparison = compare(load_run(args.before), load_run(args.after))
    if _is_standard_output(args.json):
        print_json(comparison.to_dict())
        return DONE
    out().print(to_table(comparison))
    if args.json:
        import json

        save(args.json, json.dumps(comparison.to_dict(), ensure_ascii=False, indent=1) + "\n")
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


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def _is_standard_output(file: Path | None) -> bool:
    return file is not None and str(file) == "-"
