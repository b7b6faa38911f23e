"""The doctor finds what was damaged, mends it, and leaves what is well as it is."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index import Library, LibraryDamagedError, LibraryLockedError, LibraryNotFoundError
from index.doctor import examine
from index.doctor.diagnosis import Diagnosis
from index.lock import writer_lock
from tests.conftest import CountingEmbedder
from tests.made_up import write_news
from tests.whole_state import difference, whole_state
from ui.cli import main


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A library in which all is well, and its state; not to be written to."""
    folder = tmp_path_factory.mktemp("doctor")
    news = write_news(folder / "news", files=9, items=6, copies=2)
    with Library.open(folder / "library") as library:
        library.index([news])
    return folder / "library", whole_state(folder / "library")


@pytest.fixture
def patient(sound: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A copy of it to be damaged."""
    return shutil.copytree(sound[0], tmp_path / "patient")


def diagnosed(folder: Path, *, mend: bool) -> Diagnosis:
    with Library.open(folder) as library:
        return examine(library, mend=mend)


def said(diagnosis: Diagnosis) -> dict[str, list[str]]:
    """What was found, by the name of the check."""
    return {
        check.name: [finding.what for finding in check.findings]
        for check in diagnosis.checks
        if check.findings
    }


def run(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_library_is_found_well_and_nothing_in_it_changes(
    sound: tuple[Path, dict[str, Any]], patient: Path
) -> None:
    for mend in (False, True):
        diagnosis = diagnosed(patient, mend=mend)
        assert (said(diagnosis), diagnosis.healthy) == ({}, True)
    names = [check.name for check in diagnosis.checks]
    assert names == [
        *("log", "record file", "articles", "passages", "times", "copies", "vectors", "stories", "files"),
        *("word index", "vector index", "leftovers"),
    ]
    assert difference(whole_state(patient), sound[1]) == []


ONE = "(SELECT MIN(id) FROM articles)"
DAMAGES: dict[str, tuple[str, list[str]]] = {
    "a passage that ends beyond its text": ("passages", ['UPDATE passages SET "end" = 99999 WHERE seq = 2']),
    "a passage that starts within a sentence": ("passages", ["UPDATE passages SET start = start + 3 WHERE seq = 2"]),
    "sentences that cannot be read": ("passages", ["UPDATE passages SET sentences = '[[' WHERE seq = 3"]),
    "sentences in no order": ("passages", ["UPDATE passages SET sentences = '[[5, 2]]' WHERE seq = 3"]),
    "a passage with the vector of another": (
        "passages",
        ["UPDATE passages SET vector_key = (SELECT vector_key FROM passages WHERE seq = 9) WHERE seq = 1"],
    ),
    "an article without passages": ("passages", [f"DELETE FROM passages WHERE article_id = {ONE}"]),
    "a passage of an article that is not there": (
        "record file",
        [
            "INSERT INTO passages (id, article_id, start, \"end\", sentences, vector_key) "
            "VALUES ('x-0', 'x', 0, 1, '[[0, 1]]', x'00')"
        ],
    ),
    "time expressions beyond the text": ("times", ['UPDATE times SET "end" = 99999 WHERE start > 10']),
    "a day that is none": ("times", [f"UPDATE times SET first = 'soon' WHERE article_id = {ONE}"]),
    "an article without bands": ("copies", [f"DELETE FROM bands WHERE article_id = {ONE}"]),
    "a signature cut off": ("copies", [f"UPDATE articles SET signature = x'00' WHERE id = {ONE}"]),
    "vectors that are gone": ("vectors", ["DELETE FROM vectors WHERE key IN (SELECT key FROM vectors LIMIT 3)"]),
    "a vector cut off": (
        "vectors", ["UPDATE vectors SET vector = x'00' WHERE key IN (SELECT key FROM vectors LIMIT 1)"]
    ),
    "a vector of infinities": (
        "vectors",
        ["UPDATE vectors SET vector = (SELECT replace(hex(zeroblob(384)), '00', '007C')) WHERE key = "
         "(SELECT MIN(key) FROM vectors)",
         "UPDATE vectors SET vector = CAST(vector AS BLOB)"],
    ),
    "vectors nothing uses": (
        "vectors",
        ["INSERT INTO vectors SELECT fingerprint, x'0102', vector FROM vectors LIMIT 1",
         "INSERT INTO vectors SELECT 'other@1', key, vector FROM vectors LIMIT 2"],
    ),
    "a story that no article has the name of": ("stories", [f"UPDATE articles SET story = 'gone' WHERE id = {ONE}"]),
    "an article of which no file is known": ("files", [f"DELETE FROM sightings WHERE article_id = {ONE}"]),
    "a word index that was never made": ("word index", ["DELETE FROM indexes WHERE name = 'words'"]),
    "a vector index that says it holds less": (
        "vector index", ["UPDATE indexes SET passages = passages - 1 WHERE name = 'vectors'"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_in_the_record_is_found_left_alone_and_then_mended(
    sound: tuple[Path, dict[str, Any]], patient: Path, damage: str
) -> None:
    name, statements = DAMAGES[damage]
    run(patient, *statements)
    before = (patient / "library.sqlite").read_bytes()
    looked = diagnosed(patient, mend=False)
    assert name in said(looked)
    assert not looked.healthy
    assert (patient / "library.sqlite").read_bytes() == before
    mended = diagnosed(patient, mend=True)
    assert name in said(mended)
    assert mended.healthy
    state = whole_state(patient)
    if name != "files":
        assert said(diagnosed(patient, mend=False)) == {}
    else:  # the next run reads all files again, and knows then
        assert state.pop("files") == []
        assert len(sound[1]["sightings"]) - len(state.pop("sightings")) == 1
    assert difference(state, {key: value for key, value in sound[1].items() if key in state}) == []


def test_only_what_has_no_vector_is_embedded(
    patient: Path, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.library.open_embedder", lambda *_args, **_kwargs: counting)
    for kind in ("words", "vectors"):
        shutil.rmtree(patient / kind)
    assert diagnosed(patient, mend=True).healthy
    assert counting.texts == []
    run(patient, "DELETE FROM vectors WHERE key IN (SELECT key FROM vectors LIMIT 2)")
    assert diagnosed(patient, mend=True).healthy
    assert len(counting.texts) == 2


def test_an_index_of_the_record_file_that_is_wrong_is_made_again(patient: Path) -> None:
    schema, name = "PRAGMA writable_schema = ON", "WHERE name = 'articles_published'"
    condition = "' WHERE published = ''never'' '"
    run(patient, schema, f"UPDATE sqlite_schema SET sql = sql || {condition} {name}")
    run(patient, f"UPDATE articles SET published = '2001-01-01' WHERE id = {ONE}")  # not in the index
    run(patient, schema, f"UPDATE sqlite_schema SET sql = replace(sql, {condition}, '') {name}")
    assert "articles_published" in said(diagnosed(patient, mend=False))["record file"][0]
    assert diagnosed(patient, mend=True).healthy
    assert said(diagnosed(patient, mend=False)) == {}


def test_facts_that_cannot_be_read_are_left_out_so_that_the_library_lists_its_articles(patient: Path) -> None:
    run(patient, f"UPDATE articles SET published = 'soon', authors = '{{', provenance = '3' WHERE id = {ONE}")
    assert list(said(diagnosed(patient, mend=False))) == ["articles"]
    assert diagnosed(patient, mend=True).healthy
    with Library.open(patient) as library:
        first = min(library.articles(), key=lambda article: article.id)
    assert (first.published, first.authors, first.provenance) == (None, (), {})


def test_an_index_file_that_was_overwritten_without_a_trace_is_found(patient: Path) -> None:
    (file,) = (patient / "words").rglob("*.fieldnorm")
    status, data = file.stat(), bytearray(file.read_bytes())
    data[len(data) // 3] ^= 0xFF
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "not what was written" in said(diagnosed(patient, mend=False))["word index"][0]
    assert diagnosed(patient, mend=True).healthy
    assert said(diagnosed(patient, mend=False)) == {}


def test_what_killed_writers_left_is_swept(patient: Path) -> None:
    for left in ("words/.making-abc", "vectors/gen-000009", "words/gen-000077"):
        (patient / left).mkdir()
        (patient / left / "half").write_bytes(b"made")
    (patient / "library.sqlite-wal.cut").write_bytes(b"old")
    assert "words/.making-abc" in said(diagnosed(patient, mend=False))["leftovers"][0]
    assert (patient / "words" / ".making-abc").is_dir()
    assert diagnosed(patient, mend=True).healthy
    names = {path.relative_to(patient).as_posix() for path in patient.glob("*/*")}
    assert names == {"words/gen-000001", "vectors/gen-000001"}
    assert not (patient / "library.sqlite-wal.cut").exists()


def test_a_library_that_is_not_there_not_one_or_in_use_is_an_error(
    patient: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LibraryNotFoundError):
        diagnosed(tmp_path / "nothing", mend=True)
    (tmp_path / "empty").mkdir()
    assert diagnosed(tmp_path / "empty", mend=True).healthy
    with writer_lock(patient), pytest.raises(LibraryLockedError):
        diagnosed(patient, mend=False)
    (patient / "library.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(LibraryDamagedError, match="index the articles again"):
        diagnosed(patient, mend=True)
    assert main(["doctor", "--library", str(patient)]) == 3
    assert "dateline doctor: The record" in capsys.readouterr().err


def test_the_command_prints_a_table_or_json_and_its_status_says_whether_all_is_well(
    patient: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shutil.rmtree(patient / "words")
    place = ["--library", str(patient)]
    assert main(["doctor", "--check", "--json", *place]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["healthy"] is False
    (found,) = [check for check in result["checks"] if check["findings"]]
    assert (found["name"], found["findings"][0]["mended"]) == ("word index", None)
    assert main(["doctor", *place]) == 0
    printed = capsys.readouterr()
    assert "made again from the record" in " ".join(printed.out.split())
    assert "All of it was mended." in printed.err
    assert main(["doctor", "--check", *place]) == 0
    printed = capsys.readouterr()
    assert "All is well." in printed.err
    assert "passages" in printed.out
