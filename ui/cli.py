"""The command line: `dateline index|ask|chat|articles|doctor|eval|bench`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from types import FrameType
from typing import TextIO

from index.errors import (
    InputError,
    LibraryError,
    LibraryNotFoundError,
)
from rag.errors import LanguageModelError
from ui import (
    articles_command,
    ask_command,
    bench_command,
    chat_command,
    doctor_command,
    eval_command,
    index_command,
)
from ui.console import say

DONE, BAD_INPUT, UNUSABLE = 0, 2, 3
"""Exit statuses: done; bad usage or input; library locked or unusable. 1 is for `index`: some articles failed."""
_INTERRUPTED = 130

_DESCRIPTION = """\
Dateline answers questions over news articles. Every sentence of an answer carries a quotation that stands,
character for character, in an article; what the articles do not say, it says they do not say.
"""
_EPILOG = """\
first steps:
  dateline chat                          try it in the browser, on the sample articles
  dateline index my-articles             take in a folder of articles: text, HTML, PDF, JSON, CSV, ...
  dateline ask "Who signed the order?"   ask them
  dateline chat my-articles              ask them in the browser, in a library of their own

environment:
  DATELINE_LIBRARY      the library used where --library is not given
  DATELINE_CACHE        where models made ready for this machine are kept
  DATELINE_CHROMA, DATELINE_CHROMA_TOKEN, DATELINE_CHROMA_HEADER
                        a Chroma server for the vectors; the token it wants, sent as "Authorization: Bearer ..."
                        or, as it stands, in the header that is named
  DATELINE_LLM_URL, DATELINE_LLM_MODEL, DATELINE_LLM_KEY
                        any OpenAI-compatible endpoint; with one, answers are its prose, checked
                        against the articles; without one, they are sentences of the articles

exit status:
  0 done (an abstention too)   1 some articles failed, the rest are in
  2 bad usage or input         3 the library is locked by another writer, or cannot be used
"""


def _version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "(not installed)"


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="dateline",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {_version()}")
    _add_shared(parser, default=None)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in (
        index_command,
        ask_command,
        chat_command,
        articles_command,
        eval_command,
        bench_command,
        doctor_command,
    ):
        _add_shared_everywhere(command.add_parser(subparsers))
    return parser


def _add_shared(parser: argparse.ArgumentParser, *, default: object) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        type=_folder,
        default=default,
        help="the library to use (default: DATELINE_LIBRARY, else the user's own)",
    )
    parser.add_argument(
        "--chroma",
        metavar="URL",
        default=default,
        help="search the vectors on a Chroma server, such as http://127.0.0.1:8000 (default: DATELINE_CHROMA, "
        "else in the library's folder)",
    )


def _folder(given: str) -> str:
    if not given.strip():
        raise argparse.ArgumentTypeError("it is empty; give a folder")
    return given


def _add_shared_everywhere(parser: argparse.ArgumentParser) -> None:
    """Takes --library and --chroma after the subcommand too; given there, they outrank those before."""
    _add_shared(parser, default=argparse.SUPPRESS)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for nested in action.choices.values():
                _add_shared_everywhere(nested)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit status."""
    parser = build_parser()
    args = parser.parse_args(arguments)
    if args.command is None:
        parser.print_help()
        return BAD_INPUT
    with _stopped_by_sigterm():
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except (LibraryNotFoundError, InputError, LanguageModelError, ValueError) as error:
        return _fail(args.command, error, BAD_INPUT)
    except LibraryError as error:
        return _fail(args.command, error, UNUSABLE)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader of our output has gone: `| head`
            _silence(sys.stdout)
            return DONE
        return _fail(args.command, error, UNUSABLE)
    except KeyboardInterrupt:
        say("Stopped.")
        return _INTERRUPTED
    return status


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Takes a SIGTERM for Ctrl+C, so that locks are released and files closed; in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _silence(stream: TextIO) -> None:
    """Sends what is still to be written nowhere, or Python would complain of the broken pipe at its end."""
    with suppress(OSError):  # no real file, as in a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fail(command: str, error: Exception, status: int) -> int:
    say(f"dateline {command}: {error}")
    return status


if __name__ == "__main__":
    sys.exit(main())
