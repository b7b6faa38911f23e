"""Files of a data set: plain or gzipped, told apart by content; JSON Lines or one JSON value; errors that say where."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from eval.errors import DatasetError
from eval.fields import Fields

T = TypeVar("T")
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"  # a byte order mark


def files_in(path: Path) -> list[Path]:
    """The file itself, or the files of a folder by name, hidden ones and folders in it left out.

    Raises `DatasetError` where there is nothing of the kind.
    """
    try:
        if not path.is_dir():
            if not path.exists():
                raise DatasetError(
                    f"{path}: there is no such file or folder. Give the path of the data with --data."
                )
            return [path]
        files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None
    if not files:
        raise DatasetError(f"{path}: there are no files in this folder. Give the folder that holds the data.")
    return files


def records(path: Path) -> Iterator[Fields]:
    """Each line of a JSON Lines file as an object whose fields can be asked for; blank lines are passed over.

    Split on line feeds only: U+2028 and its like may stand inside a JSON string. Raises `DatasetError`.
    """
    for number, raw in _read(path, lambda stream: enumerate(stream, start=1)):
        line = _text(raw.removeprefix(_MARK) if number == 1 else raw, f"{path}, line {number}")
        if line.strip():
            yield _fields(f"{path}, line {number}", line.rstrip("\r\n"))


def document(path: Path) -> Fields:
    """The one JSON object that a file is; raises `DatasetError`."""
    (data,) = _read(path, lambda stream: iter([stream.read()]))
    return _fields(str(path), _text(data.removeprefix(_MARK), str(path)))


def first_record(path: Path) -> Fields | None:
    """What tells the files of a folder apart: the first object of a JSON Lines file; None where there is none."""
    try:
        return next(records(path), None)
    except DatasetError:
        return None


def _read(path: Path, read: Callable[[BinaryIO], Iterator[T]]) -> Iterator[T]:
    """What `read` makes of the bytes of a file, unpacked where they are packed."""
    try:
        with path.open("rb") as packed:
            if packed.peek(2)[:2] != _GZIP:
                yield from read(packed)
                return
            with gzip.open(packed) as unpacked:
                yield from read(unpacked)  # type: ignore[arg-type]  # a GzipFile reads as a binary file does
    except FileNotFoundError:
        raise DatasetError(f"{path}: there is no such file. Give the path of a JSONL file.") from None
    except IsADirectoryError:
        raise DatasetError(f"{path}: this is a folder. Give the path of a JSONL file.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(f"{path}: the gzip file is damaged ({error}). Get it again.") from None
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{where}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8.") from None


def _fields(where: str, text: str) -> Fields:
    """Read a JSON object."""
    try:
        value: Any = json.loads(text)
    except json.JSONDecodeError as error:
        line = f", line {error.lineno}" if error.lineno > 1 else ""
        raise DatasetError(
            f"{where}{line}, column {error.colno}: not JSON ({error.msg}). Write one whole JSON object on the line."
        ) from None
    except (RecursionError, ValueError):
        raise DatasetError(f"{where}: not usable JSON. Write one plain JSON object on the line.") from None
    if not isinstance(value, dict):
        raise DatasetError(
            f"{where}: not a JSON object. Write one object {{...}} on each line, with no list around."
        )
    return Fields(where, value)
