"""Pairs of reports on one event: what several articles say that answer one question, published within two days.

They are the hardest negatives for copies that real data have: the same names, places and figures, often the same
newsroom, in other words. Nobody has judged them, and a few are edits of one report, so what is measured on them is the
lowest it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.datafiles import records
from index.article import Article

QUESTIONS = "questions.jsonl"
"""The file, beside the articles, whose objects name the ids of the articles on each question as `articles`."""
_DAYS = 2  # between two reports on one event
_LEAST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports on one event."""

    one: Article
    other: Article

    @property
    def id(self) -> str:
        """What the pair is called in a report."""
        return f"same-event-{self.one.id}-{self.other.id}"


def pairs(data: Path, articles: Sequence[Article]) -> list[Pair]:
    """The pairs among the articles that a question of the folder `data` names together, each once, in order.

    None where the folder has no questions. Raises `DatasetError` for a file of another form.
    """
    file = data / QUESTIONS
    if not file.is_file():
        return []
    known = {article.id: article for article in articles if article.words >= _LEAST_WORDS}
    found: dict[tuple[str, str], Pair] = {}
    for question in records(file):
        named = sorted({one for one in question.texts("articles", optional=True) if one in known})
        for one, other in combinations(named, 2):
            if _near(known, one, other):
                found[one, other] = Pair(known[one], known[other])
    return [found[key] for key in sorted(found)]


def _near(known: Mapping[str, Article], one: str, other: str) -> bool:
    first, second = known[one].published, known[other].published
    return first is not None and second is not None and abs((first - second).days) <= _DAYS
