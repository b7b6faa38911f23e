"""The articles of a benchmark as a library of their own, kept in the cache; the user's library is never touched."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.corpus import corpus_hash, earlier_libraries, library_folder
from eval.errors import DatasetError
from eval.parts import recorded
from eval.reading import trained_model
from eval.runner import Options
from index import Filters, Hit, IndexReport, Library
from index import Progress as IndexProgress
from index.weights import find_weights
from rag import Chain
from rag.chain import ABSTAIN_BELOW
from rag.query import anchor_day, understand
from rag.reader import Reader, Reading, SpanReader

Ranking = list[tuple[int, float]]


class PoolLibrary(Library):
    """A library from which articles can be taken away for a question, as if they had never been in it."""

    without: frozenset[str] = frozenset()
    """The ids of the articles that are not to be found."""

    def search_vectors(self, vector: NDArray[np.float32], k: int, filters: Filters | None = None) -> Ranking:
        """As `Library.search_vectors`, of the articles that are left."""
        find = super().search_vectors
        return self._left(k, lambda most: find(vector, most, filters))

    def search_words(self, words: Sequence[str], k: int, filters: Filters | None = None) -> Ranking:
        """As `Library.search_words`, of the articles that are left."""
        find = super().search_words
        return self._left(k, lambda most: find(words, most, filters))

    def _left(self, k: int, find: Callable[[int], Ranking]) -> Ranking:
        """The first `k` of the articles that are left: more and more are looked up until there are so many."""
        most = k
        while True:
            found = find(most)
            left = self._without(found) if self.without else found
            if len(left) >= k or len(found) < most:
                return left[:k]
            most *= 4

    def _without(self, found: Ranking) -> Ranking:
        """The passages whose article is not taken away, in order."""
        articles = self._record().article_ids([seq for seq, _ in found])
        return [hit for hit in found if articles.get(hit[0], "") not in self.without]


@dataclass(frozen=True, slots=True)
class Pool:
    """An indexed pool of articles, and what a run over it must record."""

    library: PoolLibrary
    chain: Chain
    reader: Reader
    settings: Mapping[str, Any]

    def readings(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """What the chain's reader reads in passages, best first; what it read for the same question it remembers."""
        day, _ = anchor_day(None, self.library.summary().newest, date.today())
        return self.reader.read(understand(question, (), Filters(), None, day), hits)


@contextmanager
def open_pool(folder: Path, options: Options, *, articles: int | None = None) -> Iterator[Pool]:
    """Index a folder of articles where that is not done yet, and open it; what is there of it is not made again.

    `articles` is how many there are in it, where that is known: progress then counts articles and not files.
    Raises `index.InputError` for a folder that is not there, `DatasetError` where no article can be read,
    `EvaluationError` where there is no trained reader.
    """
    weights, corpus = find_weights(options.embedder), corpus_hash(folder)
    place = library_folder(corpus, weights.fingerprint)
    model = trained_model()
    with PoolLibrary(place, embedder=weights.name) as library:
        if not place.exists():
            for earlier in earlier_libraries(corpus, weights.fingerprint):
                library.adopt_vectors(earlier)
        indexed = _index(library, folder, options, articles)
        failed = [f"{failure.path}: {failure.reason}" for failure in indexed.failed]
        summary = library.summary()
        if not summary.articles:
            raise DatasetError(f"{folder}: no article could be read. {'; '.join(failed)}")
        settings = {
            "embedder": weights.name,
            "runtime": library.embedder.runtime,
            "threshold": ABSTAIN_BELOW,
            **recorded(options.settings),
            "corpus": corpus,
            "articles": summary.articles,
            "passages": sum(library.passage_counts().values()),
            "notes": list(indexed.notes),
            "failed_articles": failed,
        }
        reader = SpanReader(model, library.embedder, options.settings)
        chain = Chain.open(library, settings=options.settings, reader=reader)
        yield Pool(library, chain, reader, settings)


@contextmanager
def open_records(records: Iterable[Mapping[str, Any]], options: Options) -> Iterator[Pool]:
    """Open a pool of articles given as objects, in the form that `dateline index` reads from JSON Lines.

    Raises `DatasetError` where there is none.
    """
    lines = [json.dumps(record, ensure_ascii=False, sort_keys=True) for record in records]
    if not lines:
        raise DatasetError("There are no articles in the data. Give other data with --data.")
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        (Path(folder) / "articles.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        with open_pool(Path(folder), options, articles=len(lines)) as pool:
            yield pool


def digest(text: str) -> str:
    """Name a text: 12 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _index(library: Library, folder: Path, options: Options, articles: int | None) -> IndexReport:
    """Bring the library up to the articles; little work where it is."""

    def tell(state: IndexProgress) -> None:
        note = f"{state.passages:,} passages" if state.passages else ""
        done, total = (
            (state.bytes_done, state.bytes_total) if articles is None else (state.articles, articles)
        )
        options.tell("Indexing", done, total, note)

    return library.index([folder], progress=tell)
