"""A hit made by hand: one passage that is a whole article."""

from __future__ import annotations

from datetime import date

from index import Article, Hit, Passage
from index.sentences import split


def hit_of(
    text: str,
    *,
    article_id: str = "a",
    story: str = "",
    title: str = "",
    source: str | None = None,
    published: date | None = None,
) -> Hit:
    """The hit of an article that has one passage, its whole text."""
    article = Article(
        id=article_id, title=title, text=text, source=source, published=published, story=story or article_id
    )
    passage = Passage(
        id=f"{article_id}:0",
        article_id=article_id,
        text=text,
        start=0,
        end=len(text),
        sentences=tuple(split(text)),
    )
    return Hit(passage, article, 1.0, 0.5)
