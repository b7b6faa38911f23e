"""Where the articles of a suite are kept indexed: in the cache, for the next run on the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import index
from index.files import find_files
from index.record.database import RECORD_FILE
from index.weights import cache_dir


def corpus_hash(articles: Path) -> str:
    """Digest the relative paths and the bytes of all files that would be indexed: 16 hex digits.

    Raises `index.InputError` where there is no such file or folder.
    """
    digest = hashlib.sha256()
    for file in find_files([articles]):
        digest.update(_content(file.path) + file.relative.encode("utf-8", "surrogateescape") + b"\n")
    return digest.hexdigest()[:16]


def library_folder(corpus: str, embedder: str) -> Path:
    """Give the folder of the library for these articles and this embedder.

    The code that reads and cuts articles is part of the name: a library made by other code would say nothing
    of this one.
    """
    digest = hashlib.sha256()
    for file in sorted(Path(index.__file__).parent.rglob("*.py")):
        digest.update(_content(file))
    return _folder_of_corpus(corpus, embedder) / digest.hexdigest()[:16]


def earlier_libraries(corpus: str, embedder: str) -> list[Path]:
    """Give the libraries that other code made of the same articles with the same embedder: their vectors serve."""
    return sorted(file.parent for file in _folder_of_corpus(corpus, embedder).glob(f"*/{RECORD_FILE}"))


def _folder_of_corpus(corpus: str, embedder: str) -> Path:
    name = hashlib.sha256(f"{corpus} {embedder}".encode()).hexdigest()[:16]
    return cache_dir() / "eval" / "libraries" / name


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
