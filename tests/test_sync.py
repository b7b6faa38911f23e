"""Indexing a folder again: only what changed is read, what vanished is said or taken out, nothing else goes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import index.indexing
from index import IndexReport, InputError, Library

Write = Callable[[str, str | bytes], Path]
TEXT = "The ferry {} left Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said in Velmora."


def aged(folder: Path) -> Path:
    """The folder with files that were last written a minute ago, so that their time can be trusted."""
    for file in folder.rglob("*"):
        if file.is_file():
            before = file.stat().st_mtime_ns - 60_000_000_000
            os.utime(file, ns=(before, before))
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, in order."""
    names: list[str] = []
    read_file = index.indexing.read_file

    def read(file: index.indexing.SourceFile, *args: object, **kwargs: object) -> object:
        names.append(file.path.name)
        return read_file(file, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(index.indexing, "read_file", read)
    return names


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.superseded


def test_only_files_that_changed_are_read_again(library: Library, write: Write, reads: list[str]) -> None:
    write("a.txt", TEXT.format("Anna"))
    folder = aged(write("b.txt", TEXT.format("Berta")))
    assert counts(library.index([folder])) == (2, 0, 0, 0)
    reads.clear()
    assert counts(library.index([folder])) == (0, 0, 2, 0)
    assert reads == []
    write("b.txt", TEXT.format("Bruna"))
    assert counts(library.index([folder])) == (0, 1, 1, 0)
    assert reads == ["b.txt"]


def test_a_file_that_was_only_touched_is_not_read_again(
    library: Library, write: Write, reads: list[str]
) -> None:
    folder = aged(write("a.txt", TEXT.format("Anna")))
    library.index([folder])
    (folder / "a.txt").touch()
    reads.clear()
    assert counts(library.index([folder])) == (0, 0, 1, 0)
    assert reads == []


def test_a_change_of_the_same_length_in_the_same_moment_is_seen(library: Library, write: Write) -> None:
    folder = write("a.txt", TEXT.format("Anna"))
    time = (folder / "a.txt").stat().st_mtime_ns
    library.index([folder])
    write("a.txt", TEXT.format("Enno"))
    os.utime(folder / "a.txt", ns=(time, time))
    assert counts(library.index([folder])) == (0, 1, 0, 0)
    assert "Enno" in library.articles()[0].text


def test_a_failure_is_reported_every_time_though_the_file_is_read_once(
    library: Library, write: Write, reads: list[str]
) -> None:
    lines = [json.dumps({"id": "a", "text": TEXT.format("Anna")}), "{broken", json.dumps({"id": "b"})]
    folder = aged(write("feed.jsonl", "\n".join(lines)))
    first = library.index([folder])
    again = library.index([folder])
    assert reads == ["feed.jsonl"]
    assert first.failed == again.failed
    assert len(again.failed) == 2
    assert counts(again) == (0, 0, 1, 0)


def test_other_column_names_read_a_file_again(library: Library, write: Write, reads: list[str]) -> None:
    record = {"id": "a", "text": TEXT.format("Anna"), "headline": "One", "slug": "Two"}
    folder = aged(write("feed.jsonl", json.dumps(record)))
    library.index([folder])
    library.index([folder], columns={"title": "slug"})
    assert reads == ["feed.jsonl", "feed.jsonl"]
    assert library.articles()[0].title == "Two"


def test_what_vanished_is_said_and_taken_out_only_when_asked(library: Library, write: Write) -> None:
    write("a.txt", TEXT.format("Anna"))
    write("keep/b.txt", TEXT.format("Berta"))
    feed = [json.dumps({"id": name, "text": TEXT.format(name)}) for name in ("Carla", "Dora")]
    folder = write("feed.jsonl", "\n".join(feed))
    library.index([folder])
    (folder / "a.txt").unlink()
    write("feed.jsonl", feed[0])
    report = library.index([folder])
    assert (report.vanished, report.removed, len(library.articles())) == (2, 0, 4)
    assert library.index([folder]).vanished == 2
    report = library.index([folder], prune=True)
    assert (report.vanished, report.removed) == (0, 2)
    assert sorted(article.key for article in library.articles()) == ["Carla", "keep/b.txt"]
    assert library.search_words(["Anna"], 5) == []
    assert library.search_words(["Dora"], 5) == []
    assert len(library.search_vectors(library.embed_query("ferry"), 9)) == 2
    assert library.index([folder], prune=True).removed == 0


def test_pruning_a_folder_leaves_what_came_from_elsewhere(
    library: Library, write: Write, tmp_path: Path
) -> None:
    folder = write("a.txt", TEXT.format("Anna"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text(TEXT.format("Berta"))
    library.index([folder, other])
    shutil.rmtree(other)
    assert library.index([folder], prune=True).removed == 0
    assert len(library.articles()) == 2


def test_an_article_that_still_stands_in_another_file_is_not_pruned(library: Library, write: Write) -> None:
    item = json.dumps({"url": "https://news.example/ferry", "text": TEXT.format("Anna")})
    write("monday.jsonl", item)
    folder = write("tuesday.jsonl", item)
    assert counts(library.index([folder])) == (1, 0, 1, 0)
    (folder / "monday.jsonl").unlink()
    assert library.index([folder], prune=True).removed == 0
    (folder / "tuesday.jsonl").unlink()
    write("other.txt", TEXT.format("Olga"))
    assert library.index([folder], prune=True).removed == 1


def test_an_empty_folder_is_not_believed(library: Library, write: Write) -> None:
    folder = write("a.txt", TEXT.format("Anna"))
    library.index([folder])
    (folder / "a.txt").unlink()
    report = library.index([folder], prune=True)
    assert report.removed == 0
    assert "Is the disk there?" in report.notes[0]
    assert len(library.articles()) == 1


def test_a_file_that_cannot_be_read_any_more_keeps_its_articles(library: Library, write: Write) -> None:
    folder = write("a.json", json.dumps({"id": "a", "text": TEXT.format("Anna")}))
    library.index([folder])
    write("a.json", "{broken")
    report = library.index([folder], prune=True)
    assert (len(report.failed), report.removed, len(library.articles())) == (1, 0, 1)


def test_a_newer_version_supersedes_and_the_older_stays_readable(library: Library, write: Write) -> None:
    url = "https://news.example/2024/strike"
    first = {"url": url, "text": TEXT.format("Anna"), "published": "2024-03-01"}
    second = {**first, "text": TEXT.format("Anna") + " Two were found later.", "updated": "2024-03-02"}
    write("1.json", json.dumps(first))
    folder = write("2.json", json.dumps(second))
    report = library.index([folder])
    assert (counts(report), report.failed) == ((1, 1, 0, 1), ())
    (article,) = library.articles()
    assert (article.version, article.updated.isoformat() if article.updated else None) == (2, "2024-03-02")
    (old,) = library.versions(article.id)
    assert (old.version, old.text) == (1, TEXT.format("Anna"))
    assert library.article(article.id, version=1) == old
    assert library.article(article.id, version=2) == article
    with pytest.raises(InputError, match="no version 3; it has 1, 2"):
        library.article(article.id, version=3)
    assert len(library.search_words(["ferry"], 9)) == 1
    assert counts(library.index([folder])) == (0, 0, 2, 0)


def test_an_older_version_that_comes_late_does_not_take_the_newer_ones_place(
    library: Library, write: Write
) -> None:
    item = {"url": "https://news.example/a", "text": TEXT.format("Anna"), "published": "2024-03-05"}
    folder = write("1.json", json.dumps(item))
    library.index([folder])
    write("2.json", json.dumps({**item, "text": TEXT.format("Old"), "published": "2024-03-01"}))
    assert counts(library.index([folder])) == (0, 0, 1, 1)
    (article,) = library.articles()
    assert "Anna" in article.text
    assert [(one.version, "Old" in one.text) for one in library.versions(article.id)] == [(2, True)]
    assert counts(library.index([folder])) == (0, 0, 2, 0)


def test_what_is_removed_goes_with_its_versions_and_comes_back_with_its_file(
    library: Library, write: Write
) -> None:
    item = {"url": "https://news.example/a", "text": TEXT.format("Anna"), "published": "2024-03-05"}
    write("1.json", json.dumps({**item, "text": TEXT.format("Quirinella"), "published": "2024-03-01"}))
    folder = write("2.json", json.dumps(item))
    library.index([folder])
    (article,) = library.articles()
    assert library.files(article.id) == [str(folder / "1.json"), str(folder / "2.json")]
    library.remove(article.id)
    assert (library.articles(), library.versions(article.id), library.times(article.id)) == ([], [], [])
    library.close()
    assert b"Quirinella" not in (library.path / "library.sqlite").read_bytes()
    assert counts(library.index([folder])) == (1, 1, 0, 1)


def test_names_with_newlines_and_folders_two_hundred_deep_go_in_once(library: Library, write: Write) -> None:
    write("a\nb.txt", TEXT.format("Anna"))
    folder = aged(write("/".join(["d"] * 200) + "/c.txt", TEXT.format("Carla")))
    assert counts(library.index([folder])) == (2, 0, 0, 0)
    report = library.index([folder], prune=True)
    assert (counts(report), report.removed, report.failed) == ((0, 0, 2, 0), 0, ())


def test_times_are_kept_with_their_place_and_their_days(library: Library, write: Write) -> None:
    text = (
        "Velmora Wire\n\nThe ferry left on Wednesday, the coast guard said. It had been repaired last month."
    )
    folder = write("a.json", json.dumps({"text": text, "published": "2017-08-18"}))
    library.index([folder])
    (article,) = library.articles()
    found = {time.text: (time.first.isoformat(), time.last.isoformat()) for time in library.times(article.id)}
    assert found == {"Wednesday": ("2017-08-16", "2017-08-16"), "last month": ("2017-07-01", "2017-07-31")}
    for time in library.times(article.id):
        assert article.text[time.start : time.end] == time.text
