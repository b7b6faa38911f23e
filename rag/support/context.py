"""The context a quotation is judged in: the passage under its headline, source and publication date."""

from __future__ import annotations

import re
from datetime import date

from index.article import Hit

_PUBLISHED = re.compile(r"^Published:[ \t]*(.*)$", re.MULTILINE)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def context_of(hit: Hit) -> str:
    """The passage of a hit, under lines for headline, source and publication date.

    All three lines are always there and come first, so that no line of the passage can pass for one of them.
    """
    article = hit.article
    published = article.published.isoformat() if article.published else "unknown"
    head = (
        f"Headline: {_one_line(article.title)}",
        f"Source: {_one_line(article.source or 'unknown')}",
        f"Published: {published}",
    )
    return "\n".join((*head, "", hit.passage.text))


def published_of(context: str) -> date | None:
    """The day on the first `Published:` line of a context, or None."""
    match = _PUBLISHED.search(context)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1].strip()[:10])
    except ValueError:
        return None
