"""Opens the library that the command line names, on the Chroma server it names."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from index import Library
from index.indexes.chroma_server import ChromaServer, parse


def chroma_server(args: argparse.Namespace) -> ChromaServer | None:
    """The server of --chroma or DATELINE_CHROMA, with the token of the environment; None where none is named.

    Raises index.InputError for an address that is none.
    """
    url = args.chroma or os.environ.get("DATELINE_CHROMA", "").strip()
    if not url:
        return None
    return parse(
        url,
        token=os.environ.get("DATELINE_CHROMA_TOKEN") or None,
        header=os.environ.get("DATELINE_CHROMA_HEADER") or None,
    )


def open_library(
    args: argparse.Namespace, path: str | Path | None = None, *, embedder: str | None = None
) -> Library:
    """The library at `path`, else that of --library, else the user's own."""
    return Library.open(path or args.library, embedder=embedder, chroma=chroma_server(args))
