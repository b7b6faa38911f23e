"""The record: one SQLite database that holds everything; the other stores are made from it.

One transaction an article. Passages are numbered once and for ever (`seq`), so an index knows by its highest
number what it lacks, and a number that is gone from the record is a passage that was removed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Passage
from index.filters import Filters
from index.published import Published

_ARTICLE_COLUMNS = "id, title, text, source, published, url, authors, place, key, origin, story"

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
    """What the record knows of an article it already holds."""

    digest: str
    file: str
    origin: str
    title: str


def _article(row: Sequence[str | None]) -> Article:
    published = row[4]
    return Article(
        id=row[0] or "",
        title=row[1] or "",
        text=row[2] or "",
        source=row[3],
        published=date.fromisoformat(published) if published else None,
        url=row[5],
        authors=tuple(json.loads(row[6] or "[]")),
        place=row[7],
        key=row[8] or "",
        origin=row[9] or "",
        story=row[10] or "",
    )


_DROP_UNUSED = "DELETE FROM vectors WHERE key NOT IN (SELECT vector_key FROM passages)"
_RENAME_STORY = (
    "UPDATE articles SET story = (SELECT MIN(id) FROM articles WHERE story = :id AND id <> :id) "
    "WHERE story = :id AND id <> :id"
)
_LAST = 2**62  # above every passage number


class Record(Published):
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
            f"SELECT {_ARTICLE_COLUMNS} FROM articles ORDER BY published IS NULL, published DESC, title, id LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [_article(row) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """The article with an id, None where there is none."""
        found = self.articles_by_id([article_id])
        return found.get(article_id)

    def articles_by_id(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with the given ids, by id; unknown ids are left out."""
        rows = self.rows_in(f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id IN ({{}})", ids)
        return {article.id: article for article in (_article(row) for row in rows)}

    def known(self, article_id: str) -> Known | None:
        """The digest and the origin of an article the record holds."""
        rows = self.rows("SELECT digest, file, origin, title FROM articles WHERE id = ?", (article_id,))
        return Known(*map(str, rows[0])) if rows else None

    def put(
        self,
        article: Article,
        passages: Iterable[tuple[Passage, bytes]],
        hashes: dict[int, int],
        file: str,
        digest: str,
    ) -> None:
        """Adds or replaces one article with its passages (each with the key of its vector), as one transaction.

        `hashes` maps the hash of each sentence to its number of words: what copies are found by.
        """
        with self.transaction() as connection:
            connection.execute("DELETE FROM articles WHERE id = ?", (article.id,))
            connection.execute(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    article.id,
                    article.title,
                    article.text,
                    article.source,
                    article.published.isoformat() if article.published else None,
                    article.url,
                    json.dumps(article.authors),
                    article.place,
                    article.key,
                    article.origin,
                    file,
                    digest,
                    article.story,
                ),
            )
            connection.executemany(
                'INSERT INTO passages (id, article_id, start, "end", sentences, vector_key) VALUES (?, ?, ?, ?, ?, ?)',
                [
                    (passage.id, article.id, passage.start, passage.end, json.dumps(passage.sentences), key)
                    for passage, key in passages
                ],
            )
            connection.executemany(
                "INSERT INTO fingerprints VALUES (?, ?, ?)",
                [(sentence, article.id, words) for sentence, words in hashes.items()],
            )

    def relocate(self, article_id: str, file: str, origin: str) -> None:
        """Keeps where an article that did not change was read from this time."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE articles SET file = ?, origin = ? WHERE id = ?", (file, origin, article_id)
            )

    def remove(self, article_id: str) -> None:
        """Removes an article, its passages, and the vectors that no other passage has, as one transaction."""
        with self.transaction() as connection:
            connection.execute(_RENAME_STORY, {"id": article_id})
            connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            connection.execute(_DROP_UNUSED)

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

    def leave_story(self, article_id: str) -> None:
        """Names the story that an article gave its name to after another of its copies: the article has changed."""
        with self.transaction() as connection:
            connection.execute(_RENAME_STORY, {"id": article_id})

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
        sql = f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE story IN ({{}}) ORDER BY published IS NULL, published, id"
        for row in self.rows_in(sql, stories):
            article = _article(row)
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
