"""A library made before the tables changed opens, answers, and is read anew when it is next indexed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from index import Library
from index.article import article_id
from index.embedding import Embedder
from index.preparing import vector_key
from index.record.database import RECORD_FILE

Write = Callable[[str, str | bytes], Path]
TEXT = "The ferry Anna left Port Sarn on Monday with forty people. Nobody was hurt."
_SCHEMA_1 = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, published TEXT, url TEXT,
  authors TEXT NOT NULL, place TEXT, key TEXT NOT NULL, origin TEXT NOT NULL, file TEXT NOT NULL,
  digest TEXT NOT NULL, story TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_story ON articles (story);
CREATE TABLE passages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, vector_key BLOB NOT NULL
);
CREATE TABLE vectors (
  fingerprint TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (fingerprint, key)
) WITHOUT ROWID;
CREATE TABLE fingerprints (
  hash INTEGER NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  words INTEGER NOT NULL, PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE TABLE removed (seq INTEGER PRIMARY KEY);
CREATE TRIGGER passage_removed AFTER DELETE ON passages
  BEGIN INSERT OR IGNORE INTO removed VALUES (old.seq); END;
CREATE TABLE indexes (
  name TEXT PRIMARY KEY, generation TEXT NOT NULL, through_seq INTEGER NOT NULL, passages INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def test_a_library_of_the_first_schema_opens_answers_and_is_read_again(
    write: Write, tmp_path: Path, embedder: Embedder
) -> None:
    folder = write("a.txt", TEXT)
    place = tmp_path / "library"
    place.mkdir()
    article = article_id("a.txt")
    key = vector_key(f"Ferry\n{TEXT}")
    vector = embedder.encode([f"Ferry\n{TEXT}"])[0].astype("float16").tobytes()
    old = sqlite3.connect(place / RECORD_FILE)
    old.executescript(_SCHEMA_1)
    for name, value in (("embedder", embedder.name), ("fingerprint", embedder.fingerprint)):
        old.execute("INSERT INTO settings VALUES (?, ?)", (name, value))
    old.execute(
        "INSERT INTO articles VALUES (?, 'Ferry', ?, NULL, NULL, NULL, '[]', NULL, 'a.txt', 'a.txt', ?, 'd', ?)",
        (article, TEXT, str(folder / "a.txt"), article),
    )
    old.execute(
        "INSERT INTO passages VALUES (NULL, ?, ?, 0, ?, ?, ?)",
        (f"{article}-0", article, len(TEXT), json.dumps([[0, len(TEXT)]]), key),
    )
    old.execute("INSERT INTO vectors VALUES (?, ?, ?)", (embedder.fingerprint, key, vector))
    old.execute("INSERT INTO fingerprints VALUES (1, ?, 9)", (article,))
    old.commit()
    old.close()

    with Library.open(place) as library:
        assert [one.text for one in library.articles()] == [TEXT]
        assert len(library.search_words(["ferry"], 5)) == 1
        assert library.article(article).version == 1
        report = library.index([folder])
        assert (report.new, report.changed, report.failed) == (0, 1, ())
        assert len(library.search_words(["ferry"], 5)) == 1
        assert library.index([folder]).unchanged == 1
