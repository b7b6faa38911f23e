"""`dateline chat`: the web chat, over the user's library, the sample articles, or a folder."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from index import Library, LibraryNotFoundError
from index.embedding import model_is_ready
from index.library import default_path
from index.samples import samples_path
from ui.console import out, say, show
from ui.index_command import index_with_progress, print_report
from ui.opening import open_library

_DESCRIPTION = """\
Serves the chat in the browser. Without PATH it asks the library of --library or, where that is not given, the
user's own; while that one is empty, the sample articles, which live in a library of their own. With PATH it first
takes in the articles there, into the library of --library or one named after the folder.
"""
_FIRST_TIME = (
    "Making the model ready for this machine, once: half a minute or so. Then taking in the articles."
)
SAMPLE_QUESTIONS = (
    "How many people are still missing from the Tamsay Star?",
    "When were the 225 Chinese arrested in Phnom Penh?",
    "What was the balloon over Haldrisk carrying?",
    "Who won the Velmora Cup?",
    "What is the capital of France?",
)
"""Questions for a first try on the sample articles: they answer all but the last, which shows how silence looks."""


class AddressError(ValueError):
    """The host and port that were given cannot be served on."""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `chat` to the command line."""
    parser = subparsers.add_parser(
        "chat",
        help="ask in the browser",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file or a folder of articles to take in")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to serve on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=7860, help="the port (default: 7860; 0 takes a free one)")
    parser.set_defaults(run=run)
    return parser


def samples_library() -> Path:
    """Where the library of the sample articles is: beside the user's own, never in it."""
    own = _own()
    return own.with_name(f"{own.name}-samples")


def _own() -> Path:
    """Where the user's own library is, as a path with a name, which "." has not."""
    return default_path().resolve()


def folder_library(paths: Sequence[str]) -> Path:
    """Where the library of a folder is: named after it, and apart from other folders of the same name."""
    resolved = [str(Path(path).expanduser().resolve()) for path in paths]
    own, first = _own(), Path(resolved[0])
    given = first.name if first.is_dir() else first.stem
    name = "".join(mark if mark.isalnum() or mark in "-_" else "-" for mark in given)[:60] or "articles"
    digest = hashlib.sha256("\n".join(resolved).encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return own.with_name(f"{own.name}-{name}-{digest}")


def choose_library(library: str | None, paths: Sequence[str]) -> tuple[Path, list[str]]:
    """The library to ask and what to take into it first."""
    if library is not None:
        return Path(library).expanduser(), list(paths)
    if paths:
        return folder_library(paths), list(paths)
    try:
        with Library.open(None) as own:
            if own.summary().articles:
                return own.path, []
    except LibraryNotFoundError:
        pass  # nothing was indexed yet
    return samples_library(), [str(samples_path())]


def _articles(library: Library) -> int:
    """How many articles a library has; a missing one is made."""
    try:
        return library.summary().articles
    except LibraryNotFoundError:
        library.path.mkdir(parents=True)
        return 0


def run(args: argparse.Namespace) -> int:
    """Takes in what was given and serves the chat until interrupted."""
    path, take_in = choose_library(args.library, args.paths)
    examples: Sequence[str] = SAMPLE_QUESTIONS if path == samples_library() else ()
    library = open_library(args, path)
    if take_in:
        say("Taking in the articles." if model_is_ready() else _FIRST_TIME)
        report = index_with_progress(library, take_in)
        if args.paths or report.new or report.changed or report.failed:
            print_report(report, library)
    if not _articles(library):
        say(f"The library {path} is empty. Add articles with 'dateline index FOLDER --library {path}'.")
    from rag import Chain
    from ui.web import ServeError, serve  # imports Gradio, which takes seconds

    try:
        serve(
            Chain.open(library),
            host=args.host,
            port=args.port,
            examples=examples,
            on_ready=lambda url: show(out(), f"Dateline is ready at {url.rstrip('/')} (stop it with Ctrl+C)"),
        )
    except ServeError as error:
        raise AddressError(str(error)) from error
    return 0
