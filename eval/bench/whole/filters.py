"""What a library is searched for: everything, its fullest month, day and source, and a source's fullest month."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from index import Library

EVERYTHING, MONTH, DAY, SOURCE, BOTH = "everything", "one month", "one day", "one source", "source and month"


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and how many passages it lets through; None where it does not look."""

    passages: int
    since: date | None = None
    until: date | None = None
    source: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the filter as JSON values."""
        days = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
        return asdict(self) | days


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an article a filter looks at, and how many passages it has."""

    published: date | None
    source: str | None
    passages: int


def counted(library: Library) -> list[Counted]:
    """The articles of a library as filters see them."""
    counts = library.passage_counts()
    return [Counted(one.published, one.source, counts.get(one.id, 0)) for one in library.articles()]


def choose(articles: Iterable[Counted]) -> dict[str, Asked]:
    """The filters by name: of each kind the one that lets the most passages through; none that lets none through."""
    total, months, days, sources, both = 0, _counter(), _counter(), _counter(), _counter()
    for one in articles:
        total += one.passages
        month = one.published and one.published.replace(day=1)
        for counter, key in (
            (months, (month, None)),
            (days, (one.published, None)),
            (sources, (None, one.source)),
            (both, (month, one.source)),
        ):
            counter[key] += one.passages
    found = {EVERYTHING: Asked(total)}
    for name, counter in ((MONTH, months), (DAY, days), (SOURCE, sources), (BOTH, both)):
        wanted = [
            (count, key)
            for key, count in counter.items()
            if count and (key[0] or name == SOURCE) and (key[1] or name in (MONTH, DAY))
        ]
        if wanted:
            count, (since, source) = max(wanted, key=lambda one: (one[0], str(one[1])))
            until = since and (since if name == DAY else _end_of(since))
            found[name] = Asked(count, since, until, source)
    return found


def _counter() -> Counter[tuple[date | None, str | None]]:
    return Counter()


def _end_of(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
