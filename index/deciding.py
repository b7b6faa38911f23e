"""Decides what an article is beside what the library holds: new, the same, another version of it, or a clash."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import Enum, auto

from index.record import Known


class Verdict(Enum):
    """What to do with an article that was read."""

    NEW = auto()
    """Nothing has its id."""
    SAME = auto()
    """It is in, in this version or as an earlier one."""
    AGAIN = auto()
    """It is in, and was read by older rules: it takes the place of what is there."""
    CHANGED = auto()
    """Its file changed: it takes the place of what is there."""
    NEWER = auto()
    """A newer version of its URL: it supersedes the one that is there, which stays readable."""
    OLDER = auto()
    """An older version of its URL: it can be read, and is not searched."""
    CLASH = auto()
    """Another article has its id."""


def decide(
    digest: str,
    day: date | None,
    *,
    reading: int,
    by_url: bool,
    known: Known | None,
    earlier_versions: Collection[str],
    only_here: bool,
) -> Verdict:
    """What an article is, by the digest of its content and its day (updated, else published).

    `by_url` says that its id comes from its URL; `only_here`, that what is there was read from no other file that
    still exists.
    """
    if known is None:
        return Verdict.NEW
    if digest == known.digest:
        return Verdict.SAME if known.reading == reading else Verdict.AGAIN
    if by_url:
        if digest in earlier_versions:
            return Verdict.SAME
        older = day is not None and known.day is not None and day < known.day
        return Verdict.OLDER if older else Verdict.NEWER
    return Verdict.CHANGED if only_here else Verdict.CLASH
