"""How the command line puts sources, dates and differing values into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag import Citation
from rag.result import ConflictValue, ResolvedDate, Source


def day_in_words(day: date) -> str:
    """16 August 2017."""
    return f"{day.day} {day:%B %Y}"


def source_line(source: Source) -> str:
    """Headline, source and date on one line; what is unknown is said to be."""
    published = day_in_words(source.published) if source.published else "no date"
    return f"{' '.join(source.title.split())} ({source.source or 'unknown source'}, {published})"


def resolved_line(resolved: ResolvedDate) -> str:
    """Wednesday → 16 August 2017, counted from 18 August 2017."""
    days = day_in_words(resolved.start)
    if resolved.end != resolved.start:
        days += f" to {day_in_words(resolved.end)}"
    return f"{resolved.text} → {days}, counted from {day_in_words(resolved.counted_from)}"


def conflict_line(value: ConflictValue, citations: Sequence[Citation]) -> str:
    """A differing value with the source and the date that give it."""
    cited = [citation.source for citation in citations if citation.n in value.citations]
    given = "; ".join(
        f"{source.source or 'unknown source'}, {day_in_words(source.published) if source.published else 'no date'}"
        for source in cited
    )
    return f"{value.value} ({given})"
