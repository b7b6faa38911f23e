"""The library from outside: what is indexed, kept, changed, removed, and what is said when something is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import index.indexing
from index import (
    Article,
    InputError,
    Library,
    Progress,
)
from index.article import article_id
from index.embedding import Embedder
from index.indexing import Indexer
from index.preparing import title_from_text
from index.record import Record
from index.samples import samples_path

Write = Callable[[str, str | bytes], Path]
TEXT = (
    "The ferry {} sailed from Port Sarn on Monday with forty people. Nobody was hurt, the coast guard said."
)


def state(library: Library) -> tuple[list[Article], dict[str, int]]:
    return library.articles(), library.passage_counts()


def test_the_samples_go_in_and_a_second_run_changes_nothing(samples_library: Library) -> None:
    before = state(samples_library)
    report = samples_library.index([samples_path()])
    assert (report.read, report.unchanged, report.new, report.changed) == (26, 26, 0, 0)
    assert (report.failed, report.passages, report.embedded, report.notes) == ((), 0, 0, ())
    assert state(samples_library) == before


def test_every_sentence_of_every_sample_stands_in_a_passage_at_its_place(samples_library: Library) -> None:
    seqs = samples_library._record().seqs()
    for stored in samples_library._record().passages(seqs).values():
        assert stored.passage.text == stored.article.text[stored.passage.start : stored.passage.end]
    assert sum(samples_library.passage_counts().values()) == len(seqs)


def test_new_changed_unchanged_and_failed_files_are_counted(library: Library, write: Write) -> None:
    write("a.txt", TEXT.format("Anna"))
    write("b.txt", TEXT.format("Berta"))
    write("bad.pdf", b"%PDF-1.4")
    folder = write("empty.txt", b"")
    report = library.index([folder])
    assert (report.read, report.new, report.changed, report.unchanged) == (2, 2, 0, 0)
    assert sorted((Path(failure.path).name, failure.reason[:9]) for failure in report.failed) == [
        ("bad.pdf", "it is dam"),
        ("empty.txt", "it is emp"),
    ]
    write("b.txt", TEXT.format("Bella"))
    write("c.txt", TEXT.format("Clara"))
    report = library.index([folder])
    assert (report.read, report.new, report.changed, report.unchanged) == (3, 1, 1, 1)
    assert {article.text.split()[2] for article in library.articles()} == {"Anna", "Bella", "Clara"}


def test_an_article_without_date_or_headline_has_the_head_of_its_text_for_one(
    library: Library, write: Write
) -> None:
    library.index([write("a.txt", "OSTREL - " + TEXT.format("Anna"))])
    (article,) = library.articles()
    assert (article.published, article.place) == (None, "Ostrel")
    assert article.title == "The ferry Anna sailed from Port Sarn on Monday with forty people."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("It rained. It stopped.", "It rained."),
        ("one two three four five six seven eight nine ten eleven twelve thirteen, fourteen, fifteen", 14),
        ("x" * 9_000, 302),
        ("A - b", "A - b"),
    ],
)
def test_a_stand_in_headline_is_short(text: str, title: str | int) -> None:
    found = title_from_text(text)
    if isinstance(title, str):
        assert found == title
    else:
        assert found.endswith(" …")
        assert title in (len(found), len(found.split()) - 1)


def test_ids_depend_on_the_article_and_not_on_where_the_folder_is(
    library: Library, write: Write, tmp_path: Path
) -> None:
    write("sub/a.txt", TEXT.format("Anna"))
    write("url.md", f"---\nurl: https://example.org/b\n---\n{TEXT.format('Berta')}")
    folder = write("many.jsonl", json.dumps({"id": "c-7", "text": TEXT.format("Clara")}))
    library.index([folder])
    keys = {"sub/a.txt", "https://example.org/b", "c-7"}
    assert {article.id for article in library.articles()} == {article_id(key) for key in keys}
    folder.rename(tmp_path / "elsewhere")
    assert library.index([tmp_path / "elsewhere"]).unchanged == 3
    (tmp_path / "elsewhere" / "sub" / "a.txt").write_text(TEXT.format("Agnes"))
    report = library.index([tmp_path / "elsewhere"])
    assert (report.changed, report.failed) == (1, ())


def test_two_articles_with_one_id_are_an_error_that_names_both(
    library: Library, write: Write, tmp_path: Path
) -> None:
    write("x.jsonl", json.dumps({"id": 1, "text": TEXT.format("Anna")}))
    folder = write("y.jsonl", json.dumps({"id": 1, "text": TEXT.format("Berta")}))
    report = library.index([folder])
    assert (report.new, len(report.failed)) == (1, 1)
    assert "y.jsonl, line 1" in report.failed[0].path
    assert "x.jsonl, line 1" in report.failed[0].reason
    other = tmp_path / "other" / "z.jsonl"
    other.parent.mkdir()
    other.write_text(json.dumps({"id": 1, "text": TEXT.format("Clara")}))
    report = library.index([other.parent])
    assert (report.new, report.changed) == (0, 0)
    assert "x.jsonl, line 1" in report.failed[0].reason
    assert "z.jsonl" in report.failed[0].path
    assert "Anna" in library.article(article_id("1")).text


def test_the_same_article_twice_is_one(library: Library, write: Write) -> None:
    line = json.dumps({"id": 1, "text": TEXT.format("Anna")})
    report = library.index([write("x.jsonl", f"{line}\n{line}\n")])
    assert (report.read, report.new, report.unchanged, report.failed) == (2, 1, 1, ())


def test_hostile_names_and_text_go_in(library: Library, write: Write) -> None:
    write("two\nlines.txt", TEXT.format("Anna"))
    folder = write("x.jsonl", json.dumps({"text": TEXT.format("\ud800 \0 <script>"), "title": "t" * 5_000}))
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(TEXT.format("Berta"))
    report = library.index([folder])
    assert (report.new, report.failed) == (3, ())
    assert all(article.origin.isprintable() for article in library.articles())
    assert max(len(article.title) for article in library.articles()) < 310
    assert library.search_words(["script"], 5)


def test_removing_takes_an_article_out_of_the_record_the_vectors_and_the_words(
    library: Library, write: Write
) -> None:
    write("a.txt", TEXT.format("Anna"))
    library.index([write("b.txt", "A hospital with 210 beds was opened in Ostrel by the minister.")])
    query = library.embed_query("hospital beds")
    (hospital,) = (article for article in library.articles() if "hospital" in article.text)
    assert library.remove(hospital.id) == hospital
    assert [article.key for article in library.articles()] == ["a.txt"]
    assert library.search_words(["hospital"], 5) == []
    found = library.hits(library.search_vectors(query, 5), {})
    assert [hit.article.key for hit in found] == ["a.txt"]
    assert len(library._record().rows("SELECT * FROM vectors")) == 1
    with pytest.raises(InputError, match="articles list"):
        library.remove(hospital.id)
    library.remove(found[0].article.id)
    assert library.search_vectors(query, 5) == library.search_words(["ferry"], 5) == []


def test_nothing_is_embedded_twice(embedder: Embedder, counting: object, write: Write) -> None:
    record = Record(None)
    long = "\n\n".join(
        f"In town {n} the river rose by {n} metres and {n} people left by boat, he said." for n in range(60)
    )

    def run(folder: Path) -> list[str]:
        counting.texts.clear()  # type: ignore[attr-defined]  # the fixture's class is in conftest, no module
        Indexer(record, counting).run([folder])  # type: ignore[arg-type]  # see above
        return list(counting.texts)  # type: ignore[attr-defined]  # see above

    folder = write("a.txt", f"A headline\n\n{long}")
    first = run(folder)
    assert len(first) == len(set(first)) > 5
    assert run(folder) == []
    assert run(write("copy.txt", f"A headline\n\n{long}")) == []
    assert len(run(write("a.txt", f"A headline\n\n{long}\n\nThe end has come."))) == 1
    assert embedder.fingerprint


def test_progress_is_told_to_the_end(library: Library, write: Write) -> None:
    told: list[Progress] = []
    write("a.txt", TEXT.format("Anna"))
    library.index([write("b.txt", TEXT.format("Berta"))], progress=told.append)
    size = 2 * len(TEXT) + 9 - 4
    assert (told[-1].bytes_done, told[-1].bytes_total) == (size, size)
    assert (told[-1].articles, told[-1].passages, told[-1].file) == (2, 2, "b.txt")
    assert [step.bytes_done for step in told] == sorted(step.bytes_done for step in told)


def test_an_interrupted_run_keeps_what_was_done_and_the_next_goes_on(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.indexing, "_BATCH", 1)
    for name in "abcd":
        folder = write(f"{name}.txt", TEXT.format(name))

    def interrupt(progress: Progress) -> None:
        if progress.passages == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.index([folder], progress=interrupt)
    assert len(library.articles()) == 2
    assert len(library.search_vectors(library.embed_query("ferry"), 9)) == 2
    report = library.index([folder])
    assert (report.unchanged, report.new) == (2, 2)
    assert len(library.search_words(["ferry"], 9)) == 4


def test_vectors_of_another_library_serve_where_the_text_is_the_same(write: Write, tmp_path: Path) -> None:
    folder = write("a.txt", "The ferry Anna sank on Monday off the island of Roe. Nobody died.")
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        one.index([folder])
        assert two.adopt_vectors(tmp_path / "one") == 1
        write("b.txt", "A tax on windows was introduced in Port Lund by Mayor Ines Dahl on Friday.")
        report = two.index([folder])
        assert (report.passages, report.embedded) == (2, 1)
        assert [hit.article.key for hit in two.hits(two.search_words(["ferry"], 5), {})] == ["a.txt"]


def test_what_is_no_library_gives_no_vectors(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with Library.open(tmp_path / "library") as library:
        assert library.adopt_vectors(tmp_path / "other") == 0
        assert library.adopt_vectors(tmp_path / "none") == 0
        assert library.articles() == []
