"""Files that a command writes: found to be writable before the work, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


class OutputError(ValueError):
    """A file cannot be written; the message names it and says what to do."""


def check_file(file: Path) -> None:
    """Find out before the work, not after it, that a file cannot be written. Raises `OutputError`."""
    if file.is_dir():
        raise OutputError(f"{file}: this is a folder. Give the name of a file to write.")
    folder = file.absolute().parent
    if not folder.is_dir():
        raise OutputError(f"{file}: there is no folder {folder}. Make it first.")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{file}: the folder {folder} cannot be written to. Choose another file.")


def check_folder(folder: Path) -> None:
    """Make a folder where there is none. Raises `OutputError` where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{folder}: this is a file. Give the name of a folder.") from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror}). Choose another folder.") from None
    check_file(folder / "report.json")


def save(file: Path, text: str) -> None:
    """Write a file as a whole: what stood there stays until the new one is complete. Raises `OutputError`."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe is written to, not replaced
            file.write_text(text, "utf-8")
            return
        try:
            temporary.write_text(text, "utf-8")
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}). Choose another file.") from error
