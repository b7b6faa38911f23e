"""`dateline ask`: one question, one answer."""

from __future__ import annotations

import argparse

from rich.console import Console

from rag import Answer, Chain, Citation
from rag.result import Source
from ui.console import out, print_json, show
from ui.opening import open_library
from ui.words import conflict_line, resolved_line, source_line

_EXAMPLES = """\
examples:
  dateline ask "How many people were arrested on Aug. 2?"
  dateline ask "What happened last week?" --as-of 2024-03-08
  dateline ask "Who won?" --since 2025-01-01 --source "Velmora Wire" --json
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `ask` to the command line."""
    parser = subparsers.add_parser(
        "ask",
        help="ask the articles a question",
        description="Answers a question from the articles of the library, or says that they do not say.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("question", metavar="QUESTION", help="the question, in quotes")
    parser.add_argument(
        "--as-of", metavar="DATE", help="use nothing published later; relative dates count from it"
    )
    parser.add_argument("--since", metavar="DATE", help="only articles published on this day or later")
    parser.add_argument("--until", metavar="DATE", help="only articles published on this day or earlier")
    parser.add_argument(
        "--source", metavar="NAME", action="append", help="only articles of this source; may be repeated"
    )
    parser.add_argument(
        "--mode",
        choices=("auto", "extractive", "llm"),
        default="auto",
        help="sentences of the articles, a language model's checked prose, or whichever is there (default)",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Asks, prints the answer, and gives 0: an abstention is an answer."""
    answer = Chain.open(open_library(args)).answer(
        args.question,
        as_of=args.as_of,
        since=args.since,
        until=args.until,
        sources=args.source,
        mode=args.mode,
    )
    if args.json:
        print_json(answer.to_dict())
    else:
        print_answer(answer, out())
    return 0


def print_answer(answer: Answer, console: Console) -> None:
    """Prints an answer with its sources, conflicts, resolved dates and notes."""
    if answer.short and answer.short != answer.text:
        show(console, f"{answer.short}\n", "bold")
    show(console, answer.text)
    if answer.citations:
        show(console)
        for citation in answer.citations:
            _print_citation(citation, answer, console)
    for conflict in answer.conflicts:
        show(console, "\nThe reports differ, newest first:")
        for value in conflict.values:
            show(console, f"  {conflict_line(value, answer.citations)}")
    if answer.resolved_dates and not answer.abstained:
        show(console)
        for resolved in answer.resolved_dates:
            show(console, resolved_line(resolved), "dim")
    if answer.nearest:
        show(console, "\nThe nearest articles:")
        for near in answer.nearest:
            show(console, f"  {source_line(near.source)}")
    for note in answer.notes:
        show(console, f"\n{note}", "dim")


def _print_citation(citation: Citation, answer: Answer, console: Console) -> None:
    show(console, f"[{citation.n}] {source_line(citation.source)}")
    quote = " ".join(citation.quote.split())
    if quote not in answer.text:  # the answer's own words: an extractive one is made of its quotations
        show(console, f"    “{quote}”", "dim")
    if citation.also_in:
        show(console, f"    also in: {_names(citation.also_in)}", "dim")


def _names(copies: tuple[Source, ...]) -> str:
    return ", ".join(dict.fromkeys(copy.source or copy.title for copy in copies))
