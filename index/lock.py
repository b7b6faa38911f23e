"""The writer's lock of a library: one process writes, any number read. A crashed writer's lock goes with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryError, LibraryLockedError

LOCK_FILE = "writer.lock"
OWNER_FILE = "writer.pid"


@contextmanager
def writer_lock(library: Path, *, wait: float = 0) -> Iterator[None]:
    """Holds the writer's lock; waits up to `wait` seconds. Raises LibraryLockedError, naming the other process."""
    lock = FileLock(library / LOCK_FILE)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        owner = library / OWNER_FILE
        process = owner.read_text("utf-8").strip() if owner.is_file() else "unknown"
        raise LibraryLockedError(
            f"The library {library} is being written to by another process ({process}). "
            "Wait until it is done and run this again; questions can be asked meanwhile."
        ) from None
    except OSError as error:
        raise LibraryError(f"The library {library} cannot be written to: {error.strerror}.") from error
    try:
        with suppress(OSError):  # only the message of others says less without it
            (library / OWNER_FILE).write_text(f"process {os.getpid()}", "utf-8")
        yield
    finally:
        with suppress(OSError):
            (library / OWNER_FILE).unlink(missing_ok=True)
        lock.release()
