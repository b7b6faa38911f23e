"""Checks of the record itself: SQLite's file, the vectors, the stories, and where the articles were seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.doctor.diagnosis import Check, Finding, count, some
from index.embedding import Embedder
from index.errors import EmbedderError
from index.preparing import embedded_text
from index.record import Record

_VECTORS = 4096  # looked at together
_NORM = 0.01  # by which the length of a vector kept as float16 may differ from 1
_EMBEDDED = 256  # texts embedded before they are kept


@dataclass(frozen=True, slots=True)
class Patient:
    """A library under examination; whoever has one holds the writer's lock."""

    folder: Path
    record: Record
    fingerprint: str
    embedder: Callable[[], Embedder]
    mend: bool

    def finding(self, what: str, mended: str, mending: Callable[[], None]) -> Finding:
        """A finding, mended where that is asked for."""
        if not self.mend:
            return Finding(what)
        mending()
        return Finding(what, mended)


# the file


def check_file(patient: Patient) -> Check:
    """SQLite's own checks: every page, every index, every reference between tables."""
    record = patient.record
    findings = []
    wrong = [str(row[0]) for row in record.rows("PRAGMA integrity_check(100)")]
    if wrong != ["ok"]:
        what = f"SQLite says: {some(wrong)}"
        if all("index" in line for line in wrong) and patient.mend:
            record.rows("REINDEX")
            wrong = [str(row[0]) for row in record.rows("PRAGMA integrity_check(100)")]
            findings.append(Finding(what, "its indexes were made again" if wrong == ["ok"] else ""))
        else:
            findings.append(Finding(what))
    orphans = record.rows("PRAGMA foreign_key_check")
    if orphans:
        tables = sorted({str(row[0]) for row in orphans})
        what = f"{count(len(orphans), 'row')} in {', '.join(tables)} of articles that are not there"
        findings.append(patient.finding(what, "taken out", lambda: _drop_orphans(record, tables)))
    (row,) = record.rows("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    return Check("record file", f"{row[0] / 1e6:,.1f} MB", tuple(findings))


def _drop_orphans(record: Record, tables: Sequence[str]) -> None:
    with record.transaction() as connection:
        for table in tables:
            column = "id" if table == "versions" else "article_id"
            connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM articles)")


# vectors


def check_vectors(patient: Patient) -> Check:
    """Every passage has a vector of the library's embedder, of the right length and of length 1; none is left over."""
    record, findings = patient.record, []
    dimension = _dimension(record, patient.fingerprint)
    bad = [key for key, vector in _stored(record, patient.fingerprint) if not _is_sound(vector, dimension)]
    total = int(record.rows("SELECT COUNT(*) FROM vectors")[0][0])
    if bad:
        what = f"{count(len(bad), 'vector')} of a wrong size or with values that no embedder gives"
        if not patient.mend:
            findings.append(Finding(what))
        else:
            with record.transaction() as connection:
                connection.executemany(
                    "DELETE FROM vectors WHERE fingerprint = ? AND key = ?",
                    [(patient.fingerprint, key) for key in bad],
                )
            findings.append(Finding(what, "taken out; what passages need is embedded again"))
    missing = [
        int(row[0])
        for row in record.rows(
            "SELECT MIN(seq) FROM passages p WHERE NOT EXISTS "
            "(SELECT 1 FROM vectors v WHERE v.fingerprint = ? AND v.key = p.vector_key) GROUP BY vector_key",
            (patient.fingerprint,),
        )
    ]
    if missing:
        what = f"{count(len(missing), 'text')} of passages without a vector"
        try:
            findings.append(patient.finding(what, "embedded again", lambda: _embed(patient, missing)))
        except EmbedderError as error:
            findings.append(Finding(f"{what}. {error}"))
    (unused,) = record.rows(
        "SELECT COUNT(*) FROM vectors WHERE fingerprint <> ? OR key NOT IN (SELECT vector_key FROM passages)",
        (patient.fingerprint,),
    )
    if unused[0]:
        what = f"{count(int(unused[0]), 'vector')} that no passage uses"
        findings.append(patient.finding(what, "taken out", lambda: _drop_unused(patient)))
    return Check("vectors", count(total, "vector"), tuple(findings))


def _dimension(record: Record, fingerprint: str) -> int:
    """How many numbers the vectors have: what most of a sample have."""
    rows = record.rows("SELECT length(vector) FROM vectors WHERE fingerprint = ? LIMIT 1000", (fingerprint,))
    return Counter(int(row[0]) for row in rows).most_common(1)[0][0] // 2 if rows else 0


def _stored(record: Record, fingerprint: str) -> Iterator[tuple[bytes, bytes]]:
    last = b""
    while rows := record.rows(
        "SELECT key, vector FROM vectors WHERE fingerprint = ? AND key > ? ORDER BY key LIMIT ?",
        (fingerprint, last, _VECTORS),
    ):
        yield from rows
        last = rows[-1][0]


def _is_sound(vector: bytes, dimension: int) -> bool:
    if len(vector) != 2 * dimension:
        return False
    values = np.frombuffer(vector, np.float16).astype(np.float32)
    return bool(abs(float(values @ values) - 1) <= 2 * _NORM)  # False also where a value is no number


def _embed(patient: Patient, seqs: Sequence[int]) -> None:
    record, embedder = patient.record, patient.embedder()
    keys = {
        int(seq): bytes(key)
        for seq, key in record.rows_in("SELECT seq, vector_key FROM passages WHERE seq IN ({})", seqs)
    }
    for at in range(0, len(seqs), _EMBEDDED):
        stored = list(record.passages(seqs[at : at + _EMBEDDED]).values())
        texts = [embedded_text(one.article, one.passage) for one in stored]
        record.put_vectors(patient.fingerprint, [keys[one.seq] for one in stored], embedder.encode(texts))


def _drop_unused(patient: Patient) -> None:
    with patient.record.transaction() as connection:
        connection.execute("DELETE FROM vectors WHERE fingerprint <> ?", (patient.fingerprint,))
    patient.record.drop_unused_vectors()


# stories and sightings


def check_stories(patient: Patient) -> Check:
    """Every story has the name of an article that belongs to it."""
    record = patient.record
    lost = [
        str(row[0])
        for row in record.rows(
            "SELECT DISTINCT a.story FROM articles a LEFT JOIN articles b ON b.id = a.story "
            "WHERE b.id IS NULL OR b.story <> a.story ORDER BY 1"
        )
    ]
    (total,) = record.rows("SELECT COUNT(DISTINCT story) FROM articles")
    if not lost:
        return Check("stories", count(int(total[0]), "story"))

    def rename() -> None:
        with record.transaction() as connection:
            connection.executemany(
                "UPDATE articles SET story = (SELECT MIN(id) FROM articles WHERE story = :story) WHERE story = :story",
                [{"story": story} for story in lost],
            )

    one = "story" if len(lost) == 1 else "stories"
    what = f"{len(lost):,} {one} named after an article that does not belong to it: {some(lost)}"
    return Check(
        "stories",
        count(int(total[0]), "story"),
        (patient.finding(what, "named after the first article that does", rename),),
    )


def check_sightings(patient: Patient) -> Check:
    """Every article was seen in a file, or no later run would notice that it vanished."""
    record = patient.record
    unseen = [
        str(row[0])
        for row in record.rows(
            "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM sightings) ORDER BY id"
        )
    ]
    (total,) = record.rows("SELECT COUNT(DISTINCT file) FROM sightings")
    looked_at = count(int(total[0]), "file")
    if not unseen:
        return Check("files", looked_at)

    def forget() -> None:
        with record.transaction() as connection:
            connection.execute("DELETE FROM files")

    what = f"{count(len(unseen), 'article')} of which no file is known: {some(unseen)}"
    mended = "the next 'dateline index' reads every file again and finds it"
    return Check("files", looked_at, (patient.finding(what, mended, forget),))
