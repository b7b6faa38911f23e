"""Which articles a search may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filters:
    """Inclusive publication dates and source names (case-insensitive); empty fields let everything through.

    An article without a date passes only where no date is asked for; one without a source only where no source is.
    """

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.sources)

    def sql(self) -> tuple[str, Sequence[str]]:
        """The condition on the articles table, called `a`, and its values."""
        parts: list[str] = ["1"]
        values: list[str] = []
        if self.since:
            parts.append("a.published >= ?")
            values.append(self.since.isoformat())
        if self.until:
            parts.append("a.published <= ?")
            values.append(self.until.isoformat())
        if self.sources:
            parts.append(f"casefold(a.source) IN ({', '.join('?' * len(self.sources))})")
            values.extend(source.casefold() for source in self.sources)
        return " AND ".join(parts), values
