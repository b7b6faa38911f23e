"""The one home of Tantivy: passages by their words, scored with BM25 (Robertson and Zaragoza 2009)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import tantivy

from index.filters import Filters
from index.indexes.entries import Entry, IndexBrokenError, day_number

_ANALYSER = "news"
_TITLE_BOOST = 0.4  # of a word in the headline, beside one in the passage
_HEAP = 100_000_000  # bytes the writer may use: some 90,000 passages in two or three segments
_REWRITTEN = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"}


@contextmanager
def _faults() -> Iterator[None]:
    """Turns whatever Tantivy raises into IndexBrokenError; its Rust side may raise a bare BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise IndexBrokenError(f"Tantivy: {error}") from error


def _analyser() -> Any:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@cache
def _shared_analyser() -> Any:
    return _analyser()


def stems(text: str) -> list[str]:
    """The stems that a text is searched by, in order: small, without accents, Porter's English stems."""
    return list(_shared_analyser().analyze(text))


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("seq", stored=True, indexed=True, fast=True)
    builder.add_text_field("text", stored=False, tokenizer_name=_ANALYSER)
    builder.add_text_field("title", stored=False, tokenizer_name=_ANALYSER)
    builder.add_text_field("source", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", stored=False, indexed=True, fast=True)
    return builder.build()


class TantivyIndex:
    """One generation of the words."""

    def __init__(self, path: Path, *, create: bool) -> None:
        with _faults():
            if create:
                path.mkdir(parents=True, exist_ok=True)
            elif not tantivy.Index.exists(str(path)):
                raise IndexBrokenError(f"{path} holds no Tantivy index")
            self._schema = _schema()
            self._index: Any = tantivy.Index(self._schema, path=str(path), reuse=not create)
            self._index.register_tokenizer(_ANALYSER, _analyser())
            self._index.reload()
            self._searcher: Any = self._index.searcher()

    def count(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def seqs(self) -> list[int]:
        """The numbers of the passages it holds, in no order."""
        with _faults():
            every = self._searcher.search(tantivy.Query.all_query(), max(self._searcher.num_docs, 1)).hits
            return [seq for seq, _ in self._numbered(every)]

    def _numbered(self, hits: Sequence[tuple[float, Any]]) -> list[tuple[int, float]]:
        """The passage numbers and scores of hits, in their order."""
        seqs = self._searcher.fast_field_values("seq", [address for _, address in hits])
        return [(int(seq), float(score)) for seq, (score, _) in zip(seqs, hits, strict=True)]

    def _refresh(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds the words of the entries."""
        with _faults():
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            for entry in entries:
                document = tantivy.Document()
                document.add_unsigned("seq", entry.seq)
                document.add_text("text", entry.text)
                document.add_text("title", entry.title)
                document.add_text("source", (entry.source or "").casefold())
                document.add_unsigned("published", day_number(entry.published))
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            self._refresh()

    def remove(self, seqs: Sequence[int]) -> None:
        """Takes passages out."""
        with _faults():
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            for seq in seqs:
                writer.delete_documents("seq", seq)
            writer.commit()
            writer.wait_merging_threads()
            self._refresh()

    def counts(self, words: Sequence[str]) -> list[int]:
        """In how many passages, or headlines above them, each stem stands."""
        with _faults():
            return [
                max(int(self._searcher.doc_freq(field, word)) for field in ("text", "title"))
                for word in words
            ]

    def holding(self, stem: str, k: int) -> list[int]:
        """The numbers of at most `k` passages in which a stem stands."""
        with _faults():
            query = tantivy.Query.term_query(self._schema, "text", stem, index_option="basic")
            return [seq for seq, _ in self._numbered(self._searcher.search(query, k).hits)]

    def starting(self, prefix: str) -> list[tuple[str, int]]:
        """The stems that begin so, each with the number of passages that it stands in, the most frequent first."""
        with _faults():
            found = self._searcher.terms_with_prefix("text", prefix)
            return [(str(stem), int(count)) for stem, count in found]

    def search(self, words: Sequence[str], k: int, filters: Filters) -> list[tuple[int, float]]:
        """The `k` passages that fit the words best as (number, BM25), best first."""
        wanted = list(dict.fromkeys(stem for word in words for stem in stems(word)))
        if not wanted:
            return []
        with _faults():
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._word(stem)) for stem in wanted])
            must = self._conditions(filters)
            if must:
                query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (query, *must)])
            return self._numbered(self._searcher.search(query, k).hits)

    def _word(self, stem: str) -> Any:
        title = tantivy.Query.term_query(self._schema, "title", stem, index_option="freq")
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, "text", stem, index_option="freq"),
                ),
                (tantivy.Occur.Should, tantivy.Query.boost_query(title, _TITLE_BOOST)),
            ]
        )

    def _conditions(self, filters: Filters) -> list[Any]:
        """The filters as queries that must match and add nothing to the score."""
        conditions = []
        if filters.since or filters.until:
            published = tantivy.Query.range_query(
                self._schema,
                "published",
                tantivy.FieldType.Unsigned,
                lower_bound=day_number(filters.since) or 1,  # 0 is "no date"
                upper_bound=day_number(filters.until) or 99_991_231,
            )
            conditions.append(tantivy.Query.const_score_query(published, 0.0))
        if filters.sources:
            names = [source.casefold() for source in filters.sources]
            named = tantivy.Query.term_set_query(self._schema, "source", names)
            conditions.append(tantivy.Query.const_score_query(named, 0.0))
        return conditions

    def close(self) -> None:
        """Nothing is held open between calls."""


class TantivyKind:
    """Opens Tantivy indexes."""

    name = "words"
    takes_vectors = False
    sealed_from = 0
    keeps_removed = True  # a segment keeps the words of the documents that were deleted from it

    def create(self, path: Path) -> TantivyIndex:
        """A new, empty index at `path`."""
        return TantivyIndex(path, create=True)

    def open(self, path: Path) -> TantivyIndex:
        """The index at `path`; raises IndexBrokenError where it cannot be searched."""
        index = TantivyIndex(path, create=False)
        index.search(["the"], 1, Filters())
        return index

    def copy(self, path: Path, target: Path) -> None:
        """Copies what Tantivy writes anew; the files of its segments, which it never writes to again, are shared."""
        target.mkdir()
        for file in path.iterdir():
            if file.name in _REWRITTEN:
                shutil.copy2(file, target / file.name)
            else:
                _link(file, target / file.name)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a file system without hard links
        shutil.copy2(file, target)
