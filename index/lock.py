"""The writer's lock of a library: one process writes, any number read.

The operating system holds the lock for the process and lets go of it when the process ends, however it ends. Who
holds it stands in a file beside it, which is only ever read to tell people.
"""

from __future__ import annotations

import os
import re
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
    owner = library / OWNER_FILE
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise LibraryLockedError(
            f"The library {library} is being written to by another process{_named(owner)}. "
            "Wait until it is done and run this again; questions can be asked meanwhile."
        ) from None
    except (OSError, NotImplementedError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise LibraryError(f"The library {library} cannot be written to: {reason}.") from error
    try:
        with suppress(OSError):  # only the message of others says less without it
            owner.write_text(f"process {os.getpid()}", "utf-8")
        yield
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _named(owner: Path) -> str:
    """The writer in brackets; nothing where the file is missing, no longer true, or not one of ours."""
    try:
        written = re.fullmatch(r"process ([1-9]\d{0,18})", owner.read_text("utf-8").strip())
        return f" ({written[0]})" if written and _lives(int(written[1])) else ""
    except (OSError, ValueError):
        return ""


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:  # it is another user's
        return True
    except (OSError, OverflowError):
        return False
    return True
