"""Checks every article beside what belongs to it: its passages, its time expressions, what copies are found by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from index.article import Article, Passage
from index.copies import signature
from index.dates import time_expressions
from index.doctor.diagnosis import Check, Finding, count, some
from index.doctor.record import Patient
from index.passages import passages
from index.preparing import embedded_text, vector_key
from index.record import Record
from index.record.rows import ARTICLE_COLUMNS, from_row

_BLOCK = 500  # articles looked at together

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Wrong:
    """The ids of the articles with something wrong, by what is wrong."""

    facts: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def check_articles(patient: Patient) -> list[Check]:
    """Every article and what belongs to it: four checks in one pass."""
    record, wrong = patient.record, _Wrong()
    usual = _usual_marks(record)
    articles = cut = times = 0
    for block in _blocks(record):
        ends = str(block[0][0]), str(block[-1][0])
        cuts = _grouped(record, 'id, start, "end", sentences, vector_key', "passages", "seq", ends)
        expressions = _grouped(record, 'start, "end", first, last', "times", "start", ends)
        bands = _grouped(record, "hash", "bands", "hash", ends)
        for row in block:
            article_id = str(row[0])
            articles += 1
            article = _article(row)
            if article is None:
                wrong.facts.append(article_id)
                continue
            own = cuts.get(article_id, [])
            cut += len(own)
            times += len(expressions.get(article_id, []))
            if not passages_fit(article, own):
                wrong.passages.append(article_id)
            if not times_fit(article.text, expressions.get(article_id, [])):
                wrong.times.append(article_id)
            marks = {int(band) for (band,) in bands.get(article_id, [])}
            if (len(row[-1]), len(marks)) != usual and not _marks_fit(article, row[-1], marks):
                wrong.marks.append(article_id)
    return [
        Check("articles", count(articles, "article"), _facts(patient, wrong.facts)),
        Check("passages", count(cut, "passage"), _passages(patient, wrong.passages)),
        Check("times", count(times, "time expression"), _times(patient, wrong.times)),
        Check("copies", count(articles, "signature"), _marks(patient, wrong.marks)),
    ]


def _usual_marks(record: Record) -> tuple[int, int]:
    """The bytes of a signature and the number of its bands that most articles have."""
    rows = record.rows(
        "SELECT length(signature), (SELECT COUNT(*) FROM bands WHERE article_id = id) FROM articles LIMIT 1000"
    )
    return Counter((int(size), int(bands)) for size, bands in rows).most_common(1)[0][0] if rows else (0, 0)


def _blocks(record: Record) -> Iterator[list[Row]]:
    last = ""
    while block := record.rows(
        f"SELECT {ARTICLE_COLUMNS}, signature FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, _BLOCK)
    ):
        yield block
        last = str(block[-1][0])


def _grouped(
    record: Record, columns: str, table: str, order: str, ends: tuple[str, str]
) -> Mapping[str, list[Row]]:
    """The rows of the articles from the first to the last of `ends`, by article."""
    found: dict[str, list[Row]] = {}
    sql = f"SELECT article_id, {columns} FROM {table} WHERE article_id BETWEEN ? AND ? ORDER BY article_id, {order}"
    for article_id, *row in record.rows(sql, ends):
        found.setdefault(str(article_id), []).append(tuple(row))
    return found


def _article(row: Row) -> Article | None:
    try:
        return from_row(row[:-1])
    except (ValueError, TypeError):
        return None


# what decides


def passages_fit(article: Article, rows: Sequence[Row]) -> bool:
    """Whether passages, as rows of (id, start, end, sentences, key), are cut from the article as they should be.

    Each lies in its text, starts and ends where its sentences do, and has the key of the vector of its own words.
    """
    if not rows:
        return not passages(article)
    for number, (passage_id, start, end, sentences, key) in enumerate(rows):
        try:
            spans = [(int(first), int(last)) for first, last in json.loads(sentences)]
        except (ValueError, TypeError):
            return False
        edges = [edge for span in spans for edge in span]
        if (
            passage_id != f"{article.id}-{number}"
            or not edges
            or edges != sorted(edges)
            or any(first == last for first, last in spans)
            or (edges[0], edges[-1]) != (start, end)
            or not 0 <= start < end <= len(article.text)
            or key != _key(article, article.text[start:end])
        ):
            return False
    return True


def _key(article: Article, text: str) -> bytes:
    return vector_key(embedded_text(article, Passage("", article.id, text, 0, len(text), ())))


def times_fit(text: str, rows: Sequence[Row]) -> bool:
    """Whether time expressions, as rows of (start, end, first day, last day), lie in the text and are days in order."""
    try:
        return all(
            0 <= start < end <= len(text) and date.fromisoformat(first) <= date.fromisoformat(last)
            for start, end, first, last in rows
        )
    except (ValueError, TypeError):
        return False


def _marks_fit(article: Article, blob: bytes, bands: set[int]) -> bool:
    marks = signature(article.text)
    return (blob, bands) == (marks.blob, set(marks.bands))


# what mends


def _found(patient: Patient, ids: Sequence[str], what: str, mended: str) -> tuple[Finding, ...]:
    if not ids:
        return ()
    return (
        Finding(f"{count(len(ids), 'article')} {what}: {some(list(ids))}", mended if patient.mend else ""),
    )


def _facts(patient: Patient, ids: Sequence[str]) -> tuple[Finding, ...]:
    """A date or a list that cannot be read is left out: better no date than a library that does not list."""
    if patient.mend and ids:
        with patient.record.transaction() as connection:
            for article_id in ids:
                row = connection.execute(
                    "SELECT published, updated, authors, provenance FROM articles WHERE id = ?", (article_id,)
                ).fetchone()
                published, updated = (day if _is_day(day) else None for day in row[:2])
                authors = row[2] if isinstance(_json(row[2]), list) else "[]"
                provenance = row[3] if isinstance(_json(row[3]), dict) else "{}"
                connection.execute(
                    "UPDATE articles SET published = ?, updated = ?, authors = ?, provenance = ? WHERE id = ?",
                    (published, updated, authors, provenance, article_id),
                )
    return _found(
        patient, ids, "with a date or other facts that cannot be read", "left out what cannot be read"
    )


def _is_day(value: object) -> bool:
    try:
        return value is None or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _json(value: object) -> object:
    try:
        return json.loads(str(value))
    except ValueError:
        return None


def _passages(patient: Patient, ids: Sequence[str]) -> tuple[Finding, ...]:
    """Cut anew; the vectors of passages that come out as they were are found by their keys and not embedded again."""
    if patient.mend:
        for article in patient.record.articles_by_id(ids).values():
            rows = [
                (
                    one.id,
                    one.article_id,
                    one.start,
                    one.end,
                    json.dumps(one.sentences),
                    _key(article, one.text),
                )
                for one in passages(article)
            ]
            with patient.record.transaction() as connection:
                connection.execute("DELETE FROM passages WHERE article_id = ?", (article.id,))
                connection.executemany(
                    'INSERT INTO passages (id, article_id, start, "end", sentences, vector_key) '
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    rows,
                )
    return _found(patient, ids, "whose passages are not what its text gives", "cut again")


def _times(patient: Patient, ids: Sequence[str]) -> tuple[Finding, ...]:
    if patient.mend:
        for article in patient.record.articles_by_id(ids).values():
            rows = [
                (article.id, one.start, one.end, one.first.isoformat(), one.last.isoformat(), one.relative)
                for one in time_expressions(article.text, article.published)
            ]
            with patient.record.transaction() as connection:
                connection.execute("DELETE FROM times WHERE article_id = ?", (article.id,))
                connection.executemany("INSERT OR IGNORE INTO times VALUES (?, ?, ?, ?, ?, ?)", rows)
    return _found(patient, ids, "with time expressions that its text does not have", "resolved again")


def _marks(patient: Patient, ids: Sequence[str]) -> tuple[Finding, ...]:
    if patient.mend:
        for article in patient.record.articles_by_id(ids).values():
            marks = signature(article.text)
            with patient.record.transaction() as connection:
                connection.execute("DELETE FROM bands WHERE article_id = ?", (article.id,))
                connection.executemany(
                    "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, article.id) for band in marks.bands]
                )
                connection.execute("UPDATE articles SET signature = ? WHERE id = ?", (marks.blob, article.id))
    return _found(patient, ids, "without what copies of it are found by", "computed again")
