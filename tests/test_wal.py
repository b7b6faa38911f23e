"""A log of the record that was cut off or overwritten is noticed before SQLite passes over it in silence."""

from __future__ import annotations

import random
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.record.wal import cut_off, log_file, mend

PAGE = 4096
FRAME = 24 + PAGE
ROWS = 40
WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
print("open", flush=True)
while True:
    connection.execute("INSERT INTO rows (word) VALUES (hex(randomblob(900)))")
"""


def shared_file(record: Path) -> Path:
    return record.with_name(f"{record.name}-shm")


def connect(record: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(record, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, word TEXT)")
    connection.execute("CREATE INDEX IF NOT EXISTS words ON rows (word)")
    return connection


def rows(record: Path) -> list[int]:
    """The rows that SQLite finds, in a record that must be sound."""
    with closing(sqlite3.connect(record)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in connection.execute("SELECT n FROM rows ORDER BY n")]


Crash = Callable[..., Path]


@pytest.fixture
def crash(tmp_path: Path) -> Crash:
    """Makes a record as a writer leaves it that is killed after forty commits.

    With `copied` they are forty changes to rows of the database, which were copied into it from the log.
    """
    made = 0

    def crash(*, copied: bool = False) -> Path:
        nonlocal made
        made += 1
        chance = random.Random(made)
        live = tmp_path / "live" / f"{made}.sqlite"
        live.parent.mkdir(exist_ok=True)
        dead = tmp_path / f"dead-{made}" / "library.sqlite"
        dead.parent.mkdir()
        with closing(connect(live)) as connection:
            for _ in range(ROWS):
                connection.execute("INSERT INTO rows (word) VALUES (?)", (chance.randbytes(900).hex(),))
            if copied:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                for n in chance.sample(range(1, ROWS + 1), ROWS):
                    word = chance.randbytes(900).hex()
                    connection.execute("UPDATE rows SET word = ? WHERE n = ?", (word, n))
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            for suffix in ("", "-wal", "-shm"):
                shutil.copyfile(f"{live}{suffix}", f"{dead}{suffix}")
        return dead

    return crash


def cut(record: Path, size: int) -> None:
    with log_file(record).open("r+b") as log:
        log.truncate(size)


def commits(record: Path) -> list[int]:
    """The sizes of the log after each of its transactions."""
    data = log_file(record).read_bytes()
    places = range(32, len(data), FRAME)
    return [place + FRAME for place in places if struct.unpack_from(">I", data, place + 4)[0]]


def test_a_whole_log_and_no_log_are_nothing_to_speak_of(crash: Crash, tmp_path: Path) -> None:
    record = crash()
    assert cut_off(record) is None
    assert mend(record) is None
    assert rows(record) == list(range(1, ROWS + 1))
    assert not log_file(record).exists()  # closed, and nobody else had it open
    assert cut_off(record) is None
    assert cut_off(tmp_path / "nothing.sqlite") is None


@pytest.mark.parametrize(
    "place", ["start", "header", "first frame", "frame header", "page", "commit", "last byte"]
)
def test_a_cut_at_any_place_is_said_and_what_came_before_is_there(crash: Crash, place: str) -> None:
    record = crash()
    ends = commits(record)
    middle = ends[len(ends) // 2]
    size = {
        "start": 0,
        "header": 17,
        "first frame": 32,
        "frame header": middle + 11,
        "page": middle + 24 + 1000,
        "commit": middle,
        "last byte": ends[-1] - 1,
    }[place]
    cut(record, size)
    said = cut_off(record)
    assert said is not None
    assert "taken in last may be gone" in said
    assert "'dateline index' again" in said
    assert mend(record) == said
    if size < middle:  # the tables themselves were in the log
        with closing(sqlite3.connect(record)) as connection:
            assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []
    else:
        found = rows(record)
        assert found == list(range(1, len(found) + 1))
        assert 0 < len(found) < ROWS


@pytest.mark.parametrize(
    "shared", [None, b"", bytes(32768), b"garbage " * 4096], ids=["gone", "empty", "zeros", "garbage"]
)
def test_without_the_shared_memory_the_log_itself_says_that_it_ends_too_soon(
    crash: Crash, shared: bytes | None
) -> None:
    for size, expected in [(17, "no valid beginning"), (None, "in the middle of a change")]:
        record = crash()
        shared_file(record).unlink()
        if shared is not None:
            shared_file(record).write_bytes(shared)
        assert cut_off(record) is None
        cut(record, size or commits(record)[-1] - 1)
        said = cut_off(record)
        assert said is not None
        assert expected in said
        assert mend(record) == said


def test_garbage_behind_the_last_change_loses_nothing(crash: Crash) -> None:
    record = crash()
    with log_file(record).open("ab") as log:
        log.write(random.Random(1).randbytes(10_000))
    assert cut_off(record) is None
    assert rows(record) == list(range(1, ROWS + 1))


@pytest.mark.parametrize("place", [0, 20, 32 + 8, 32 + 24 + 77])
def test_an_overwritten_log_is_noticed(crash: Crash, place: int) -> None:
    record = crash()
    with log_file(record).open("r+b") as log:
        log.seek(place)
        log.write(b"garbage")
    said = cut_off(record)
    assert said is not None
    assert "cut off or overwritten: 0 of its" in said


def test_a_log_that_was_taken_away_is_noticed_where_the_database_lacks_what_it_held(crash: Crash) -> None:
    record = crash()
    log_file(record).unlink()
    assert "is missing" in (cut_off(record) or "")
    record = crash(copied=True)
    log_file(record).unlink()
    assert cut_off(record) is None
    assert rows(record) == list(range(1, ROWS + 1))


@pytest.mark.parametrize("with_shared", [True, False])
def test_a_cut_log_that_is_older_than_the_database_is_put_aside(crash: Crash, with_shared: bool) -> None:
    record = crash(copied=True)
    cut(record, commits(record)[ROWS // 2] + 100)
    if not with_shared:
        shared_file(record).unlink()
    spoilt = shutil.copytree(record.parent, record.parent.with_name("spoilt")) / record.name
    with closing(sqlite3.connect(spoilt)) as connection:  # what SQLite makes of it by itself
        assert connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    said = mend(record)
    assert said is not None
    assert "put aside as library.sqlite-wal.cut" in said
    assert ("may be gone" in said) is not with_shared
    assert rows(record) == list(range(1, ROWS + 1))
    assert cut_off(record) is None


def test_a_log_is_not_put_aside_under_somebody_who_reads_it(crash: Crash) -> None:
    record = crash(copied=True)
    with closing(sqlite3.connect(record)) as reader:
        reader.execute("SELECT COUNT(*) FROM rows").fetchall()
        cut(record, commits(record)[ROWS // 2] + 100)
        mend(record)
        assert log_file(record).exists()


def test_a_writer_at_work_is_no_damage(tmp_path: Path) -> None:
    record = tmp_path / "library.sqlite"
    connect(record).close()
    with subprocess.Popen([sys.executable, "-c", WRITE, str(record)], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            assert [said for said in (cut_off(record) for _ in range(25)) if said] == []
        finally:
            writer.kill()
    assert cut_off(record) is None  # killed, and all that was committed is there
