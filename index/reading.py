"""Reads the articles in a file: whatever it holds, there is an article or a reason, never an exception."""

from __future__ import annotations

import gzip
import hashlib
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.decoding import NotTextError
from index.files import Failure, SourceFile, printable, real_path
from index.readers import (
    RawArticle,
    ReadOptions,
    Remark,
    Source,
    TooLargeError,
    Unreadable,
    reader_for,
    supported,
)
from index.readers.raw import published_from_name, published_from_url


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article read from a file.

    `key` is what its id is made of, `origin` where it stands, for people, `file` the path of the file as the record
    has it, `digest` the SHA-256 of what was read (not of where it stood), `raw_hash` that of the file, byte for byte.
    """

    raw: RawArticle
    key: str
    origin: str
    file: str
    digest: str
    raw_hash: str


_DEFAULT = ReadOptions()


def read_file(
    file: SourceFile, options: ReadOptions = _DEFAULT, *, progress: Callable[[int], None] | None = None
) -> Iterator[ReadArticle | Failure | Remark]:
    """The articles of one file, one at a time; what cannot be read is a Failure, never an exception.

    `progress` is told after each of them how many bytes of the file, as it lies on disk, have been read so far.
    """
    shown = printable(file.path)
    try:
        if problem := _not_a_file(file.path):
            yield Failure(shown, problem)
            return
        source, path = Source(file.path), real_path(file.path)
        for item in _items(source, options):
            if isinstance(item, Remark):
                yield item
            elif isinstance(item, Unreadable):
                yield Failure(f"{shown}, {item.where}" if item.where else shown, item.reason)
            else:
                yield _article(item, file.relative, shown, path, source)
            if progress:
                progress(source.position)
    except (NotTextError, TooLargeError) as error:
        yield Failure(shown, str(error))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Failure(shown, f"its gzip data is damaged ({error}); what could be unpacked of it was read")
    except OSError as error:
        yield Failure(shown, f"it cannot be opened: {error.strerror or error}")
    except Exception as error:  # a file is untrusted: whatever it makes a reader raise, the others go in
        yield Failure(shown, f"it cannot be read ({type(error).__name__}: {error})")


def _items(source: Source, options: ReadOptions) -> Iterator[RawArticle | Unreadable | Remark]:
    if source.size == 0:
        yield Unreadable("it is empty")
        return
    reader = reader_for(source)
    if reader is None:
        ending = printable(source.suffix)
        yield Unreadable(f"{ending} files are not read; Dateline reads {supported()}")
        return
    yield from reader(source, options)


def _not_a_file(path: Path) -> str | None:
    """Why the path is none to open, if it is none: a pipe or a device may not end."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return "it is not a file but a pipe, a socket or a device"


def _article(item: RawArticle, relative: str, shown: str, path: str, source: Source) -> ReadArticle:
    raw = _dated(item, source.name)
    return ReadArticle(
        raw=raw,
        key=raw.url or raw.item_id or _own_key(relative, raw.where),
        origin=f"{shown}, {raw.where}" if raw.where else shown,
        file=path,
        digest=_digest(raw),
        raw_hash=source.digest(),
    )


def _dated(raw: RawArticle, name: str) -> RawArticle:
    """The article with the date in its URL or, where it has a file to itself, its file name, where nothing else has."""
    if raw.published is not None:
        return raw
    found: date | None = published_from_url(raw.url) if raw.url else None
    where = "URL"
    if found is None and not raw.where:
        found, where = published_from_name(name), "file name"
    if found is None:
        return raw
    return replace(raw, published=found, provenance={**raw.provenance, "published": where})


def _digest(raw: RawArticle) -> str:
    content = (
        raw.text,
        raw.title,
        raw.source,
        raw.published,
        raw.updated,
        raw.url,
        raw.authors,
        raw.place,
    )
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


def _own_key(relative: str, where: str) -> str:
    """The key of an article that has neither URL nor id: where it stands."""
    relative = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return f"{relative}#{where}" if where else relative
