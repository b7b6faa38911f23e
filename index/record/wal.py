"""Finds out whether the record's write-ahead log was cut off, before SQLite opens it and leaves out the rest unsaid.

SQLite reads a log up to the first frame that does not fit and takes that for its end: right after a crash, silent
where a file was truncated. How long the log was stands in the shared memory file beside it, while that lives.
Formats: https://www.sqlite.org/fileformat2.html#walformat and https://www.sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_HEADER = 32  # bytes of the log before its first frame
_FRAME = 24  # bytes before each page
_MAGIC = (0x377F0682, 0x377F0683)  # the second: checksums over big-endian words
_VERSION = 3007000
_PAGES = {1 << power for power in range(9, 17)}  # sizes a page may have
_TRIES = 3
_TRY_LOCK = (  # the byte that SQLite's unix VFS calls UNIX_SHM_DMS
    "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)"
)
_AGAIN = "Run 'dateline index' again: what is missing is taken in again, everything else stays."


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the shared memory says of the log: frames in it, how many the database has, and their two salts."""

    frames: int
    copied: int
    copying: int
    """How many a copy into the database was begun for; beyond `copied` the database may be half-written."""
    salts: bytes


@dataclass(frozen=True, slots=True)
class _Log:
    """What the log itself holds."""

    size: int
    valid_header: bool
    salts: bytes
    committed: int
    """Frames up to the last that ends a transaction: what SQLite will read."""
    torn: bool
    """Whether more of this log follows that is no whole transaction."""


def log_file(record_file: Path) -> Path:
    """The write-ahead log of a record."""
    return record_file.with_name(f"{record_file.name}-wal")


def _shared_file(record_file: Path) -> Path:
    return record_file.with_name(f"{record_file.name}-shm")


def cut_off(record_file: Path) -> str | None:
    """A sentence for people where a part of the log is gone or not whole; None where all is well.

    To be asked before SQLite opens the record. Reads only, and may be asked while another process writes.
    """
    looked = _look(record_file)
    return _say(log_file(record_file).name, *looked) if looked else None


def mend(record_file: Path) -> str | None:
    """As `cut_off`, and puts a log aside that would spoil the database; the caller holds the writer's lock.

    What is left of a cut log may be older than pages that were copied into the database since: reading both would
    mix two states. The database alone is then the newer one, and whole.
    """
    looked = _look(record_file)
    if looked is None:
        return None
    log, shared = looked
    said = _say(log_file(record_file).name, log, shared)
    if said is None or log.committed == 0:  # SQLite passes over a log without a whole transaction
        return said
    if shared is not None and shared.salts == log.salts:
        spoils = log.committed < shared.copied == shared.copying
        spoils = spoils or (log.committed < shared.copying and _must_leave(record_file))
    else:
        spoils = _must_leave(record_file)
    if not spoils or _is_open(record_file):
        return said
    name = log_file(record_file).name
    aside = log_file(record_file).replace(record_file.with_name(f"{name}.cut"))
    _shared_file(record_file).unlink(missing_ok=True)
    lost = (
        ""
        if shared is not None and shared.copied >= shared.frames
        else f" What was taken in last may be gone. {_AGAIN}"
    )
    return (
        f"The record's log ({name}) was cut off. The record itself is whole and newer than what was left of the log, "
        f"which was put aside as {aside.name}.{lost}"
    )


def _look(record_file: Path) -> tuple[_Log, _Shared | None] | None:
    """The log and what the shared memory says of it, at one moment; None where somebody writes on and on."""
    for _ in range(_TRIES):
        before = _shared(record_file)
        log = _read(log_file(record_file))
        if before == _shared(record_file):
            return log, before
    return None


def _must_leave(record_file: Path) -> bool:
    """Whether the record is whole only without the log."""
    where = record_file.absolute().as_uri()
    return not _is_whole(f"{where}?mode=ro") and _is_whole(f"{where}?immutable=1")


def _is_open(record_file: Path) -> bool:
    """Whether any connection of any process has the record open; it then holds a lock on the shared memory."""
    if not _shared_file(record_file).is_file():
        return False
    command = [sys.executable, "-I", "-S", "-c", _TRY_LOCK, str(_shared_file(record_file))]
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


def _is_whole(uri: str) -> bool:
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)] and not (
                connection.execute("PRAGMA foreign_key_check").fetchall()
            )
    except sqlite3.Error:
        return False


def _say(name: str, log: _Log, shared: _Shared | None) -> str | None:
    if shared is not None and shared.frames > 0:
        found = log.committed if log.valid_header and log.salts == shared.salts else 0
        if found >= shared.frames or (found == 0 and shared.copied >= shared.frames):
            return None
        if log.size == 0:
            return f"The record's log ({name}) is missing: what was taken in last may be gone. {_AGAIN}"
        return (
            f"The record's log ({name}) was cut off or overwritten: {found:,} of its {shared.frames:,} pages are left, "
            f"so what was taken in last may be gone. {_AGAIN}"
        )
    if log.size > 0 and not log.valid_header:
        return (
            f"The record's log ({name}) has no valid beginning and is left out: what was taken in last may be "
            f"gone. {_AGAIN}"
        )
    if log.torn:
        return (
            f"The record's log ({name}) ends in the middle of a change, as after a crash or where a file was cut "
            f"off; that change is left out. {_AGAIN}"
        )
    return None


def _shared(record_file: Path) -> _Shared | None:
    """What the shared memory says; None where it is not there, not whole, or being written."""
    if not _shared_file(record_file).is_file():
        return None
    # Never opened in this process: closing it would drop the locks that SQLite may hold on it for another connection.
    data = subprocess.run(["cat", "--", _shared_file(record_file)], capture_output=True, check=False).stdout
    if len(data) < 136 or data[:48] != data[48:96]:
        return None
    version, frames = struct.unpack_from("=I", data, 0)[0], struct.unpack_from("=I", data, 16)[0]
    native = "<u4" if sys.byteorder == "little" else ">u4"
    if version != _VERSION or not data[12]:
        return None
    if _checksum(data[:40], native, (0, 0)) != struct.unpack_from("=II", data, 40):
        return None
    copied, copying = struct.unpack_from("=I", data, 96)[0], struct.unpack_from("=I", data, 128)[0]
    return _Shared(frames, copied, max(copied, copying), data[32:40])


def _read(file: Path) -> _Log:
    nothing = _Log(0, False, b"", 0, False)
    try:
        with file.open("rb") as log:
            size = os.fstat(log.fileno()).st_size
            return _frames(log, size) or replace(nothing, size=size)
    except OSError:
        return nothing


def _frames(log: BinaryIO, size: int) -> _Log | None:
    """Reads a log to the last frame that belongs to it; None where its header is no header."""
    header = log.read(_HEADER)
    if len(header) < _HEADER:
        return None
    magic, version, page = struct.unpack(">III", header[:12])
    order = ">u4" if magic & 1 else "<u4"
    sums = _checksum(header[:24], order, (0, 0))
    if magic not in _MAGIC or version != _VERSION or page not in _PAGES:
        return None
    if sums != struct.unpack(">II", header[24:]):
        return None
    salts, frames, committed = header[16:24], 0, 0
    while len(frame := log.read(_FRAME + page)) == _FRAME + page and frame[8:16] == salts:
        sums = _checksum(frame[:8] + frame[_FRAME:], order, sums)
        if sums != struct.unpack(">II", frame[16:24]):
            break
        frames += 1
        if any(frame[4:8]):  # a frame that ends a transaction says how large the database is
            committed = frames
    # A log is written again from its beginning: frames of other salts are what it held before, and no damage.
    torn = frames > committed or (bool(frame) and (len(frame) < 16 or frame[8:16] == salts))
    return _Log(size, True, salts, committed, torn)


def _checksum(data: bytes, order: str, before: tuple[int, int]) -> tuple[int, int]:
    """SQLite's checksum of a log: two sums that feed each other, here as one weighted sum of all words."""
    words = np.frombuffer(data, order).astype(np.uint32).reshape(-1, 2)
    powers = _powers(len(words))
    steps = np.stack([words[:, 0], words[:, 0] + words[:, 1]], axis=1)[::-1]
    start = np.array(before, np.uint32)
    total = (powers[:-1] * steps[:, None, :]).sum(axis=(0, 2), dtype=np.uint32) + powers[-1] @ start
    return int(total[0]), int(total[1])


@cache
def _powers(count: int) -> NDArray[np.uint32]:
    """The powers 0 to `count` of what one step does to the two sums, modulo 2**32; shape (count + 1, 2, 2)."""
    found = np.empty((count + 1, 2, 2), np.uint32)
    found[0] = np.eye(2, dtype=np.uint32)
    step = np.array([[1, 1], [1, 2]], np.uint32)
    for power in range(1, count + 1):
        found[power] = found[power - 1] @ step
    return found
