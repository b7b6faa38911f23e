"""Everything a library holds, in a form that two libraries can be compared by."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from index import Library
from index.indexes.search import homes
from index.record import Record

QUERIES = [
    "Who said that the ferry would close?",
    "a fire at the observatory in Ibbeth",
    "crates lost in the rain",
]
_TABLES = {
    "articles": "id",
    "versions": "id, version",
    "files": "path",
    "sightings": "file, article_id",
    "vectors": "fingerprint, key",
    "times": "article_id, start",
    "bands": "hash, article_id",
    "settings": "name",
}


def record_state(folder: Path) -> dict[str, Any]:
    """Every row of the record but what only numbers it, the vectors bit for bit."""
    with closing(
        sqlite3.connect(f"{(folder / 'library.sqlite').absolute().as_uri()}?mode=ro", uri=True)
    ) as rows:
        found = {
            name: rows.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall()
            for name, order in _TABLES.items()
        }
        found["passages"] = rows.execute(
            'SELECT id, article_id, start, "end", sentences, vector_key FROM passages ORDER BY article_id, start'
        ).fetchall()
    return found


def indexed(folder: Path) -> dict[str, list[str]]:
    """The ids of the passages that each derived index holds, once for each time it holds them."""
    with closing(Record(folder / "library.sqlite")) as record:
        ids = {int(seq): str(one) for seq, one in record.rows("SELECT seq, id FROM passages")}
        held = {}
        for home in homes(folder):
            state = record.index_state(home.name)
            assert state is not None, f"no {home.called} index is published"
            with closing(home.open(state)) as index:
                held[home.name] = sorted(ids.get(seq, f"unknown {seq}") for seq in index.seqs())
        return held


def found(library: Library) -> list[list[str]]:
    """What the queries find by meaning and by words; which of several with the last score is chance, and left out."""
    results = []
    for query in QUERIES:
        by_meaning = library.search_vectors(library.embed_query(query), 12)
        for scores in (by_meaning, library.search_words(query.split(), 12)):
            last = min((score for _, score in scores), default=0.0)
            hits = library.hits([hit for hit in scores if hit[1] > last + 0.001], {})
            results.append(sorted(hit.passage.id for hit in hits))
    return results


def whole_state(folder: Path) -> dict[str, Any]:
    """The record, what the indexes hold, and what is found."""
    with Library.open(folder) as library:
        results = found(library)
        notes = library.drain_notes()
    return {**record_state(folder), **indexed(folder), "found": results, "notes": notes}


def difference(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two states differ, to be shown: nothing where they are the same."""
    said = []
    for name in sorted(one.keys() | other.keys()):
        ours, theirs = one.get(name), other.get(name)
        if ours != theirs:
            pairs = zip(ours or [], theirs or [], strict=False)
            first = next(((a, b) for a, b in pairs if a != b), "one has more than the other")
            said.append(f"{name}: {first}")
    return said
