"""What several subjects share: the sample library, fresh libraries, small articles and a counting embedder."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Library
from index.embedding import Embedder, open_embedder
from index.samples import samples_path

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts a background job so, and a process that a test starts and interrupts would not end.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    """The two reports that come with the work place, under DATELINE_SHARED; skips where they are not."""
    given = os.environ.get("DATELINE_SHARED")
    folder = Path(given) if given else Path(__file__).resolve().parent.parent.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip(f"no shared articles in {folder}: set DATELINE_SHARED")
    return folder / "articles"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedder; its export is kept in the user's cache, since making it takes long."""
    return open_embedder()


@pytest.fixture(scope="session")
def samples_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the sample articles, for reading only."""
    with Library.open(tmp_path_factory.mktemp("samples") / "library") as library:
        library.index([samples_path()])
        yield library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library whose folder is not there yet."""
    with Library.open(tmp_path / "library") as made:
        yield made


@pytest.fixture
def eval_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keeps the libraries and journals of evaluations in a folder of the test's own, the exported model where it is."""
    for module in ("corpus", "journal"):
        monkeypatch.setattr(f"eval.{module}.cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file under `news`, the folder to index, and gives that folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "news"

    return write


class CountingEmbedder:
    """Passes everything on to a real embedder and keeps what it was asked to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint, self.runtime = embedder.name, embedder.fingerprint, embedder.runtime
        self.texts: list[str] = []
        self.batches: list[list[str]] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """The vectors of the texts."""
        if not query:
            self.texts.extend(texts)
            self.batches.append(list(texts))
        return self._embedder.encode(texts, query=query)


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    """The default embedder, counting."""
    return CountingEmbedder(embedder)
