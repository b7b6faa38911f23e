"""The record: one SQLite database that holds everything; the other stores are made from it.

One transaction an article. Passages are numbered once and for ever (`seq`), so an index knows by its highest
number what it lacks, and a number that is gone from the record is a passage that was removed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Passage
from index.dates import TimeExpression
from index.filters import Filters
from index.record.rows import ARTICLE_COLUMNS, from_row, to_row
from index.record.sightings import Sighting, Sightings

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its number in the record."""

    seq: int
    passage: Passage
    article: Article


@dataclass(frozen=True, slots=True)
class Summary:
    """How many articles a library holds, how many of them have no date, and the days the others span."""

    articles: int
    undated: int
    oldest: date | None
    newest: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of an article it already holds; `reading` is the version of the rules it was read by."""

    digest: str
    reading: int
    origin: str
    title: str
    version: int
    day: date | None
    """When it was updated, else published."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article with all that is kept beside it, ready for one transaction.

    `passages` come with the keys of their vectors; `times` are the time expressions of the text; copies are found by
    `signature` and `bands`.
    """

    article: Article
    passages: Sequence[tuple[Passage, bytes]]
    times: Sequence[TimeExpression]
    signature: bytes
    bands: Sequence[int]
    digest: str
    reading: int
    file: str


_DROP_UNUSED = "DELETE FROM vectors WHERE key NOT IN (SELECT vector_key FROM passages)"
_HEIR = "SELECT MIN(id) FROM articles WHERE story = :id AND id <> :id"
_RENAME_STORY = f"UPDATE articles SET story = ({_HEIR}) WHERE story = :id AND id <> :id"
_LAST = 2**62  # above every passage number


class Record(Sightings):
    """What one library holds: settings, articles, passages, vectors, and what each derived index contains."""

    # settings

    def setting(self, name: str) -> str | None:
        """The value of a setting, None where it was never set."""
        rows = self.rows("SELECT value FROM settings WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a setting."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # articles

    def articles(self, limit: int | None = None) -> list[Article]:
        """Every article, or the first `limit` of them, newest first, those without a date last."""
        rows = self.rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles ORDER BY published IS NULL, published DESC, title, id LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [from_row(row) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """The article with an id, None where there is none."""
        found = self.articles_by_id([article_id])
        return found.get(article_id)

    def articles_by_id(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with the given ids, by id; unknown ids are left out."""
        rows = self.rows_in(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id IN ({{}})", ids)
        return {article.id: article for article in (from_row(row) for row in rows)}

    def known(self, article_id: str) -> Known | None:
        """What is known of an article the record holds."""
        rows = self.rows(
            "SELECT digest, reading, origin, title, version, COALESCE(updated, published) FROM articles WHERE id = ?",
            (article_id,),
        )
        if not rows:
            return None
        digest, reading, origin, title, version, day = rows[0]
        when = date.fromisoformat(str(day)) if day else None
        return Known(str(digest), int(reading), str(origin), str(title), int(version), when)

    def put(self, kept: Kept, *, story: str | None = None, supersedes: bool = False) -> None:
        """Adds or replaces one article with all that belongs to it, as one transaction.

        `story` is that of the article it is a copy of; without one it has its own. Where it `supersedes` the article
        that is there, that one is kept as an earlier version. A story that was named after what is there is named
        after another of its copies.
        """
        marks = ", ".join("?" * len(to_row(kept.article)))
        columns = [name.strip() for name in ARTICLE_COLUMNS.split(",")] + ["digest", "reading", "signature"]
        with self.transaction() as connection:
            own = kept.article.id
            (heir,) = connection.execute(_HEIR, {"id": own}).fetchone()
            connection.execute(_RENAME_STORY, {"id": own})
            article = replace(kept.article, story=(heir if story == own else story) or own)
            if supersedes:
                connection.execute(
                    f"INSERT INTO versions ({ARTICLE_COLUMNS}, digest) "
                    f"SELECT {ARTICLE_COLUMNS}, digest FROM articles WHERE id = ?",
                    (article.id,),
                )
            connection.execute(
                f"INSERT INTO articles ({ARTICLE_COLUMNS}, digest, reading, signature) VALUES ({marks}, ?, ?, ?) "
                f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns)}",
                (*to_row(article), kept.digest, kept.reading, kept.signature),
            )
            for table in ("passages", "times", "bands"):
                connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article.id,))
            connection.executemany(
                'INSERT INTO passages (id, article_id, start, "end", sentences, vector_key) VALUES (?, ?, ?, ?, ?, ?)',
                [
                    (passage.id, article.id, passage.start, passage.end, json.dumps(passage.sentences), key)
                    for passage, key in kept.passages
                ],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO times VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        article.id,
                        time.start,
                        time.end,
                        time.first.isoformat(),
                        time.last.isoformat(),
                        time.relative,
                    )
                    for time in kept.times
                ],
            )
            connection.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?)",
                [(band, article.id) for band in kept.bands],
            )
            _see(connection, Sighting(kept.file, article.id, article.origin, kept.digest))

    def put_version(self, article: Article, digest: str, file: str) -> None:
        """Keeps an earlier version of an article that is in: it can be read and is never searched."""
        marks = ", ".join("?" * len(to_row(article)))
        with self.transaction() as connection:
            connection.execute(
                f"INSERT INTO versions ({ARTICLE_COLUMNS}, digest) VALUES ({marks}, ?)",
                (*to_row(article), digest),
            )
            _see(connection, Sighting(file, article.id, article.origin, digest))

    def versions(self, article_id: str) -> list[Article]:
        """The earlier versions of an article, in the order of their numbers."""
        rows = self.rows(
            f"SELECT {ARTICLE_COLUMNS} FROM versions WHERE id = ? ORDER BY version", (article_id,)
        )
        return [from_row(row) for row in rows]

    def version_digests(self, article_id: str) -> dict[str, int]:
        """The digests of the earlier versions of an article, with their numbers."""
        rows = self.rows("SELECT digest, version FROM versions WHERE id = ?", (article_id,))
        return {str(digest): int(version) for digest, version in rows}

    def times(self, article_id: str) -> list[TimeExpression]:
        """The time expressions of an article's text, in order, each with the days it means."""
        article = self.article(article_id)
        rows = self.rows(
            'SELECT start, "end", first, last, relative FROM times WHERE article_id = ? ORDER BY start',
            (article_id,),
        )
        text = article.text if article else ""
        return [
            TimeExpression(
                text[start:end],
                start,
                end,
                date.fromisoformat(first),
                date.fromisoformat(last),
                bool(relative),
            )
            for start, end, first, last, relative in rows
        ]

    def remove(self, article_id: str) -> None:
        """Removes an article and all that belongs to it, as one transaction; what no passage uses stays till dropped.

        The files it was seen in count as not read: one that is still there is taken in again with the next run.
        """
        with self.transaction() as connection:
            connection.execute(_RENAME_STORY, {"id": article_id})
            connection.execute(
                "DELETE FROM files WHERE path IN (SELECT file FROM sightings WHERE article_id = ?)",
                (article_id,),
            )
            connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def adopt_vectors(self, other: Path, fingerprint: str) -> int:
        """Copies an embedder's vectors from another record, and gives their number; raises sqlite3.Error.

        Texts that both have are then not embedded again. What no passage uses goes when an article changes.
        """
        with closing(sqlite3.connect(f"{other.absolute().as_uri()}?mode=ro", uri=True)) as source:
            rows = source.execute(
                "SELECT fingerprint, key, vector FROM vectors WHERE fingerprint = ?", (fingerprint,)
            )
            with self.transaction() as connection:
                return connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows).rowcount

    def drop_unused_vectors(self) -> None:
        """Removes the vectors of passages that are gone."""
        with self.transaction() as connection:
            connection.execute(_DROP_UNUSED)

    def summary(self) -> Summary:
        """How many articles there are, how many have no date, and the days the others span."""
        (row,) = self.rows("SELECT COUNT(*), COUNT(published), MIN(published), MAX(published) FROM articles")
        first, last = (date.fromisoformat(day) if day else None for day in row[2:])
        return Summary(int(row[0]), int(row[0]) - int(row[1]), first, last)

    def sources(self) -> list[str]:
        """The names of all sources, in order."""
        rows = self.rows("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY source")
        return [str(row[0]) for row in rows]

    def copies(self, stories: Sequence[str]) -> dict[str, list[Article]]:
        """The articles of each of the given stories, oldest first."""
        found: dict[str, list[Article]] = {}
        sql = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE story IN ({{}}) ORDER BY published IS NULL, published, id"
        for row in self.rows_in(sql, stories):
            article = from_row(row)
            found.setdefault(article.story, []).append(article)
        return found

    # passages

    def passage_counts(self) -> dict[str, int]:
        """The number of passages of each article."""
        return {
            str(article): int(count)
            for article, count in self.rows("SELECT article_id, COUNT(*) FROM passages GROUP BY article_id")
        }

    def passage_total(self) -> tuple[int, int]:
        """The number of passages and the highest number given to one (0, 0 when there are none)."""
        (row,) = self.rows("SELECT COUNT(*), COALESCE(MAX(seq), 0) FROM passages")
        return int(row[0]), int(row[1])

    def passages(self, seqs: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with the given numbers, by number; numbers that are gone are left out."""
        rows = list(
            self.rows_in(
                'SELECT seq, id, article_id, start, "end", sentences FROM passages WHERE seq IN ({})', seqs
            )
        )
        articles = self.articles_by_id(sorted({str(row[2]) for row in rows}))
        found: dict[int, StoredPassage] = {}
        for seq, passage_id, article_id, start, end, sentences in rows:
            article = articles.get(str(article_id))
            if article is None:  # removed between the two queries
                continue
            first, last = int(start), int(end)
            spans = tuple((int(a), int(b)) for a, b in json.loads(str(sentences)))
            passage = Passage(str(passage_id), article.id, article.text[first:last], first, last, spans)
            found[int(seq)] = StoredPassage(int(seq), passage, article)
        return found

    def article_ids(self, seqs: Sequence[int]) -> dict[int, str]:
        """The id of the article of each numbered passage; numbers that are gone are left out."""
        rows = self.rows_in("SELECT seq, article_id FROM passages WHERE seq IN ({})", seqs)
        return {int(seq): str(article) for seq, article in rows}

    def seqs(self, *, after: int = 0, filters: Filters | None = None) -> list[int]:
        """The numbers of the passages after `after` that the filters let through, in order."""
        where, values = (filters or Filters()).sql()
        rows = self.rows(
            f"SELECT p.seq FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.seq > ? AND {where} "
            "ORDER BY p.seq",
            (after, *values),
        )
        return [int(row[0]) for row in rows]

    # vectors

    def missing_vectors(self, fingerprint: str, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the keys for which there is no vector of this embedder yet."""
        have = {
            row[0]
            for row in self.rows_in(
                "SELECT key FROM vectors WHERE fingerprint = ? AND key IN ({})", keys, before=(fingerprint,)
            )
        }
        return {key for key in keys if key not in have}

    def put_vectors(self, fingerprint: str, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keeps vectors as float16, as one transaction. `vectors` has shape (len(keys), dimension)."""
        halves = vectors.astype(np.float16)
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)",
                [(fingerprint, key, row.tobytes()) for key, row in zip(keys, halves, strict=True)],
            )

    def vectors(
        self, fingerprint: str, *, after: int = 0, through: int = _LAST, limit: int = -1
    ) -> tuple[list[int], Vectors]:
        """Numbers and vectors, shape (n, dimension), of the passages after `after` up to `through`, in order."""
        rows = self.rows(
            # CROSS keeps SQLite to this order of the tables: the other way round it goes through every vector
            "SELECT p.seq, v.vector FROM passages p CROSS JOIN vectors v "
            "WHERE v.key = p.vector_key AND v.fingerprint = ? AND p.seq > ? AND p.seq <= ? ORDER BY p.seq LIMIT ?",
            (fingerprint, after, through, limit),
        )
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        flat = np.frombuffer(b"".join(row[1] for row in rows), np.float16)
        return [int(row[0]) for row in rows], flat.reshape(len(rows), -1).astype(np.float32)


def _see(connection: sqlite3.Connection, sighting: Sighting) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?)",
        (sighting.file, sighting.article_id, sighting.origin, sighting.digest),
    )
