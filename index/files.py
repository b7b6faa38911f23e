"""Finds the files to index and reads the articles in them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.database import RECORD_FILE
from index.decoding import NotTextError
from index.errors import InputError
from index.readers import READERS, RawArticle, Unreadable, supported


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


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article read from a file, with the key its id is made of and the digest of what was read."""

    raw: RawArticle
    key: str
    origin: str
    file: str
    digest: str


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


def read_file(file: SourceFile) -> Iterator[ReadArticle | Failure]:
    """The articles of one file; what cannot be read is a Failure, never an exception."""
    shown = printable(file.path)
    data = _read_bytes(file.path)
    if isinstance(data, str):
        yield Failure(shown, data)
        return
    reader = READERS.get(file.path.suffix.lower())
    if reader is None:
        ending = printable(file.path.suffix)
        yield Failure(shown, f"{ending} files are not read; Dateline reads {supported()}")
        return
    try:
        for item in reader(data):
            where = f"{shown}, {item.where}" if item.where else shown
            if isinstance(item, Unreadable):
                yield Failure(where, item.reason)
                continue
            key = item.url or item.item_id or _own_key(file.relative, item.where)
            digest = hashlib.sha256(repr(replace(item, where="")).encode()).hexdigest()
            yield ReadArticle(item, key, where, printable(os.path.realpath(file.path)), digest)
    except NotTextError as error:
        yield Failure(shown, str(error))
    except Exception as error:  # a file is untrusted: whatever it makes a reader raise, the others go in
        yield Failure(shown, f"it cannot be read ({type(error).__name__}: {error})")


def _read_bytes(path: Path) -> bytes | str:
    """The bytes of a file, or why there are none; a pipe or a device is never opened: it may not end."""
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return "it is not a file but a pipe, a socket or a device"
        return path.read_bytes() or "it is empty"
    except OSError as error:
        return f"it cannot be opened: {error.strerror}"


def _own_key(relative: str, where: str) -> str:
    """The key of an article that has neither URL nor id: where it stands."""
    relative = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return f"{relative}#{where}" if where else relative
