"""Generations of the derived indexes: made beside the published one, never written to afterwards, two at most."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.article import Article, Passage
from index.filters import Filters
from index.indexes.entries import Entry, Index, IndexBrokenError, IndexKind
from index.indexes.generations import folder_of, is_current, make_next
from index.indexes.vectors import ChromaIndex, ChromaKind
from index.indexes.words import TantivyIndex, TantivyKind
from index.record import Record
from tests import keeping

KINDS: list[IndexKind[Any]] = [ChromaKind(), TantivyKind()]
MODEL = "tiny@0"


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record(None)
    yield made
    made.close()


def put(record: Record, name: str, count: int = 3) -> None:
    """An article of `count` passages with vectors of their own."""
    keys = [f"{name}{n}".encode() for n in range(count)]
    seed = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    record.put_vectors(MODEL, keys, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    text = f"word{name}"
    passages = [
        (Passage(f"{name}-{n}", name, text, 0, len(text), ((0, len(text)),)), key)
        for n, key in enumerate(keys)
    ]
    keeping.put(record, Article(name, f"title {name}", text), passages)


def generations(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


def contents(record: Record, kind: IndexKind[Any], library: Path) -> list[int]:
    """The passage numbers in the published generation."""
    state = record.index_state(kind.name)
    assert state is not None
    index: Index = kind.open(folder_of(library, kind.name, state.generation))
    try:
        if isinstance(index, ChromaIndex):
            return sorted(seq for seq, _ in index.nearest(np.ones(8, np.float32), max(index.count(), 1)))
        assert isinstance(index, TantivyIndex)
        names = [f"word{article.id}" for article in record.articles()]
        return sorted(seq for seq, _ in index.search(names, 999, Filters()))
    finally:
        index.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_going_on_from_the_last_generation_gives_what_making_it_anew_gives(
    record: Record, kind: IndexKind[Any], tmp_path: Path
) -> None:
    for name in "abc":
        put(record, name)
    assert not is_current(record, kind.name)
    make_next(tmp_path, record, kind, MODEL)
    assert is_current(record, kind.name)
    put(record, "b", 5)
    put(record, "d")
    record.remove("c")
    assert not is_current(record, kind.name)
    make_next(tmp_path, record, kind, MODEL)
    record.forget_removed()
    assert is_current(record, kind.name)
    step = contents(record, kind, tmp_path)
    make_next(tmp_path, record, kind, MODEL, anew=True)
    assert step == contents(record, kind, tmp_path) == record.seqs()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_published_generation_is_not_written_to_by_the_next_and_two_are_kept(
    record: Record, kind: IndexKind[Any], tmp_path: Path
) -> None:
    def digest(folder: Path) -> dict[str, str]:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    put(record, "a")
    make_next(tmp_path, record, kind, MODEL)
    before = digest(tmp_path / kind.name / "gen-000001")
    put(record, "b")
    make_next(tmp_path, record, kind, MODEL)
    assert digest(tmp_path / kind.name / "gen-000001") == before
    put(record, "c")
    make_next(tmp_path, record, kind, MODEL)
    assert generations(tmp_path / kind.name) == ["gen-000002", "gen-000003"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_empty_record_makes_an_empty_index_that_opens(
    record: Record, kind: IndexKind[Any], tmp_path: Path
) -> None:
    make_next(tmp_path, record, kind, MODEL)
    assert contents(record, kind, tmp_path) == []
    put(record, "a")
    make_next(tmp_path, record, kind, MODEL)
    record.remove("a")
    make_next(tmp_path, record, kind, MODEL)
    assert contents(record, kind, tmp_path) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_damaged_last_generation_is_not_built_upon(
    record: Record, kind: IndexKind[Any], tmp_path: Path
) -> None:
    put(record, "a")
    make_next(tmp_path, record, kind, MODEL)
    for path in (tmp_path / kind.name / "gen-000001").rglob("*"):
        if path.is_file():
            path.write_bytes(b"garbage" * 40)
    put(record, "b")
    make_next(tmp_path, record, kind, MODEL)
    assert contents(record, kind, tmp_path) == record.seqs()


def test_what_a_killed_writer_left_is_swept_and_its_number_not_used(record: Record, tmp_path: Path) -> None:
    kind = KINDS[1]
    (tmp_path / "words" / ".making-x").mkdir(parents=True)
    (tmp_path / "words" / "gen-000007").mkdir()
    put(record, "a")
    make_next(tmp_path, record, kind, MODEL)
    assert generations(tmp_path / "words") == ["gen-000007", "gen-000008"]


class FullDisk(TantivyKind):
    """A kind of index whose disk is full after the first passages."""

    def create(self, path: Path) -> TantivyIndex:
        """An index that cannot grow."""
        return _FullIndex(path, create=True)

    def open(self, path: Path) -> TantivyIndex:
        """An index that cannot grow."""
        return _FullIndex(path, create=False)


class _FullIndex(TantivyIndex):
    def add(self, _: Iterable[Entry]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_published_generation_and_no_half_made_one(
    record: Record, tmp_path: Path
) -> None:
    put(record, "a")
    make_next(tmp_path, record, KINDS[1], MODEL)
    published = record.index_state("words")
    put(record, "b")
    with pytest.raises(OSError, match="No space left"):
        make_next(tmp_path, record, FullDisk(), MODEL)
    assert record.index_state("words") == published
    assert generations(tmp_path / "words") == ["gen-000001"]


def test_a_generation_that_would_lack_a_passage_is_not_published(record: Record, tmp_path: Path) -> None:
    put(record, "a")
    with pytest.raises(IndexBrokenError, match="holds 0 passages, not 3"):
        make_next(tmp_path, record, KINDS[0], "another@1")
    assert record.index_state("vectors") is None
    shutil.rmtree(tmp_path / "vectors")
