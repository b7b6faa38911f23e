"""Puts an article into a record, with as much beside it as a test cares for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.article import Article, Passage
from index.dates import TimeExpression
from index.record import Kept, Record


def put(
    record: Record,
    article: Article,
    passages: Iterable[tuple[Passage, bytes]] = (),
    *,
    times: Sequence[TimeExpression] = (),
    bands: Sequence[int] = (),
    digest: str = "digest",
    file: str = "file",
    story: str | None = None,
    supersedes: bool = False,
) -> None:
    """Keep the article as one transaction."""
    kept = Kept(article, passages, times, b"", bands, digest, 1, file)  # type: ignore[arg-type]  # some raise
    record.put(kept, story=story, supersedes=supersedes)
