"""Seals a published index: the checksums of its files, by which damage is noticed before the index is searched.

A vector index in which one page of the graph was overwritten opens without complaint; searched, it misses a third of
what it should find or ends the whole process (Chroma 1.5.9). So its files are compared with what was written.
"""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

SEAL_FILE = "seal.json"
_OPENED = re.compile(r"^chroma\.sqlite3|\.lock$|^\.?seal\.json$")
"""Files that are written to where an index is opened, which SQLite guards or which hold nothing, and the seal."""
_PIECE = 1 << 20  # bytes read at once


def seal(folder: Path) -> None:
    """Writes down size, time and checksum of every file, in a file that takes the place of an earlier seal."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _OPENED.search(file.name)]
    sealed = {file.relative_to(folder).as_posix(): [*_stamp(file), _checksum(file)] for file in files}
    # Never written in place: an earlier seal may be shared with another generation.
    made = folder / f".{SEAL_FILE}"
    made.write_text(json.dumps(sealed), "utf-8")
    made.replace(folder / SEAL_FILE)


def broken_seal(folder: Path, *, every_byte: bool = False) -> str:
    """What is wrong with the files of an index, "" where nothing is or it was never sealed.

    A file of the size and time it was sealed with is taken to be the same one; with `every_byte` it is read.
    """
    try:
        sealed = json.loads((folder / SEAL_FILE).read_text("utf-8"))
        for name, (size, time, checksum) in sealed.items():
            file = folder / name
            found = _stamp(file)
            if found[0] != size:
                return f"{name} has {found[0]:,} bytes, not {size:,}"
            if (every_byte or found[1] != time) and _checksum(file) != checksum:
                return f"{name} is not what was written"
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        return "" if missing == SEAL_FILE else f"{missing} is missing"
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return f"its seal cannot be read ({error})"
    return ""


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            checksum = zlib.crc32(piece, checksum)
    return checksum
