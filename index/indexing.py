"""Takes files into the record: reads what changed, finds copies, embeds what is new, one transaction an article."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

from index.ahead import EmbedAhead, Embedded
from index.article import Article
from index.copies import Signature, find_story
from index.deciding import Verdict, decide
from index.embedding import Embedder
from index.files import Failure, SourceFile, file_hash, find_files, printable, real_path, stamp
from index.preparing import READING, cleaned, prepare
from index.pruning import find_vanished, prune
from index.readers import ReadOptions, Remark
from index.reading import ReadArticle, read_file
from index.record import Kept, Record
from index.record.sightings import GONE, FileState, Sighting
from index.report import IndexReport, Progress, Tally

_BATCH = 16  # articles embedded together: an interrupted run loses what two batches took, a few seconds
_MOST_FILES = 256  # read before what is known of them is kept


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article ready to be kept but for its vectors."""

    kept: Kept
    texts: Mapping[bytes, str]
    verdict: Verdict


@dataclass(slots=True)
class _File:
    """A file while it is read: `stamp` is its size and time before that, `before` what it held last time."""

    source: SourceFile
    path: str
    stamp: tuple[int, int] | None
    before: Mapping[str, Sighting]
    seen: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    clashed: bool = False
    """Something in it clashed with another file: it is read again next time, that one may be gone."""
    hash: str = ""


@dataclass(slots=True)
class _Batch:
    """Articles by their ids, the files that end with them, and their vectors once they are asked for."""

    articles: dict[str, _Prepared]
    files: list[_File]
    vectors: Future[Embedded] | None


class Indexer:
    """One run over files into a record; `after_batch` is called each time articles were kept."""

    def __init__(
        self,
        record: Record,
        embedder: Embedder,
        *,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[Progress], None] | None = None,
        after_batch: Callable[[], None] | None = None,
    ) -> None:
        self._record = record
        self._embedder = embedder
        self._options = ReadOptions(dict(columns or {}))
        self._progress = progress
        self._after_batch = after_batch
        self._tally = Tally()
        self._seen: dict[str, tuple[str, str]] = {}  # by article id: digest and origin
        self._batch = _Batch({}, [], None)
        self._before = _Batch({}, [], None)
        self._ahead = EmbedAhead(embedder)
        self._done = self._total = 0

    def run(self, paths: Sequence[str | PathLike[str]], *, remove_vanished: bool = False) -> IndexReport:
        """Indexes every article under the paths; InputError for a path that is not there.

        `remove_vanished` takes out the articles that no file under the paths holds any more.
        """
        try:
            return self._run(paths, remove_vanished)
        finally:
            self._ahead.close()

    def _run(self, paths: Sequence[str | PathLike[str]], remove_vanished: bool) -> IndexReport:
        started = time.perf_counter()
        files = find_files(paths)
        stamps = [stamp(file.path) for file in files]
        self._total = sum(size for size, _ in filter(None, stamps))
        for file, found in zip(files, stamps, strict=True):
            self._take(file, found)
            self._done += found[0] if found else 0
            self._tell(file)
        self._keep_all()
        if files:
            self._tell(files[-1])
        self._look_for_vanished(paths, files, remove_vanished)
        return self._tally.report(time.perf_counter() - started)

    # files

    def _take(self, source: SourceFile, found: tuple[int, int] | None) -> None:
        path = real_path(source.path)
        before = {item.article_id: item for item in self._record.sightings_in(path)}
        file = _File(source, path, found, before)
        if self._pass_over(file):
            return
        for item in read_file(source, self._options, progress=lambda read: self._tell(source, read)):
            if isinstance(item, Remark):
                self._tally.remarks.append(item.text)
            elif isinstance(item, Failure):
                self._fail(file, item.path, item.reason)
            else:
                file.hash = item.raw_hash
                self._take_article(item, file)
        self._batch.files.append(file)
        if len(self._batch.files) >= _MOST_FILES:
            self._embed_batch()

    def _fail(self, file: _File, where: str, reason: str) -> None:
        failure = Failure(where, reason)
        file.failures.append(failure)
        self._tally.failed.append(failure)

    def _how(self, file: _File) -> str:
        """Everything beside its bytes that decides what articles a file gives."""
        return repr((READING, printable(file.source.relative), sorted(self._options.columns.items())))

    def _pass_over(self, file: _File) -> bool:
        """Whether a file is as it was when it was read, by size and time or else by its bytes; counts what it holds."""
        known = self._record.file_state(file.path)
        if known is None or file.stamp is None or known.how != self._how(file):
            return False
        if (known.size, known.mtime_ns) != file.stamp or not known.mtime_ns:
            try:
                if file_hash(file.source.path) != known.hash:
                    return False
            except OSError:
                return False
            size, mtime_ns = file.stamp
            self._record.keep_files([(file.path, replace(known, size=size, mtime_ns=mtime_ns))])
        for sighting in file.before.values():
            if sighting.digest != GONE:
                self._seen.setdefault(sighting.article_id, (sighting.digest, sighting.origin))
                self._tally.read += 1
                self._tally.unchanged += 1
        self._tally.failed.extend(Failure(where, reason) for where, reason in known.failures)
        return True

    def _close(self, file: _File) -> tuple[str, FileState] | None:
        """What to remember of a file whose articles are all kept; None where it must be read again next time."""
        if not file.failures:
            self._record.not_seen_again(file.path, file.seen)
        if file.stamp is None or file.clashed or not file.hash:
            return None
        failures = tuple((failure.path, failure.reason) for failure in file.failures)
        return file.path, FileState(*file.stamp, file.hash, self._how(file), failures)

    # articles

    def _take_article(self, read: ReadArticle, file: _File) -> None:
        article = cleaned(read)
        if article is None:
            self._fail(
                file,
                read.origin,
                "it has no text but what pages put around articles, such as a cookie notice or a call to subscribe",
            )
            return
        self._tally.read += 1
        # Another version of one that waits, or another article of its id: what is there must be in before it is judged.
        if article.id in self._batch.articles or article.id in self._before.articles:
            self._keep_all()
        verdict = self._decide(article, read, file)
        if verdict is Verdict.CLASH:
            self._tally.read -= 1
            file.clashed = True
            self._fail(file, read.origin, self._clash(article))
            return
        self._seen.setdefault(article.id, (read.digest, read.origin))
        file.seen.add(article.id)
        if verdict is Verdict.SAME:
            self._tally.unchanged += 1
            seen = Sighting(file.path, article.id, read.origin, read.digest)
            if file.before.get(article.id) != seen:
                self._record.sighted(seen)
        elif verdict is Verdict.OLDER:
            self._tally.superseded += 1
            number = 1 + max(self._record.version_digests(article.id).values(), default=0)
            known = self._record.known(article.id)
            self._record.put_version(
                replace(article, version=max(number, known.version + 1 if known else 1)),
                read.digest,
                file.path,
            )
        else:
            self._batch.articles[article.id] = _Prepared(*prepare(article, read, file.path), verdict)
            if len(self._batch.articles) >= _BATCH:
                self._embed_batch()

    def _decide(self, article: Article, read: ReadArticle, file: _File) -> Verdict:
        known = self._record.known(article.id)
        if known is None:
            return Verdict.NEW
        return decide(
            read.digest,
            article.updated or article.published,
            reading=READING,
            by_url=article.key == article.url,
            known=known,
            earlier_versions=self._record.version_digests(article.id),
            only_here=article.id not in self._seen and not self._is_elsewhere(article, file),
        )

    def _is_elsewhere(self, article: Article, file: _File) -> bool:
        """Whether an article of this id was read from another file that is still there."""
        return any(
            item.file != file.path and Path(item.file).exists()
            for item in self._record.sightings_of([article.id])
        )

    def _clash(self, article: Article) -> str:
        """Why an article cannot go in: another one has its id."""
        if article.id in self._seen:
            return (
                f"it has the same id ({article.id}, from {article.key!r}) as another article, "
                f"{self._seen[article.id][1]}; give them different URLs or ids"
            )
        known = self._record.known(article.id)
        return (
            f"it has the same id ({article.id}, from {article.key!r}) as an article that is in the library already, "
            f"{known.origin if known else ''}; index the folder above both, or remove the other one with "
            f"'dateline articles remove {article.id}'"
        )

    # keeping

    def _keep_all(self) -> None:
        """Embeds and keeps everything that was read."""
        self._embed_batch()
        self._keep_batch()

    def _embed_batch(self) -> None:
        """Begins to embed what the batch has no vectors for, and keeps the batch before it meanwhile."""
        batch = self._batch
        texts = {key: text for one in batch.articles.values() for key, text in one.texts.items()}
        missing = self._record.missing_vectors(self._embedder.fingerprint, list(texts))
        batch.vectors = self._ahead.start({key: text for key, text in texts.items() if key in missing})
        self._batch = _Batch({}, [], None)
        self._keep_batch()
        self._before = batch

    def _keep_batch(self) -> None:
        """Keeps the articles of the batch that is being embedded one by one, then the files that end with them."""
        batch, self._before = self._before, _Batch({}, [], None)
        for keys, vectors in batch.vectors.result() if batch.vectors else []:
            self._record.put_vectors(self._embedder.fingerprint, keys, vectors)
            self._tally.embedded += len(keys)
        for prepared in batch.articles.values():
            self._keep(prepared)
        self._record.keep_files(list(filter(None, map(self._close, batch.files))))
        if batch.articles and self._after_batch:
            self._after_batch()

    def _keep(self, prepared: _Prepared) -> None:
        kept, verdict, tally = prepared.kept, prepared.verdict, self._tally
        article = kept.article
        marks = Signature(kept.signature, tuple(kept.bands))
        story = find_story(self._record, article.text, marks, article.id, article.published)
        number = article.version
        if known := self._record.known(article.id):
            number = known.version
        if verdict is Verdict.NEWER:
            number = 1 + max([number, *self._record.version_digests(article.id).values()])
            tally.superseded += 1
        kept = replace(kept, article=replace(article, version=number))
        self._record.put(kept, story=story, supersedes=verdict is Verdict.NEWER)
        tally.new += verdict is Verdict.NEW
        tally.changed += verdict is not Verdict.NEW
        tally.copies += story is not None
        tally.passages += len(kept.passages)

    # what vanished

    def _look_for_vanished(
        self, paths: Sequence[str | PathLike[str]], files: Sequence[SourceFile], remove: bool
    ) -> None:
        vanished = find_vanished(self._record, paths, files)
        if remove:
            prune(self._record, vanished)
            self._tally.removed = len(vanished.articles)
            self._tally.notes += [
                f"{path} holds no file at all, though articles were read from it. Is the disk there? Nothing of it was "
                "removed; if that is right, take them out with 'dateline articles remove'."
                for path in vanished.empty
            ]
        else:
            self._tally.vanished = len(vanished.articles)

    def _tell(self, file: SourceFile, read: int = 0) -> None:
        if self._progress:
            self._progress(
                Progress(
                    self._done + read,
                    self._total,
                    self._tally.read,
                    self._tally.passages,
                    printable(file.relative),
                )
            )
