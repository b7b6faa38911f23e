"""What the measurements of a whole library share: articles in both packings, and the libraries made of them.

They lie in a folder that outlives an interruption: the library of all articles takes minutes to make.
"""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import corpus
from eval.bench.child import run_worker
from eval.bench.corpus import Piece
from eval.bench.job import Job
from eval.bench.whole.plan import DAMAGED, REOPENED_PASSAGES

_AGO_NS = 3600 * 10**9  # a file that was written just now is read again: it might be written to once more
_INDEXES = ("vectors", "words")


@dataclass(frozen=True, slots=True)
class Stock:
    """The articles in a fixed order, the folder in which what is made of them stays, one for temporary files."""

    pieces: Sequence[Piece]
    kept: Path
    folder: Path

    def share(self, of: int) -> Sequence[Piece]:
        """The first articles, that make one `of`-th of all passages."""
        return corpus.first(self.pieces, -(-passages(self.pieces) // of))

    def one_file(self, of: int = 1) -> Path:
        """A share of the articles in one gzipped file of JSON Lines."""
        return self._file(f"articles-{of}.jsonl.gz", self.share(of))

    def _file(self, name: str, pieces: Sequence[Piece]) -> Path:
        file = self.kept / name
        if not file.exists():
            making = self.kept / f"making-{name}"
            lines = "".join(f"{piece.to_json()}\n" for piece in pieces)
            making.write_bytes(gzip.compress(lines.encode("utf-8", "surrogatepass"), 6))
            touch([making])
            making.rename(file)
        return file

    def file_each(self) -> Path:
        """All articles in a folder, each in a file of its own."""
        folder = self.kept / "articles"
        if not folder.exists():
            making = self._fresh("making-articles")
            corpus.write(self.pieces, making)
            touch(making.iterdir())
            making.rename(folder)
        return folder

    @property
    def library(self) -> Path:
        """Where the library of all articles is, or is to be."""
        return self.kept / "library"

    @property
    def files_known(self) -> Path:
        """A file that is there once the library has seen the articles in files of their own."""
        return self.kept / "files-known"

    def making(self) -> Path:
        """Where a library is made: nothing is there, and what an interrupted run left there is gone."""
        return self._fresh("making-library")

    def reopened(self) -> tuple[Path, int]:
        """A library of as many passages as are opened without indexes, and how many those are.

        It takes its vectors from the library of all articles.
        """
        pieces = corpus.first(self.pieces, REOPENED_PASSAGES)
        if len(pieces) == len(self.pieces):
            return self.library, passages(pieces)
        library = self.kept / "reopened"
        if not library.exists():
            making = self.making()
            file = self._file("articles-reopened.jsonl.gz", pieces)
            job = Job("adopt", articles=str(file), more=str(self.library), store=str(making))
            run_worker(job, self.folder)
            making.rename(library)
        return library, passages(pieces)

    def _fresh(self, name: str) -> Path:
        folder = self.kept / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder


def passages(pieces: Iterable[Piece]) -> int:
    """How many passages Dateline makes of the articles."""
    return sum(piece.passages for piece in pieces)


def touch(files: Iterable[Path]) -> None:
    """Give the files a new time, an hour ago, that no touch before gave them."""
    now = time.time_ns() - _AGO_NS
    for file in files:
        os.utime(file, ns=(now, now))


def harm(library: Path, how: str) -> None:
    """Delete the derived indexes of a library, or cut every file of theirs in half."""
    for name in _INDEXES:
        if how == DAMAGED:
            for file in (library / name).rglob("*"):
                if file.is_file():
                    os.truncate(file, file.stat().st_size // 2)
        else:
            shutil.rmtree(library / name)
