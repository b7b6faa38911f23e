"""One file to read: unpacked where it is gzipped, a piece at a time, and never more of it than it should be."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from index.errors import InputError

_GZIP = b"\x1f\x8b"
_HEAD = 65_536  # bytes that say what a file holds
_MOST_AT_ONCE = 256 * 2**20  # bytes; what is made of them in memory is a few times as much
_SURELY_HARMLESS = 64 * 2**20  # unpacked bytes, below which no ratio is looked at
_PIECE = 2**20  # bytes unpacked before the ratio is looked at again
_LARGEST_RATIO = 250  # news in gzip takes a third to a thirtieth of its size; deflate can reach 1 : 1032


FIELDS = ("text", "title", "source", "published", "updated", "url", "authors", "place", "id")
"""What an article has that a column of a table or a field of a JSON object may hold."""


class TooLargeError(ValueError):
    """The file, or what it unpacks to, is larger than can be meant."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are to be read.

    `columns` says which column of a table, or which field of a JSON object, holds what: from text, title, source,
    published, updated, url, authors, place and id to the file's own name for it. A field inside another is named
    with a dot ("content.body").
    """

    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = [name for name in self.columns if name not in FIELDS]
        if unknown:
            raise InputError(
                f"An article has no {', '.join(map(repr, unknown))} to read from a column. It has {', '.join(FIELDS)}."
            )


class _Unpacked(io.RawIOBase):
    """What a gzip file holds; raises TooLargeError where a small file unpacks without end."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        piece = self._gzip.read1(min(len(buffer), _PIECE))
        count = len(piece)
        buffer[:count] = piece
        self._count += count
        if self._count > _SURELY_HARMLESS and self._count > _LARGEST_RATIO * self._packed.tell():
            raise TooLargeError(
                f"it is a gzip bomb: it unpacks to more than {_LARGEST_RATIO} times its size. If it is not meant as "
                "one, unpack it and index what comes out"
            )
        return count

    def close(self) -> None:
        self._gzip.close()
        self._packed.close()
        super().close()


class Source:
    """One file to read.

    `name` is its name without ".gz", so that its ending says what is inside; `size` is that of the file on disk.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file is not there or may not be looked at."""
        self.path = path
        self.name = path.stem if path.suffix.lower() == ".gz" else path.name
        self.size = path.stat().st_size
        self._raw: BinaryIO | None = None
        self._position = 0
        self._head: bytes | None = None
        self._digest: str | None = None

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case, with its dot; "" where it has none."""
        return Path(self.name).suffix.lower()

    @property
    def position(self) -> int:
        """Bytes of the file, packed as it is, that have been read so far."""
        if self._raw is not None and not self._raw.closed:
            self._position = self._raw.tell()
        return self._position

    def open(self) -> BinaryIO:
        """The content from its beginning, unpacked where it is gzipped, whatever the name says.

        Reading raises gzip.BadGzipFile, EOFError or zlib.error where the gzip data is damaged, TooLargeError where it
        is a bomb.
        """
        raw = self.path.open("rb")
        self._raw = raw
        if raw.peek(len(_GZIP)).startswith(_GZIP):
            return io.BufferedReader(_Unpacked(raw), _HEAD)
        return raw

    def head(self) -> bytes:
        """The first 64 KiB of the content, by which readers tell what it is."""
        if self._head is None:
            with self.open() as stream:
                self._head = stream.read(_HEAD)
        return self._head

    def data(self) -> bytes:
        """The whole content; raises TooLargeError where that is more than 256 MiB."""
        pieces: list[bytes] = []
        length = 0
        with self.open() as stream:
            while length <= _MOST_AT_ONCE and (piece := stream.read(_PIECE)):
                pieces.append(piece)
                length += len(piece)
            _ = self.position  # the last one is kept once the file is closed
        if length > _MOST_AT_ONCE:
            raise TooLargeError(
                f"it is larger than {_MOST_AT_ONCE // 2**20} MiB; split it, or save it as JSON Lines or CSV, which "
                "are read an article at a time"
            )
        return b"".join(pieces)

    def digest(self) -> str:
        """The SHA-256, in hex, of the file as it lies on disk."""
        if self._digest is None:
            with self.path.open("rb") as raw:
                self._digest = hashlib.file_digest(raw, "sha256").hexdigest()
        return self._digest
