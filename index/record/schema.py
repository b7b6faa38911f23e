"""The tables of the record, and the steps that carry an older library over to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, published TEXT, url TEXT,
  authors TEXT NOT NULL, place TEXT, key TEXT NOT NULL, origin TEXT NOT NULL, story TEXT NOT NULL,
  updated TEXT, language TEXT, raw_hash TEXT NOT NULL, provenance TEXT NOT NULL, version INTEGER NOT NULL,
  digest TEXT NOT NULL, reading INTEGER NOT NULL, signature BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_story ON articles (story);
CREATE INDEX IF NOT EXISTS articles_published ON articles (published);
CREATE TABLE IF NOT EXISTS versions (
  id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, published TEXT, url TEXT,
  authors TEXT NOT NULL, place TEXT, key TEXT NOT NULL, origin TEXT NOT NULL, story TEXT NOT NULL,
  updated TEXT, language TEXT, raw_hash TEXT NOT NULL, provenance TEXT NOT NULL, version INTEGER NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (id, version)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, hash TEXT NOT NULL, how TEXT NOT NULL,
  failures TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (
  file TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE, origin TEXT NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (file, article_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sightings_article ON sightings (article_id);
CREATE TABLE IF NOT EXISTS passages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, vector_key BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_article ON passages (article_id);
CREATE INDEX IF NOT EXISTS passages_vector ON passages (vector_key);
CREATE TABLE IF NOT EXISTS vectors (
  fingerprint TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (fingerprint, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS times (
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  first TEXT NOT NULL, last TEXT NOT NULL, relative INTEGER NOT NULL, PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS times_first ON times (first);
CREATE TABLE IF NOT EXISTS bands (
  hash INTEGER NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_article ON bands (article_id);
CREATE TABLE IF NOT EXISTS removed (n INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS passage_removed AFTER DELETE ON passages
  BEGIN INSERT INTO removed (seq) VALUES (old.seq); END;
CREATE TABLE IF NOT EXISTS indexes (
  name TEXT PRIMARY KEY, generation TEXT NOT NULL, through_seq INTEGER NOT NULL, passages INTEGER NOT NULL,
  removed_through INTEGER NOT NULL
) WITHOUT ROWID;
"""

FROM_1_TO_2 = (
    "CREATE TABLE sightings (file TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE, "
    "origin TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (file, article_id)) WITHOUT ROWID",
    "INSERT INTO sightings SELECT file, id, origin, digest FROM articles",
    "ALTER TABLE articles DROP COLUMN file",
    "ALTER TABLE articles ADD COLUMN updated TEXT",
    "ALTER TABLE articles ADD COLUMN language TEXT",
    "ALTER TABLE articles ADD COLUMN raw_hash TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE articles ADD COLUMN provenance TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE articles ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE articles ADD COLUMN reading INTEGER NOT NULL DEFAULT 0",  # read again when next indexed
    "ALTER TABLE articles ADD COLUMN signature BLOB NOT NULL DEFAULT x''",
    "DROP TABLE fingerprints",
    "DROP TRIGGER passage_removed",
    "ALTER TABLE removed RENAME TO removed_before",
    "CREATE TABLE removed (n INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL)",
    "INSERT INTO removed (seq) SELECT seq FROM removed_before ORDER BY seq",
    "DROP TABLE removed_before",
    "ALTER TABLE indexes ADD COLUMN removed_through INTEGER NOT NULL DEFAULT 0",
)
"""From sentence hashes to MinHash, from one file an article to sightings, from a set of removals to a log of them."""


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: a transaction would end at `executescript`."""
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip() != ";":
                yield statement.strip()
            statement = ""
