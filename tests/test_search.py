"""Searching: filters, a reader beside a writer, and indexes that are damaged and made again from the record."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import index.indexes.homes
import index.indexes.search
import index.indexes.vectors
from index import Filters, Library
from index.indexes.entries import IndexBrokenError
from index.indexes.keeper import Keeper
from index.lock import writer_lock
from index.samples import samples_path

Write = Callable[[str, str | bytes], Path]
TEXT = (
    "The ferry {} sailed from Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."
)


@pytest.fixture
def copied(samples_library: Library, tmp_path: Path) -> Library:
    """A copy of the sample library that a test may damage."""
    shutil.copytree(samples_library.path, tmp_path / "copy")
    return Library.open(tmp_path / "copy")


def keepers(library: Library) -> list[Keeper[Any]]:
    """What keeps the two indexes of a library open."""
    return [library._searcher.words_keeper, library._searcher.vectors_keeper]


def answers(library: Library) -> tuple[list[int], list[int]]:
    """What a search by meaning and a search by words find."""
    vector = library.embed_query("how many people are missing from the ferry")
    by_meaning = [seq for seq, _ in library.search_vectors(vector, 10)]
    return by_meaning, sorted(seq for seq, _ in library.search_words(["ferry", "missing"], 10))


FILTERS = [
    Filters(since=date(2024, 10, 1)),
    Filters(until=date(2017, 12, 31)),
    Filters(since=date(2024, 3, 5), until=date(2024, 3, 8)),
    Filters(sources=("VELMORA WIRE",)),
    Filters(sources=("the sarn courier", "Keldmouth Gazette"), since=date(2024, 3, 6)),
    Filters(since=date(2030, 1, 1)),
    Filters(sources=("nobody",)),
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_filters_let_the_same_passages_through_by_meaning_and_by_words(
    samples_library: Library, filters: Filters
) -> None:
    record = samples_library._record()
    everything = record.passages(record.seqs())
    names = {name.casefold() for name in filters.sources}
    allowed = {
        seq
        for seq, item in everything.items()
        if (not names or (item.article.source or "").casefold() in names)
        and (not filters.since or (item.article.published or date.min) >= filters.since)
        and (not filters.until or (item.article.published or date.max) <= filters.until)
    }
    vector = samples_library.embed_query("how many people")
    assert {seq for seq, _ in samples_library.search_vectors(vector, 999, filters)} == allowed
    unfiltered = dict(samples_library.search_words(["the", "people", "said"], 999))
    filtered = dict(samples_library.search_words(["the", "people", "said"], 999, filters))
    assert set(filtered) == allowed & set(unfiltered)
    assert all(score == pytest.approx(unfiltered[seq]) for seq, score in filtered.items())


def test_the_index_finds_what_exact_search_finds(samples_library: Library) -> None:
    vector = samples_library.embed_query("why was the hospital opened late")
    approximate = samples_library.search_vectors(vector, 20)
    exact = samples_library._searcher._exactly(vector, 20, Filters())
    assert [seq for seq, _ in approximate] == [seq for seq, _ in exact]
    assert [score for _, score in approximate] == pytest.approx([score for _, score in exact], abs=1e-3)


@pytest.mark.parametrize("k", [0, -1])
def test_no_hits_asked_for_are_no_hits_and_no_damage(samples_library: Library, k: int) -> None:
    vector = samples_library.embed_query("ferry")
    assert samples_library.search_vectors(vector, k) == samples_library.search_words(["ferry"], k) == []
    assert samples_library.search_vectors(vector, k, Filters(until=date(2030, 1, 1))) == []
    assert samples_library.drain_notes() == []


@pytest.mark.parametrize("words", [[], [""], ["?!"], ['"AND" OR (title:x)'], ["x" * 3_000], ["\ud800"[:0]]])
def test_odd_words_find_nothing_and_break_nothing(samples_library: Library, words: list[str]) -> None:
    assert isinstance(samples_library.search_words(words, 5), list)
    assert samples_library.drain_notes() == []


def garble(folder: Path, pattern: str, content: bytes | None) -> None:
    """Overwrites the files of the published generation; None cuts them in half."""
    for path in folder.rglob(pattern):
        if path.is_file():
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2] if content is None else content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "vectors: database cut in half": lambda p: garble(p / "vectors", "chroma.sqlite3", None),
    "vectors: database of garbage": lambda p: garble(p / "vectors", "chroma.sqlite3", b"garbage" * 99),
    "vectors: empty database": lambda p: garble(p / "vectors", "chroma.sqlite3", b""),
    "vectors: everything garbage": lambda p: garble(p / "vectors", "*", b"garbage" * 99),
    "vectors: folder gone": lambda p: shutil.rmtree(p / "vectors"),
    "vectors: generation gone": lambda p: shutil.rmtree(p / "vectors" / "gen-000001"),
    "words: folder gone": lambda p: shutil.rmtree(p / "words"),
    "words: everything garbage": lambda p: garble(p / "words", "*", b"garbage" * 99),
    "words: settings cut in half": lambda p: garble(p / "words", "meta.json", None),
    "words: terms cut in half": lambda p: garble(p / "words", "*.term", None),
    "words: store of garbage": lambda p: garble(p / "words", "*.store", b"garbage" * 99),
    "both gone": lambda p: [shutil.rmtree(p / name) for name in ("words", "vectors")],
}


@pytest.mark.parametrize("by", ["a reader", "a writer"])
@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_index_is_made_again_from_the_record_with_nothing_embedded(
    samples_library: Library, copied: Library, name: str, by: str, counting: object
) -> None:
    before = answers(samples_library)
    DAMAGE[name](copied.path)
    copied._embedder = counting  # type: ignore[assignment]  # counts what is embedded
    with copied:
        notes: list[str] = []
        if by == "a writer":
            notes.extend(copied.index([samples_path()]).notes)
        assert answers(copied) == before
        notes.extend(copied.drain_notes())
        kinds = {"vectors": ["vector"], "words": ["word"], "both g": ["vector", "word"]}
        expected = next(names for start, names in kinds.items() if name.startswith(start))
        assert [any(f"The {kind} index was damaged" in note for note in notes) for kind in expected]
        assert all("nothing was lost" in note for note in notes)
        assert len(notes) == len(expected)
        assert copied.drain_notes() == []
        assert all(keeper.index()[0] is not None for keeper in keepers(copied))
        assert counting.texts == []  # type: ignore[attr-defined]  # the fixture's class is in conftest


@pytest.mark.parametrize("pattern", ["data_level0.bin", "length.bin", "header.bin"])
def test_a_damaged_graph_never_gives_other_answers(
    samples_library: Library, copied: Library, pattern: str
) -> None:
    garble(copied.path / "vectors", pattern, b"\xff\x00garbage" * 99)
    with copied:
        assert answers(copied) == answers(samples_library)


def test_a_reader_goes_on_while_a_writer_publishes_one_generation_after_another(
    library: Library, write: Write
) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    with Library.open(library.path) as reader:
        vector = reader.embed_query("ferry")
        for number in range(4):
            library.index([write(f"{number}.txt", TEXT.format(f"Number {number}"))])
            assert len(reader.search_vectors(vector, 99)) == number + 2
            assert len(reader.search_words(["ferry"], 99)) == number + 2
        assert reader.drain_notes() == []


def test_an_index_that_was_swept_away_under_a_search_is_not_called_damaged(
    library: Library, write: Write
) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    with Library.open(library.path) as reader:
        vector = reader.embed_query("ferry")
        opened, state = reader._searcher.vectors_keeper.index()
        assert opened is not None
        opened.close()
        library.index([write("b.txt", TEXT.format("Berta"))])
        reader._searcher.vectors_keeper.failed(state, IndexBrokenError("closed"))
        assert len(reader.search_vectors(vector, 9)) == 2
        assert reader.drain_notes() == []


def test_new_articles_are_found_exactly_and_old_ones_not_before_the_index_is_published(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", TEXT.format("Anna"))
    folder = write("b.txt", TEXT.format("Berta"))
    library.index([folder])
    with Library.open(library.path) as reader:
        vector = reader.embed_query("hospital")
        assert len(reader.search_vectors(vector, 9)) == len(reader.search_words(["ferry"], 9)) == 2
        write("a.txt", "A hospital with 210 beds was opened in Ostrel by the minister.")

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(index.indexes.homes, "make_next", fail)
        report = library.index([folder])
        assert any(
            "vector index could not be made" in note and "free some space" in note for note in report.notes
        )
        found = reader.search_vectors(vector, 1)
        assert "hospital" in reader.hits(found, {})[0].passage.text
        assert len(reader.search_vectors(vector, 9)) == 2
        assert len(reader.search_words(["ferry"], 9)) == 1
        monkeypatch.undo()
        assert library.index([folder]).notes == ()
        assert len(reader.search_words(["hospital"], 9)) == 1


def test_an_index_that_cannot_be_made_again_is_said_once_and_the_record_is_searched(
    copied: Library, samples_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(index.indexes.homes, "make_next", fail)
    shutil.rmtree(copied.path / "vectors")
    with copied:
        for _ in range(3):
            assert answers(copied) == answers(samples_library)
        assert len(copied.drain_notes()) == 1


@pytest.mark.parametrize("wrong", ["gone", "never made"])
def test_a_large_library_is_mended_while_questions_are_answered(
    copied: Library, samples_library: Library, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(index.indexes.search, "VECTORS_AT_ONCE", 10)
    monkeypatch.setattr(index.indexes.search, "WORDS_AT_ONCE", 10)
    with Library.open(copied.path) as library:
        record = library._record()
        for name in ("vectors", "words"):
            shutil.rmtree(copied.path / name)
            if wrong == "never made":
                record.withdraw(name)
        by_meaning, _ = answers(library)
        assert by_meaning == answers(samples_library)[0]
        assert sum("run 'dateline doctor'" in note for note in library.drain_notes()) == 2
        library._searcher.rebuilder.wait(120)
        assert answers(library) == answers(samples_library)
        assert all(keeper.index()[0] is not None for keeper in keepers(library))
        assert len(library.drain_notes()) == (0 if wrong == "never made" else 2)


@pytest.mark.parametrize("at_once", [True, False], ids=["a small library", "a large one"])
def test_what_a_killed_writer_did_not_publish_is_published_by_the_next_reader(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    library.index([write("a.txt", TEXT.format("Anna"))])
    with monkeypatch.context() as patch:
        patch.setattr(
            index.indexes.homes, "make_next", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        write("a.txt", TEXT.format("Clara"))
        with pytest.raises(KeyboardInterrupt):
            library.index([write("b.txt", TEXT.format("Berta"))])
    if not at_once:
        monkeypatch.setattr(index.indexes.search, "VECTORS_AT_ONCE", 1)
        monkeypatch.setattr(index.indexes.search, "WORDS_AT_ONCE", 1)
    with Library.open(library.path) as reader:
        vector = reader.embed_query("ferry")
        assert len(reader.search_vectors(vector, 9)) == 2
        reader.search_words(["ferry"], 9)
        reader._searcher.rebuilder.wait(120)
        assert len(reader.search_vectors(vector, 9)) == len(reader.search_words(["ferry"], 9)) == 2
        assert reader.search_words(["Anna"], 9) == []
        notes = reader.drain_notes()
        assert all("lacks what was taken in last" in note for note in notes)
        assert len(notes) == (0 if at_once else 2)


def test_what_is_made_in_the_background_ends_with_the_library(
    copied: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.indexes.search, "VECTORS_AT_ONCE", 10)
    shutil.rmtree(copied.path / "vectors")
    with Library.open(copied.path) as library:
        answers(library)
        process = library._searcher.rebuilder._process
    if process is not None:  # else it was quicker
        assert process.returncode is not None
    with writer_lock(copied.path, wait=10):
        pass


def test_a_writer_makes_what_a_reader_would(copied: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.indexes.search, "VECTORS_AT_ONCE", 10)
    shutil.rmtree(copied.path / "vectors")
    with Library.open(copied.path) as library, writer_lock(copied.path):
        by_meaning, _ = answers(library)
        library._searcher.rebuilder.wait(60)
        assert answers(library)[0] == by_meaning
        assert not (copied.path / "vectors").exists()


def test_threads_that_search_at_once_find_the_same(copied: Library, samples_library: Library) -> None:
    expected, found = answers(samples_library), []
    with copied:
        threads = [threading.Thread(target=lambda: found.append(answers(copied))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [expected] * 8


def test_indexes_that_are_replaced_are_closed(library: Library, write: Write) -> None:
    closed: list[str] = []
    original = index.indexes.vectors.ChromaIndex.close

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            index.indexes.vectors.ChromaIndex, "close", lambda self: (closed.append("x"), original(self))
        )
        for number in range(5):
            library.index([write(f"{number}.txt", TEXT.format(number))])
            library.search_vectors(library.embed_query("ferry"), 3)
        library.close()
        # each run makes one and checks the last; each search opens one: all are closed, the last two by close()
        made = 5 + 4 + 5
        assert len(closed) >= made


def test_stems_are_counted_found_and_written_out(samples_library: Library) -> None:
    assert samples_library.vocabulary.stems("The Ferries of Água") == ["the", "ferri", "of", "agua"]
    total, counts = samples_library.vocabulary.counts(["ferri", "xqzzv"])
    assert total == sum(samples_library.passage_counts().values())
    assert 0 < counts["ferri"] < total
    assert counts["xqzzv"] == 0
    assert dict(samples_library.vocabulary.starting("ferr"))["ferri"] <= counts["ferri"]
    assert [count for _, count in samples_library.vocabulary.starting("f")] == sorted(
        (count for _, count in samples_library.vocabulary.starting("f")), reverse=True
    )
    assert set(samples_library.vocabulary.written_out("ferri", 50)) >= {"ferry"}
    assert samples_library.vocabulary.written_out("xqzzv", 50) == {}


def test_without_a_word_index_nothing_is_counted(copied: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keeper, "index", lambda _: (None, None))
    with Library.open(copied.path) as library:
        assert library.vocabulary.counts(["ferri"]) == (0, {})
        assert library.vocabulary.starting("f") == []
        assert library.vocabulary.written_out("ferri", 5) == {}
