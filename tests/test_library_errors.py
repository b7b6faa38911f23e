"""What a library says when it is missing, something else, or damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import InputError, Library, LibraryDamagedError, LibraryNotFoundError, NotALibraryError

Write = Callable[[str, str | bytes], Path]
TEXT = "The ferry sailed from Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."


def test_a_missing_library_is_an_error_and_an_empty_folder_an_empty_library(tmp_path: Path) -> None:
    missing = Library.open(tmp_path / "no")
    for use in (missing.articles, missing.passage_counts, missing.summary, lambda: missing.article("a")):
        with pytest.raises(LibraryNotFoundError, match="dateline index"):
            use()
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / ".DS_Store").touch()
    with Library.open(empty) as library:
        assert (library.articles(), library.passage_counts()) == ([], {})
        assert (
            library.search_vectors(library.embed_query("ferry"), 5)
            == library.search_words(["ferry"], 5)
            == []
        )
    assert [path.name for path in empty.iterdir()] == [".DS_Store"]


def test_what_is_no_library_is_refused(write: Write) -> None:
    folder = write("a.txt", TEXT)
    for path, reason in [
        (folder / "a.txt", "is a file"),
        (folder, "holds other files"),
        (Path("x" * 999), "cannot be"),
    ]:
        with pytest.raises(NotALibraryError, match=reason):
            Library.open(path).articles()
        with pytest.raises(NotALibraryError, match=reason):
            Library.open(path).index([folder])
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_missing_path_is_an_error_and_makes_no_library(library: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        library.index([tmp_path / "nothing"])
    assert not library.path.exists()


def test_the_library_of_the_user_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LIBRARY", str(tmp_path / "mine"))
    assert Library.open().path == tmp_path / "mine"


def test_a_damaged_record_is_an_error_that_says_what_to_do(library: Library, write: Write) -> None:
    folder = write("a.txt", TEXT)
    library.index([folder])
    library.close()
    shutil.copyfile(__file__, library.path / "library.sqlite")
    for suffix in ("-wal", "-shm"):
        (library.path / f"library.sqlite{suffix}").unlink(missing_ok=True)
    with pytest.raises(LibraryDamagedError, match="index the articles again"):
        library.articles()


def test_a_closed_library_opens_again_when_used(library: Library, write: Write) -> None:
    library.index([write("a.txt", TEXT)])
    before = library.articles()
    library.close()
    library.close()
    assert library.articles() == before


def test_the_shared_reports_go_in(library: Library, shared_articles: Path) -> None:
    report = library.index([shared_articles])
    assert (report.new, report.failed, report.copies) == (2, (), 0)
    second, first = library.articles()
    assert (first.published, first.place, second.source) == (None, "Phnom Penh", "Reuters")
