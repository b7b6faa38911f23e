"""`dateline eval`: measures how good the answers are, and says what runs are worth beside each other."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import err, out, say
from ui.eval_arguments import (
    BAD_USAGE,
    DONE,
    add_draw,
    add_output,
    add_parts,
    check_output,
    is_standard_output,
    measuring,
    positive,
    write_json,
)
from ui.eval_runs import add_runs
from ui.eval_series import add_series
from ui.output import save

if TYPE_CHECKING:
    from eval.report import Report

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
_WITHOUT_CHAIN = frozenset({"support", "copies"})
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
    add_series(names)
    add_runs(names)
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
    parser.set_defaults(run=_measure, benchmark=name, articles=None, found=None, read=None, without=())
    parser.add_argument(
        "--data",
        type=Path,
        metavar=metavar,
        required=not own,
        help=data or "the questions, one JSON object a line",
    )
    if own:
        parser.add_argument("--articles", type=Path, metavar="DIR", help="the articles that they are about")
    add_draw(parser)
    parser.add_argument(
        "--mode",
        choices=("extractive", "llm"),
        default="extractive",
        help="answers of the articles' own sentences, or of the configured language model (default: extractive)",
    )
    if name not in _WITHOUT_CHAIN:
        add_parts(parser)
        parser.add_argument(
            "--read", type=positive, metavar="N", help="passages that are read (default: as shipped)"
        )
    add_output(parser, "report.html, report.md and report.json")


def _help(args: argparse.Namespace) -> int:
    args.show_help()
    return BAD_USAGE


def _measure(args: argparse.Namespace) -> int:
    """Run a benchmark, show the figures and give 0.

    Raises what is wrong with the input as `DatasetError`, `OutputError` (ValueErrors) or `index.LibraryError`.
    """
    from eval.registry import run_benchmark

    check_output(args)
    with measuring(args) as options:
        report = run_benchmark(args.benchmark, args.data, args.articles, options)
    _write(report, args.json, args.report)
    options.forget()
    return DONE


def _write(report: Report, json: Path | None, folder: Path | None) -> None:
    from eval.render import to_markdown, to_table

    (err() if is_standard_output(json) else out()).print(to_table(report))
    if json:
        write_json(json, report.to_json())
    if folder:
        from eval.page import to_html

        save(folder / "report.json", report.to_json())
        save(folder / "report.md", to_markdown(report))
        save(folder / "report.html", to_html(report.to_dict()))
        say(f"The report is {folder / 'report.html'}.")
