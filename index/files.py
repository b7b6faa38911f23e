"""Finds the files to index, and tells those that changed from those that did not."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import InputError
from index.record.database import RECORD_FILE

_TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index and its path relative to the folder that was given (its name, if given by itself)."""

    path: Path
    relative: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or an item of it, that did not become an article, and why."""

    path: str
    reason: str


def check_paths(paths: Sequence[str | os.PathLike[str]]) -> list[Path]:
    """The paths to index; raises InputError for one that does not exist."""
    checked = []
    for given in paths:
        path = Path(given).expanduser()
        try:
            exists = path.exists()
        except OSError as error:
            raise InputError(f"{printable(path)} cannot be opened: {error.strerror}.") from error
        if not exists:
            raise InputError(f"There is no file or folder {printable(path)}. Check the path and try again.")
        checked.append(path)
    return checked


def find_files(paths: Sequence[str | os.PathLike[str]]) -> list[SourceFile]:
    """Every file under the given files and folders in a fixed order; hidden files and folders are passed over.

    So are libraries, and folders behind links. A folder that cannot be opened stands in the list itself. Raises
    InputError for a path that does not exist.
    """
    found: dict[str, SourceFile] = {}

    def add(file: Path, relative: str) -> None:
        found.setdefault(os.path.realpath(file), SourceFile(file, relative))

    for path in check_paths(paths):
        if not path.is_dir():
            add(path, path.name)
            continue
        closed: list[OSError] = []
        for folder, folders, names in os.walk(path, onerror=closed.append):
            if RECORD_FILE in names:
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                file = Path(folder) / name
                add(file, file.relative_to(path).as_posix())
        for error in closed:
            file = Path(os.fsdecode(error.filename))
            add(file, file.relative_to(path).as_posix())
    return list(found.values())


def printable(path: str | Path) -> str:
    """A path that can be shown and stored: undecodable bytes and control characters are written as escapes."""
    text = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def real_path(path: Path) -> str:
    """The path that a file is known by in the record: without links, and printable."""
    return printable(os.path.realpath(path))


def stamp(path: Path) -> tuple[int, int] | None:
    """The size in bytes and the time in nanoseconds of a file, None where there is none to read.

    A file that was written a moment ago has the time 0: it may change again within the clock's tick, and such a
    change must be seen.
    """
    now = time.time_ns()
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size, status.st_mtime_ns if now - status.st_mtime_ns > _TICK else 0


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex; raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
