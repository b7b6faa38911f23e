"""Which reading settles a question, before anything is told: corrections, and the newest count."""

from __future__ import annotations

from collections.abc import Sequence

from rag.choosing.corrections import corrected
from rag.choosing.disagree import newest_first
from rag.choosing.quoting import behind_dateline
from rag.query import Query
from rag.reader.reading import Reading
from rag.settings import Settings


def settle(query: Query, readings: Sequence[Reading], settings: Settings) -> list[Reading]:
    """The readings of a reader in the order that the articles themselves give them, best first.

    The first one's score is the confidence in the answer, so that this comes before the decision to abstain.
    """
    found = [behind_dateline(reading) for reading in readings]
    if settings.corrections:
        found = corrected(query, found)
    if settings.recency:
        found = newest_first(query, found)
    return found
