"""The library: one folder with everything about a collection of articles. The facade of this package."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_dir

from index.article import Article, Hit, Passage
from index.dates import TimeExpression
from index.embedding import Embedder, open_embedder
from index.errors import (
    EmbedderError,
    InputError,
    LibraryError,
    LibraryNotFoundError,
    NotALibraryError,
)
from index.files import check_paths
from index.filters import Filters
from index.indexes.chroma_server import ChromaServer
from index.indexes.search import Searcher
from index.indexing import Indexer
from index.lock import LOCK_FILE, OWNER_FILE, writer_lock
from index.record import Record, Summary
from index.record.database import RECORD_FILE
from index.record.sightings import GONE
from index.record.wal import cut_off, mend
from index.report import IndexReport, Progress
from index.vocabulary import Vocabulary
from index.weights import find_weights

_PATIENCE = 1.0  # seconds a writer waits for a reader that is making a damaged index again
_WORDS_EVERY = 60.0  # seconds of a long run after which its new articles can be found by their words


def default_path() -> Path:
    """Where the user's library is: DATELINE_LIBRARY, else `dateline` in the user's data directory."""
    given = os.environ.get("DATELINE_LIBRARY")
    return Path(given).expanduser() if given else Path(user_data_dir("dateline"))


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one that took its place; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Library:
    """A collection of articles that can be searched. Opening is lazy: nothing is read before it is needed.

    Reading is safe from several threads and beside a writer in another process. An existing empty folder is an
    empty library; a missing one is made by `index` and is a LibraryNotFoundError everywhere else.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        embedder: str | None = None,
        chroma: ChromaServer | None = None,
    ) -> None:
        self.path = Path(path).expanduser() if path is not None else default_path()
        self.chroma = chroma
        self._wanted_embedder = embedder
        self._stored: Record | None = None
        self._opened: tuple[int, int] | None = None
        self._empty: Record | None = None
        self._embedder: Embedder | None = None
        self._guard = threading.RLock()
        self.notes: list[str] = []
        self._searcher = Searcher(self.path, self._record, self._fingerprint, chroma)
        self.vocabulary = Vocabulary(self._searcher, self._record)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        embedder: str | None = None,
        chroma: ChromaServer | None = None,
    ) -> Self:
        """The library at `path`; None is the user's own. `embedder` is a sentence-transformers model to make it with.

        With `chroma` its vectors are searched on that server and not in its folder; the record stays in the folder.
        Nothing is read yet, so nothing is raised yet.
        """
        return cls(path, embedder=embedder, chroma=chroma)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets every file go; the library opens again when it is next used."""
        with self._guard:
            self._searcher.close()
            for record in (self._stored, self._empty):
                if record is not None:
                    record.close()
            self._stored = self._empty = self._embedder = None

    # opening

    def _record(self) -> Record:
        """The record of an existing library; an empty folder has an empty one, in memory, until it is written to."""
        with self._guard:
            identity = _identity(self.path / RECORD_FILE)
            if self._stored is not None and identity != self._opened:
                self.close()  # the folder was taken away, or another library was put in its place
            if self._stored is None:
                if identity is None:
                    self._check_place(must_exist=True)
                    self._empty = self._empty or Record(None)
                    return self._empty
                self._mend_log()
                self._stored, self._opened = Record(self.path / RECORD_FILE), identity
            return self._stored

    def _mend_log(self) -> None:
        """Says where the record's log was cut off, and mends it unless a writer is at work, who has done so."""
        said = cut_off(self.path / RECORD_FILE)
        if said:
            with suppress(LibraryError), writer_lock(self.path):
                said = mend(self.path / RECORD_FILE) or said
        self._note(said)

    def _note(self, sentence: str | None) -> None:
        if sentence:
            self.notes.append(sentence)

    def _check_place(self, *, must_exist: bool) -> None:
        try:
            exists = self.path.exists()
        except OSError as error:
            raise NotALibraryError(f"{self.path} cannot be a library: {error.strerror}.") from error
        if not exists:
            if must_exist:
                raise LibraryNotFoundError(
                    f"There is no library at {self.path}. Make one with 'dateline index FOLDER', "
                    "or try the sample articles with 'dateline chat'."
                )
            return
        if not self.path.is_dir():
            raise NotALibraryError(f"{self.path} is a file, not a library. Give a folder with --library.")
        others = {entry.name for entry in self.path.iterdir() if not entry.name.startswith(".")}
        if others - {LOCK_FILE, OWNER_FILE} and not (self.path / RECORD_FILE).is_file():
            raise NotALibraryError(
                f"The folder {self.path} is not a library: it holds other files. "
                "Give an empty or a new folder with --library; articles are given to 'dateline index'."
            )

    @property
    def embedder(self) -> Embedder:
        """The embedder this library was made with; for a new one, the one asked for or the default.

        Raises EmbedderError where it cannot be loaded or is another one than asked for.
        """
        with self._guard:
            stored = self._record().setting(
                "fingerprint"
            )  # another process may have made the library meanwhile
            if self._embedder is None or stored not in {None, self._embedder.fingerprint}:
                self._embedder = self._load_embedder()
            return self._embedder

    def _fingerprint(self) -> str:
        """What the library's vectors were made with; the embedder is opened only where there are none yet."""
        return self._record().setting("fingerprint") or self.embedder.fingerprint

    def _load_embedder(self) -> Embedder:
        record = self._record()
        name, fingerprint = record.setting("embedder"), record.setting("fingerprint")
        if fingerprint is not None and self._wanted_embedder:  # before a model is exported only to be refused
            self._check_same(fingerprint, find_weights(self._wanted_embedder).fingerprint)
        try:
            embedder = open_embedder(self._wanted_embedder or name, note=self.notes.append)
        except EmbedderError as error:
            if name is None or self._wanted_embedder:
                raise
            raise EmbedderError(
                f"The library {self.path} was made with the embedder {name}. {error}"
            ) from error
        if fingerprint is not None:
            self._check_same(fingerprint, embedder.fingerprint)
        return embedder

    def _check_same(self, made_with: str, given: str) -> None:
        if given != made_with:
            raise EmbedderError(
                f"The library {self.path} was made with the embedder {made_with}, not with {given}; their vectors "
                "cannot be compared. Leave --embedder out, or index the articles into another library with "
                "--library. Nothing was changed."
            )

    # writing

    def index(
        self,
        paths: Sequence[str | os.PathLike[str]],
        *,
        prune: bool = False,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> IndexReport:
        """Takes in every article under the paths; what is in already and has not changed is left alone.

        `prune` removes the articles that were read from under these paths and stand in no file any more. `columns`
        maps fields (text, title, source, published, updated, url, authors, place, id) to the names that CSV and JSON
        files have for them, where the usual ones do not do. Articles that cannot be read are in the report's `failed`;
        the rest goes in. Raises InputError for a path that is not there, LibraryLockedError while another process
        writes, and other LibraryErrors.
        """
        if isinstance(paths, (str, os.PathLike)):
            paths = [paths]
        self._check_place(must_exist=False)
        check_paths(paths)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"The library folder {self.path} cannot be made: {error.strerror}.") from error
        with writer_lock(self.path, wait=_PATIENCE):
            record = self._open_for_writing()
            indexer = Indexer(
                record, self.embedder, columns=columns, progress=progress, after_batch=self._publish_words()
            )
            report = indexer.run(paths, remove_vanished=prune)
            problems = self._finish(record)
        return report.with_notes((*self.drain_notes(), *problems))

    def _publish_words(self) -> Callable[[], None]:
        """What lets the words of new articles be found during a long run: called often, it acts now and then."""
        last = time.monotonic()

        def publish() -> None:
            nonlocal last
            if time.monotonic() - last >= _WORDS_EVERY:
                self._searcher.catch_up(words_only=True)
                last = time.monotonic()

        return publish

    def _finish(self, record: Record) -> list[str]:
        """Brings the indexes up to the record and the record to the disk; gives what could not be done."""
        record.drop_unused_vectors()  # also those that a run left which was killed
        problems = self._searcher.catch_up()
        record.settle()
        return problems

    def adopt_vectors(self, other: str | os.PathLike[str]) -> int:
        """Takes over the vectors of another library of the same embedder, so that a text both have is embedded once.

        Gives their number: 0 where the other is no library, or was made with another embedder or by a newer version.
        """
        self._check_place(must_exist=False)
        self.path.mkdir(parents=True, exist_ok=True)
        with writer_lock(self.path, wait=_PATIENCE):
            record = self._open_for_writing()
            try:
                return record.adopt_vectors(Path(other) / RECORD_FILE, self.embedder.fingerprint)
            except sqlite3.Error:
                return 0

    def _open_for_writing(self) -> Record:
        with self._guard:
            if self._stored is None:
                self._note(
                    mend(self.path / RECORD_FILE)
                )  # before SQLite opens it, which would cut in silence
                self._stored = Record(self.path / RECORD_FILE)
                self._opened = _identity(self.path / RECORD_FILE)
            embedder = self.embedder
            if self._stored.setting("fingerprint") is None:
                self._stored.set_setting("embedder", embedder.name)
                self._stored.set_setting("fingerprint", embedder.fingerprint)
            return self._stored

    def remove(self, article_id: str) -> Article:
        """Removes an article from the record and every index, as `remove_articles`, and gives what was removed."""
        return self.remove_articles([article_id])[0]

    def remove_articles(self, article_ids: Sequence[str]) -> list[Article]:
        """Removes articles from the record and every index, and gives what was removed.

        Raises InputError where one is not there; then none is removed. Where the file that one was read from is still
        there, the next `index` of it takes it in again.
        """
        articles = [self.article(article_id) for article_id in dict.fromkeys(article_ids)]
        with writer_lock(self.path, wait=_PATIENCE):
            record = self._record()
            for article in articles:
                record.remove(article.id)
            self.notes.extend(self._finish(record))
        return articles

    # reading

    def articles(self, limit: int | None = None) -> list[Article]:
        """Every article, or the first `limit` of them, newest first, those without a date last."""
        return self._record().articles(limit)

    def article(self, article_id: str, *, version: int | None = None) -> Article:
        """The article with an id, or an earlier version of it; InputError where there is none."""
        article = self._record().article(article_id)
        if article is None:
            raise InputError(
                f"There is no article {article_id} in {self.path}. 'dateline articles list' shows the ids."
            )
        if version is None or version == article.version:
            return article
        earlier = {one.version: one for one in self.versions(article_id)}
        if version not in earlier:
            known = ", ".join(map(str, sorted([*earlier, article.version])))
            raise InputError(f"Article {article_id} has no version {version}; it has {known}.")
        return earlier[version]

    def versions(self, article_id: str) -> list[Article]:
        """The other versions of an article that were seen, by number; they can be read and are never searched."""
        return self._record().versions(article_id)

    def times(self, article_id: str) -> list[TimeExpression]:
        """The time expressions of an article's text, in order, each with the days it means."""
        return self._record().times(article_id)

    def files(self, article_id: str) -> list[str]:
        """The files that an article was read from, and that held it when they were last read."""
        found = self._record().sightings_of([article_id])
        return sorted(sighting.file for sighting in found if sighting.digest != GONE)

    def summary(self) -> Summary:
        """How many articles there are, how many have no date, and the days the others span."""
        return self._record().summary()

    def sources(self) -> list[str]:
        """The names of all sources, in order."""
        return self._record().sources()

    def passage_counts(self) -> dict[str, int]:
        """The number of passages of each article, by its id."""
        return self._record().passage_counts()

    def copies(self, article: Article) -> list[Article]:
        """The other articles that repeat the same report, oldest first."""
        copies = self._record().copies([article.story]).get(article.story, [])
        return [copy for copy in copies if copy.id != article.id]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimension,)."""
        vector: NDArray[np.float32] = self.embedder.encode([text], query=True)[0]
        return vector

    def search_vectors(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The `k` passages nearest to a vector of shape (dimension,), as (passage number, cosine), best first."""
        return self._searcher.vectors(vector, k, filters or Filters())

    def search_words(
        self, words: Sequence[str], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The `k` passages that fit the words best, as (passage number, BM25), best first."""
        return self._searcher.words(words, k, filters or Filters())

    def passages(self, seqs: Sequence[int]) -> dict[int, tuple[Passage, Article]]:
        """The passages with the given numbers and their articles; numbers that are gone are left out."""
        return {seq: (item.passage, item.article) for seq, item in self._record().passages(seqs).items()}

    def with_copies(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, each with the other articles of its story."""
        stories = self._record().copies(sorted({hit.article.story for hit in hits}))
        return [hit.beside(stories.get(hit.article.story, ())) for hit in hits]

    def hits(self, scores: Sequence[tuple[int, float]], cosines: dict[int, float]) -> list[Hit]:
        """The passages of numbered scores, in that order, with the copies of each; those that are gone are left out."""
        found = self.passages([seq for seq, _ in scores])
        hits = [Hit(*found[seq], score, cosines.get(seq)) for seq, score in scores if seq in found]
        return self.with_copies(hits)

    def drain_notes(self) -> list[str]:
        """What had to be repaired or replaced since this was last asked, in sentences."""
        with self._guard:
            notes = [*self.notes, *self._searcher.notes]
            self.notes.clear()
            self._searcher.notes.clear()
            return list(dict.fromkeys(notes))
