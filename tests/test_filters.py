"""Filters and the matrix in memory: what they let through, what is read, and what is found among it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import index.indexes.matrix
from index.article import Article, Passage
from index.filters import Filters
from index.indexes.entries import day_number
from index.indexes.matrix import Matrix
from index.indexes.search import Searcher
from index.record import Record
from index.record.published import IndexState
from tests import keeping

MODEL = "tiny@0"
SOURCES = ("Velmora Wire", "The Sarn Courier", None)
DAYS = (date(2024, 3, 5), date(2024, 3, 6), date(2023, 12, 31), None)
EVERY = [
    Filters(since, until, sources)
    for since in (None, date(2024, 1, 1), date(2024, 3, 6))
    for until in (None, date(2024, 3, 5), date(2030, 1, 1))
    for sources in ((), ("VELMORA wire",), ("velmora wire", "the sarn courier"), ("nobody",))
]


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record(None)
    yield made
    made.close()


def put(record: Record, number: int, passages: int = 5) -> None:
    """An article with a date, a source and random vectors that go by its number."""
    name, text = f"a{number}", f"word{number}"
    rows = np.random.default_rng(number).normal(size=(passages, 16)).astype(np.float32)
    keys = [f"{name}-{n}".encode() for n in range(passages)]
    record.put_vectors(MODEL, keys, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    article = Article(
        name, name, text, source=SOURCES[number % len(SOURCES)], published=DAYS[number % len(DAYS)]
    )
    cut = [Passage(f"{name}-{n}", name, text, 0, len(text), ()) for n in range(passages)]
    keeping.put(record, article, list(zip(cut, keys, strict=True)))


def vector(seed: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng(1_000 + seed).normal(size=16).astype(np.float32)
    unit: NDArray[np.float32] = drawn / np.linalg.norm(drawn)
    return unit


def slowly(record: Record, k: int, filters: Filters, seed: int = 0) -> list[int]:
    """What exact search must find, passage by passage and with the filter of the record."""
    allowed = set(record.seqs(filters=filters))
    seqs, rows = record.vectors(MODEL)
    scored = [(float(row @ vector(seed)), seq) for seq, row in zip(seqs, rows, strict=True) if seq in allowed]
    return [seq for _, seq in sorted(scored, reverse=True)[:k]]


def found(matrix: Matrix, record: Record, k: int, filters: Filters, seed: int = 0) -> list[int]:
    hits = matrix.search(record, MODEL, vector(seed), k, filters)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    return [seq for seq, _ in hits]


@pytest.mark.parametrize("block", [3, 512])
@pytest.mark.parametrize("nearly_all", [0.0, 1.0], ids=["all scored", "those copied out"])
def test_exact_search_finds_what_going_through_all_finds(
    record: Record, monkeypatch: pytest.MonkeyPatch, nearly_all: float, block: int
) -> None:
    monkeypatch.setattr(index.indexes.matrix, "_NEARLY_ALL", nearly_all)
    monkeypatch.setattr(index.indexes.matrix, "_BLOCK", block)
    for number in range(12):
        put(record, number)
    matrix = Matrix()
    for seed, filters in enumerate(EVERY):
        for k in (1, 7, 999):
            assert found(matrix, record, k, filters, seed) == slowly(record, k, filters, seed)
    assert found(matrix, record, 0, Filters()) == []


def test_a_matrix_follows_the_record(record: Record) -> None:
    matrix = Matrix()
    assert found(matrix, record, 9, Filters()) == []
    for number in range(20):
        put(record, number)
        if number % 3 == 2:
            record.remove(f"a{number - 1}")
        if number % 5 == 4:
            put(record, number - 2, passages=3)  # changed: its passages are numbered anew
        filters = EVERY[number % len(EVERY)]
        assert found(matrix, record, 999, filters) == slowly(record, 999, filters)
    for article in record.articles():
        record.remove(article.id)
    assert found(matrix, record, 9, Filters()) == []
    put(record, 1)
    assert found(matrix, record, 9, Filters()) == slowly(record, 9, Filters())


def test_a_matrix_follows_also_where_the_log_of_removals_was_dropped(record: Record) -> None:
    for number in range(8):
        put(record, number)
    matrix = Matrix()
    assert len(found(matrix, record, 99, Filters())) == 40
    record.remove("a3")
    record.forget_removed()
    record.remove("a4")
    assert found(matrix, record, 99, Filters()) == slowly(record, 99, Filters())
    assert len(found(matrix, record, 99, Filters())) == 30


def test_a_matrix_of_what_is_newer_holds_just_that(record: Record) -> None:
    for number in range(4):
        put(record, number)
    matrix = Matrix(after=12)
    assert sorted(found(matrix, record, 99, Filters())) == list(range(13, 21))
    record.remove("a3")
    put(record, 5)
    assert sorted(found(matrix, record, 99, Filters())) == [13, 14, 15, *range(21, 26)]


def test_no_vector_is_read_twice_and_none_that_no_filter_let_through(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        put(record, number)
    read: list[int] = []
    original = Record.vectors

    def count(self: Record, *arguments: object, **named: object) -> object:
        seqs, rows = original(self, *arguments, **named)  # type: ignore[arg-type]  # passed on as they came
        read.extend(seqs)
        return seqs, rows

    monkeypatch.setattr(Record, "vectors", count)
    matrix, day = Matrix(), Filters(since=DAYS[0], until=DAYS[0])
    found(matrix, record, 9, day)
    assert sorted(read) == sorted(record.seqs(filters=day))
    found(matrix, record, 9, day)
    found(matrix, record, 9, Filters())
    assert sorted(read) == record.numbers()
    put(record, 12)
    found(matrix, record, 9, Filters())
    assert sorted(read) == record.numbers()


def test_filters_mean_the_same_to_the_record_and_to_a_matrix(record: Record) -> None:
    for number in range(12):
        put(record, number, passages=1)
    matrix = Matrix()
    for filters in EVERY:
        passing = matrix.passing(record, filters)
        every = [(seq, 0.0) for seq in [0, *record.numbers(), 999]]
        assert [seq for seq, _ in passing.only(every)] == record.seqs(filters=filters)
        assert (passing.count, passing.total) == (len(record.seqs(filters=filters)), 12)
        assert passing.only([]) == []


@pytest.mark.parametrize("exactly", [0, 10**9], ids=["by the index", "exactly"])
@pytest.mark.parametrize("pending", [False, True], ids=["published", "behind"])
def test_a_filtered_search_finds_the_same_by_the_index_and_exactly(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exactly: int, pending: bool
) -> None:
    monkeypatch.setattr(index.indexes.search, "_EXACTLY", exactly)
    monkeypatch.setattr(index.indexes.search, "_FOR_EACH", 0)
    for number in range(12):
        put(record, number)
    searcher = Searcher(tmp_path, lambda: record, lambda: MODEL)
    assert searcher.catch_up() == []
    if pending:  # changed, new and removed since the index was published
        put(record, 3)
        put(record, 13)
        record.remove("a6")
    try:
        for (seed, filters), k in itertools.product(enumerate(EVERY), (1, 10, 60)):
            hits = [seq for seq, _ in searcher.vectors(vector(seed), k, filters)]
            assert hits == slowly(record, k, filters, seed)
        assert searcher.notes == []
    finally:
        searcher.close()


def test_every_index_takes_out_what_was_removed_before_the_log_forgets_it(record: Record) -> None:
    put(record, 1)
    put(record, 2)
    record.publish("words", IndexState("gen-000001", 10, 10, 0))
    record.publish("vectors@http://host:8000", IndexState("c:t", 10, 10, 0))
    record.remove("a1")
    record.publish("words", IndexState("gen-000002", 10, 5, 5))
    record.forget_removed()
    assert record.removed() == [1, 2, 3, 4, 5]
    assert record.removed(after=2) == [3, 4, 5]
    assert record.removed(after=5) == []
    record.publish("vectors@http://host:8000", IndexState("c:u", 10, 5, 3))
    record.forget_removed()
    assert record.removed() == [4, 5]
    record.withdraw("vectors@http://host:8000")
    record.forget_removed()
    assert record.removed() == []
    record.remove("a2")
    assert record.log_position() == (10, 10)
    assert record.removed(after=5) == [6, 7, 8, 9, 10]


def test_a_date_is_an_integer_that_orders_like_it() -> None:
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2017, 8, 18), date(2017, 9, 1)]
    assert sorted(days, key=day_number) == days
    assert day_number(date(2017, 8, 18)) == 20170818
    assert day_number(None) == 0
