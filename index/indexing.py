"""Takes files into the record: reads, cleans, cuts, finds copies, embeds what is new, one transaction an article."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike

from index.article import Article, Passage, article_id
from index.cleaning import clean
from index.copies import find_story, sentence_hashes
from index.embedding import Embedder, encode_sorted
from index.files import Failure, ReadArticle, SourceFile, find_files, read_file
from index.header import without_dateline
from index.passages import passages
from index.record import Record
from index.sentences import LONGEST, split

_BATCH = 64  # articles embedded together
_MOST_TEXTS = 1024  # embedded before they are kept
_LONGEST_TITLE = 300  # characters
_TITLE_WORDS = 14  # of the first sentence, where an article has no headline


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an index run is: files done of all, articles and passages so far."""

    files_done: int
    files_total: int
    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an index run did.

    `read` articles were read; each is new, changed or unchanged; `copies` of the new and changed ones repeat
    another article; `passages` were added; `embedded` of them needed a vector that was not there yet.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    copies: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def with_notes(self, notes: tuple[str, ...]) -> IndexReport:
        """The report with sentences on what else happened: a model replaced, an index that could not be made."""
        return replace(self, notes=notes)


@dataclass(slots=True)
class _Tally:
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    copies: int = 0
    passages: int = 0
    embedded: int = 0
    failed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article ready to be kept but for its vectors: each passage comes with the text that is embedded."""

    article: Article
    read: ReadArticle
    passages: list[tuple[Passage, str]]
    is_new: bool


def title_from_text(text: str) -> str:
    """A stand-in headline: the first words of the first sentence, with an ellipsis where it goes on."""
    start = without_dateline(text[:LONGEST])
    first, last = split(start)[0] if split(start) else (0, len(start))
    words = start[first:last].split(maxsplit=_TITLE_WORDS)
    return shorten(" ".join(words[:_TITLE_WORDS]), more=len(words) > _TITLE_WORDS)


def shorten(title: str, *, more: bool = False) -> str:
    """A headline of at most 300 characters, with an ellipsis where something is left out."""
    if len(title) <= _LONGEST_TITLE and not more:
        return title
    return f"{title[:_LONGEST_TITLE].rstrip(' ,;:')} …"


def embedded_text(article: Article, passage: Passage) -> str:
    """What is embedded for a passage: the headline tells what the passage is about where its words do not."""
    return f"{article.title}\n{passage.text}"


def vector_key(text: str) -> bytes:
    """The key of a text's vector: the first 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def _article(read: ReadArticle) -> Article | None:
    raw = read.raw
    text = clean(raw.text)
    if not text:
        return None
    return Article(
        id=article_id(read.key),
        title=shorten(raw.title) or title_from_text(text),
        text=text,
        source=raw.source,
        published=raw.published,
        url=raw.url,
        authors=raw.authors,
        place=raw.place,
        key=read.key,
        origin=read.origin,
    )


class Indexer:
    """One run over files into a record."""

    def __init__(
        self, record: Record, embedder: Embedder, progress: Callable[[Progress], None] | None = None
    ) -> None:
        self._record = record
        self._embedder = embedder
        self._progress = progress
        self._tally = _Tally()
        self._seen: dict[str, ReadArticle] = {}
        self._done = 0

    def run(self, paths: Sequence[str | PathLike[str]]) -> IndexReport:
        """Indexes every article under the paths; raises InputError for a path that is not there."""
        started = time.perf_counter()
        files = find_files(paths)
        batch: list[_Prepared] = []
        for prepared in self._prepare(files):
            batch.append(prepared)
            if len(batch) == _BATCH:
                self._keep(batch, len(files))
                batch = []
        self._keep(batch, len(files))
        tally = self._tally
        return IndexReport(
            tally.read,
            tally.new,
            tally.changed,
            tally.unchanged,
            tally.copies,
            tuple(tally.failed),
            tally.passages,
            tally.embedded,
            time.perf_counter() - started,
        )

    def _prepare(self, files: Sequence[SourceFile]) -> Iterator[_Prepared]:
        for file in files:
            for item in read_file(file):
                if isinstance(item, Failure):
                    self._tally.failed.append(item)
                elif prepared := self._prepare_one(item):
                    yield prepared
            self._done += 1
            self._report(len(files))

    def _prepare_one(self, read: ReadArticle) -> _Prepared | None:
        article = _article(read)
        if article is None:
            self._tally.failed.append(Failure(read.origin, "it has no text"))
            return None
        self._tally.read += 1
        clash = self._clash(article, read)
        if clash:
            self._tally.failed.append(Failure(read.origin, clash))
            return None
        known = self._record.known(article.id)
        twice = article.id in self._seen
        self._seen[article.id] = read
        if twice or (known is not None and known.digest == read.digest):
            self._tally.unchanged += 1
            if known is not None and not twice and (known.file, known.origin) != (read.file, read.origin):
                self._record.relocate(article.id, read.file, read.origin)
            return None
        cut = [(passage, embedded_text(article, passage)) for passage in passages(article)]
        return _Prepared(article, read, cut, known is None)

    def _clash(self, article: Article, read: ReadArticle) -> str | None:
        """Why this article cannot go in: another one, from elsewhere, has its id."""
        earlier = self._seen.get(article.id)
        if earlier is not None:
            if earlier.digest == read.digest:
                return None
            return (
                f"it has the same id ({article.id}, from {article.key!r}) as another article, {earlier.origin}; "
                "give them different URLs or ids"
            )
        known = self._record.known(article.id)
        if (
            known is None
            or known.digest == read.digest
            or known.file == read.file
            or article.key == read.raw.url
        ):
            return None
        return (
            f"it has the same id ({article.id}, from {article.key!r}) as an article that is in the library already, "
            f"{known.origin}; index the folder above both, or remove the other one with "
            f"'dateline articles remove {article.id}'"
        )

    def _keep(self, batch: Sequence[_Prepared], files: int) -> None:
        """Embeds what has no vector yet, all articles of a batch together, then keeps the articles one by one."""
        texts: dict[bytes, str] = {vector_key(text): text for one in batch for _, text in one.passages}
        missing = self._record.missing_vectors(self._embedder.fingerprint, list(texts))
        wanted = [key for key in texts if key in missing]
        for at in range(0, len(wanted), _MOST_TEXTS):  # kept as they come: an interrupted run loses few
            some = wanted[at : at + _MOST_TEXTS]
            vectors = encode_sorted(self._embedder, [texts[key] for key in some])
            self._record.put_vectors(self._embedder.fingerprint, some, vectors)
            self._tally.embedded += len(some)
        for prepared in batch:
            self._keep_one(prepared)
        self._report(files)

    def _keep_one(self, prepared: _Prepared) -> None:
        article, tally = prepared.article, self._tally
        hashes = sentence_hashes(article.text)
        if not prepared.is_new:
            self._record.leave_story(article.id)
        story = find_story(self._record, hashes, article.id)
        kept: Iterable[tuple[Passage, bytes]] = [
            (passage, vector_key(text)) for passage, text in prepared.passages
        ]
        self._record.put(
            replace(article, story=story or article.id),
            kept,
            hashes,
            prepared.read.file,
            prepared.read.digest,
        )
        tally.new += prepared.is_new
        tally.changed += not prepared.is_new
        tally.copies += story is not None
        tally.passages += len(prepared.passages)

    def _report(self, files: int) -> None:
        if self._progress:
            tally = self._tally
            self._progress(Progress(self._done, files, tally.read, tally.passages))
