"""An article as a row of the record, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from index.article import Article

ARTICLE_COLUMNS = (
    "id, title, text, source, published, url, authors, place, key, origin, story, updated, language, raw_hash, "
    "provenance, version"
)
"""The columns that the tables `articles` and `versions` have in common, in the order of the rows here."""

Value = str | int | None


def to_row(article: Article) -> tuple[Value, ...]:
    """The values of ARTICLE_COLUMNS."""
    return (
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
        article.story,
        article.updated.isoformat() if article.updated else None,
        article.language,
        article.raw_hash,
        json.dumps(dict(article.provenance)),
        article.version,
    )


def from_row(row: Sequence[Value]) -> Article:
    """The article of a row with the values of ARTICLE_COLUMNS."""
    return Article(
        id=_text(row[0]),
        title=_text(row[1]),
        text=_text(row[2]),
        source=_maybe(row[3]),
        published=_day(row[4]),
        url=_maybe(row[5]),
        authors=tuple(json.loads(_text(row[6]) or "[]")),
        place=_maybe(row[7]),
        key=_text(row[8]),
        origin=_text(row[9]),
        story=_text(row[10]),
        updated=_day(row[11]),
        language=_maybe(row[12]),
        raw_hash=_text(row[13]),
        provenance=json.loads(_text(row[14]) or "{}"),
        version=int(row[15] or 1),
    )


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _maybe(value: Value) -> str | None:
    return None if value is None else str(value)


def _day(value: Value) -> date | None:
    return date.fromisoformat(str(value)) if value else None
