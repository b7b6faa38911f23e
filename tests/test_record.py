"""The record: one transaction a change, readable from several threads, errors for people."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.article import Article, Passage
from index.errors import LibraryDamagedError, LibraryError, LibraryLockedError
from index.filters import Filters
from index.record import Record
from index.record.published import IndexState
from index.record.schema import SCHEMA_VERSION
from tests.keeping import put

FULL = Article(
    "a1",
    "Title",
    "One. Two.",
    "Source",
    date(2024, 3, 12),
    "https://example.org/a",
    ("A", "B"),
    "PORT",
    "k",
    "o",
    "a1",
    date(2024, 3, 14),
    "en",
    "ab" * 32,
    {"published": "front matter"},
    3,
)


def passage(article: str, number: int = 0) -> Passage:
    return Passage(f"{article}-{number}", article, "One.", 0, 4, ((0, 4),))


def vectors(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.eye(max(count, 4), dtype=np.float32)[:count]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    made = Record(tmp_path / "library.sqlite")
    yield made
    made.close()


def test_an_article_comes_back_as_it_went_in(record: Record) -> None:
    put(record, FULL, [(passage("a1"), b"k")])
    bare = Article("a2", "", "")
    put(record, bare, [])
    assert record.article("a1") == FULL
    assert record.article("a2") == replace(bare, story="a2")
    assert record.article("a3") is None
    assert [article.id for article in record.articles()] == ["a1", "a2"]


def test_a_put_that_fails_leaves_what_was_there(record: Record) -> None:
    put(record, FULL, [(passage("a1"), b"k")])

    def passages() -> Iterator[tuple[Passage, bytes]]:
        yield passage("a1", 5), b"k"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(record, Article("a1", "Other", "x"), passages())
    assert record.article("a1") == FULL
    assert record.passage_counts() == {"a1": 1}
    assert record.removed() == []
    record.set_setting("a", "b")  # the next transaction begins


def test_replacing_an_article_numbers_its_passages_anew_and_remembers_the_old(record: Record) -> None:
    put(record, FULL, [(passage("a1"), b"k")])
    put(record, FULL, [(passage("a1"), b"k"), (passage("a1", 1), b"l")])
    assert (record.seqs(), record.removed()) == ([2, 3], [1])
    record.remove("a1")
    put(record, FULL, [(passage("a1"), b"k")])
    assert (record.seqs(), record.removed()) == ([4], [1, 2, 3])
    record.forget_removed()
    assert record.removed() == []


def test_vectors_are_kept_once_a_model_and_go_with_their_last_passage(record: Record) -> None:
    record.put_vectors("it's", [b"k", b"l"], vectors(2))
    assert record.missing_vectors("it's", [b"k", b"l", b"m"]) == {b"m"}
    assert record.missing_vectors("other", [b"k"]) == {b"k"}
    put(record, FULL, [(passage("a1"), b"k"), (passage("a1", 1), b"l")])
    put(record, Article("a2", "", ""), [(passage("a2"), b"k")])
    seqs, rows = record.vectors("it's")
    assert seqs == [1, 2, 3]
    assert rows.tolist() == vectors(2)[[0, 1, 0]].tolist()
    assert record.vectors("it's", after=1, limit=1)[0] == [2]
    assert record.vectors("it's", after=3)[0] == []
    record.remove("a1")
    record.drop_unused_vectors()
    assert record.missing_vectors("it's", [b"k", b"l"]) == {b"l"}


def test_thousands_of_values_fit_in_one_question(record: Record) -> None:
    assert len(record.missing_vectors("m", [f"{n}".encode() for n in range(40_000)])) == 40_000


def test_filters_choose_passages_by_their_article(record: Record) -> None:
    for number, (source, day) in enumerate(
        [("Wire", date(2024, 1, 1)), ("WIRE", date(2024, 6, 1)), (None, date(2024, 6, 2)), ("Straße", None)],
        start=1,
    ):
        put(record, Article(f"{number}", "", "", source, day), [(passage(f"{number}"), b"")])
    for filters, expected in [
        (Filters(), [1, 2, 3, 4]),
        (Filters(since=date(2024, 1, 1)), [1, 2, 3]),
        (Filters(since=date(2024, 1, 2)), [2, 3]),
        (Filters(until=date(2024, 6, 1)), [1, 2]),
        (Filters(sources=("wire",)), [1, 2]),
        (Filters(sources=("STRASSE", "nobody")), [4]),
        (Filters(date(2024, 6, 1), date(2024, 6, 1), ("Wire",)), [2]),
    ]:
        assert record.seqs(filters=filters) == expected, filters


def test_sums_and_sources(record: Record) -> None:
    assert (record.summary().articles, record.passage_total()) == (0, (0, 0))
    put(record, FULL, [(passage("a1"), b"k")])
    put(record, Article("a2", "", "", "Other"), [])
    summary = record.summary()
    assert (summary.articles, summary.undated, summary.oldest, summary.newest) == (
        2,
        1,
        FULL.published,
        FULL.published,
    )
    assert record.sources() == ["Other", "Source"]


def test_threads_read_while_another_writes_and_see_whole_articles(record: Record) -> None:
    problems: list[object] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                counts = record.passage_counts()
                if set(counts.values()) - {3}:
                    problems.append(counts)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(60):
        name = f"a{number % 7}"
        put(record, Article(name, "", ""), [(passage(name, n), b"k") for n in range(3)])
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []


def test_connections_of_threads_that_ended_are_closed(record: Record) -> None:
    for _ in range(20):
        thread = threading.Thread(target=record.articles)
        thread.start()
        thread.join()
    assert len(record._connections) <= 2


def test_what_is_published_is_remembered(record: Record) -> None:
    assert record.index_state("words") is None
    record.publish("words", IndexState("gen-000001", 5, 4))
    assert record.index_state("words") == IndexState("gen-000001", 5, 4)


@pytest.mark.parametrize(
    "content",
    [b"not a database at all, but long enough to be looked at" * 9, b"SQLite format 3\0" + b"\xff" * 4000],
)
def test_a_damaged_record_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite").write_bytes(content)
    with pytest.raises(LibraryDamagedError, match="cannot be used"):
        Record(tmp_path / "library.sqlite").articles()


def test_a_record_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Record(tmp_path / "r").close()
    with sqlite3.connect(tmp_path / "r") as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(LibraryDamagedError, match="newer version"):
        Record(tmp_path / "r")


def test_a_full_disk_is_said_to_be_full_and_nothing_is_lost(record: Record) -> None:
    put(record, FULL, [(passage("a1"), b"k")])
    (pages,) = record.rows("PRAGMA page_count")[0]
    record.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryDamagedError, match="Free some space"):
        put(record, Article("a2", "", "x" * 500_000), [])
    record.rows("PRAGMA max_page_count = 1000000")
    assert [article.id for article in record.articles()] == ["a1"]
    put(record, Article("a2", "", "x" * 500_000), [])


def test_a_record_that_another_process_holds_is_said_to_be_busy(record: Record, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "library.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    record.rows("PRAGMA busy_timeout = 50")
    with pytest.raises(LibraryLockedError, match="another process"):
        record.set_setting("a", "b")
    other.close()
    record.set_setting("a", "b")


def test_every_error_is_a_library_error() -> None:
    assert issubclass(LibraryDamagedError, LibraryError)
    assert issubclass(LibraryLockedError, LibraryError)


def test_a_version_that_is_superseded_stays_readable_and_goes_with_its_article(record: Record) -> None:
    put(record, FULL, [(passage("a1"), b"k")], digest="first")
    newer = replace(FULL, text="Three. Four.", version=4)
    put(record, newer, [(passage("a1"), b"k")], digest="second", supersedes=True)
    assert record.article("a1") == newer
    assert record.versions("a1") == [FULL]
    assert record.version_digests("a1") == {"first": 3}
    assert record.passage_counts() == {"a1": 1}
    record.put_version(replace(FULL, version=5), "third", "elsewhere")
    assert [one.version for one in record.versions("a1")] == [3, 5]
    assert [sighting.file for sighting in record.sightings_of(["a1"])] == ["elsewhere", "file"]
    record.remove("a1")
    assert (record.versions("a1"), list(record.sightings_of(["a1"]))) == ([], [])


def test_a_story_is_named_after_another_copy_when_the_first_changes_or_goes(record: Record) -> None:
    for name, story in (("b", None), ("c", "b"), ("d", "b")):
        put(record, Article(name, "", name), story=story)
    put(record, Article("b", "", "changed"))
    assert [article.story for article in record.articles()] == ["b", "c", "c"]
    put(record, Article("b", "", "a copy again"), story="c")
    assert [article.story for article in record.articles()] == ["c", "c", "c"]
    put(record, Article("c", "", "changed, and still a copy"), story="c")
    assert [article.story for article in record.articles()] == ["b", "b", "b"]
    record.remove("b")
    assert [article.story for article in record.articles()] == ["c", "c"]


def test_what_was_committed_is_in_the_database_file_once_it_is_settled(
    record: Record, tmp_path: Path
) -> None:
    put(record, FULL)
    record.settle()
    assert (tmp_path / "library.sqlite-wal").stat().st_size == 0
    assert record.article("a1") == FULL
