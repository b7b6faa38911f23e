"""Which files were read and which articles each held: what tells a changed folder from an unchanged one."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from index.record.published import Published

GONE = ""
"""The digest of a sighting whose file is still there and holds the article no longer."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was read: its size in bytes, its time in nanoseconds, its SHA-256, and how it was read.

    `how` is everything beside its bytes that decides what articles it gives. `failures` are (where, reason).
    """

    size: int
    mtime_ns: int
    hash: str
    how: str
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article seen in a file; `digest` is that of the version it holds, GONE where it holds it no longer."""

    file: str
    article_id: str
    origin: str
    digest: str


class Sightings(Published):
    """The files that were read, and the articles seen in them."""

    def file_state(self, path: str) -> FileState | None:
        """How a file was when it was last read, None where it never was or must be read again."""
        rows = self.rows("SELECT size, mtime_ns, hash, how, failures FROM files WHERE path = ?", (path,))
        if not rows:
            return None
        size, mtime_ns, digest, how, failures = rows[0]
        return FileState(
            int(size), int(mtime_ns), str(digest), str(how), tuple(map(tuple, json.loads(failures)))
        )

    def keep_files(self, states: Sequence[tuple[str, FileState]]) -> None:
        """Keeps how files, given with their paths, were when all their articles had been taken in."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (path, state.size, state.mtime_ns, state.hash, state.how, json.dumps(state.failures))
                    for path, state in states
                ],
            )

    def sightings_in(self, file: str) -> list[Sighting]:
        """The articles seen in a file, those it no longer holds among them."""
        rows = self.rows(
            "SELECT file, article_id, origin, digest FROM sightings WHERE file = ? ORDER BY article_id",
            (file,),
        )
        return [Sighting(*map(str, row)) for row in rows]

    def sighted(self, sighting: Sighting) -> None:
        """Keeps that a file holds an article that is in already; the article says where it was seen last."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?)",
                (sighting.file, sighting.article_id, sighting.origin, sighting.digest),
            )
            connection.execute(
                "UPDATE articles SET origin = ? WHERE id = ? AND digest = ?",
                (sighting.origin, sighting.article_id, sighting.digest),
            )

    def not_seen_again(self, file: str, seen: Collection[str]) -> None:
        """Marks as gone what a file held before and, read to its end without failure, holds no longer."""
        gone = [item.article_id for item in self.sightings_in(file) if item.article_id not in seen]
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE sightings SET digest = ? WHERE file = ? AND article_id = ?",
                [(GONE, file, article) for article in gone],
            )

    def files_seen(self, under: Sequence[str]) -> list[str]:
        """The files that articles were seen in and that stand at or under the given real paths, in order."""
        found: set[str] = set()
        for path in under:
            folder = path.rstrip(os.sep) + os.sep
            rows = self.rows(
                "SELECT DISTINCT file FROM sightings WHERE file = ? OR substr(file, 1, ?) = ?",
                (path, len(folder), folder),
            )
            found.update(str(row[0]) for row in rows)
        return sorted(found)

    def sightings_of(self, article_ids: Sequence[str]) -> Iterator[Sighting]:
        """Every sighting of the articles."""
        for row in self.rows_in(
            "SELECT file, article_id, origin, digest FROM sightings WHERE article_id IN ({})", article_ids
        ):
            yield Sighting(*map(str, row))

    def forget_sightings(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Drops sightings, given as (file, article id), and what is known of files that are left with none."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM sightings WHERE file = ? AND article_id = ?", pairs)
            connection.executemany(
                "DELETE FROM files WHERE path = ? AND path NOT IN (SELECT file FROM sightings)",
                sorted({(file,) for file, _ in pairs}),
            )
