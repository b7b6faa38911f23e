"""Questions of several parts: each part is understood with what the parts before it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from index import Filters, Hit
from rag.answering import Finder
from rag.query import Query, understand
from rag.reader import Reading
from rag.settings import Settings
from tests.made_readings import query, readings

LED = "Gessa Brandt leads the union of the dockers."
SAID = "Gessa Brandt said that nobody would climb alone at night."


class _Reader:
    """Finds the sentence about the leader for who, and the one about what was said for everything else."""

    def read(self, asked: Query, _hits: Sequence[Hit]) -> list[Reading]:
        if asked.kind.startswith("who"):
            return readings(asked.question, LED, 0.9, spans=["Gessa Brandt"])
        return readings(asked.question, SAID, 0.9, spans=["nobody would climb alone at night"])


def test_a_pronoun_of_a_part_stands_for_whom_the_part_before_found() -> None:
    searched: list[str] = []

    def search(part: str, said: Sequence[Mapping[str, str]]) -> tuple[Query, Sequence[Hit]]:
        found = understand(part, said, Filters(), None, date(2024, 3, 10))
        searched.append(found.standalone)
        return found, [readings("Who?", LED, 0.9)[0].hit]

    finder = Finder(_Reader(), Settings(), 0.1, {})
    found = finder.find(
        query("Who leads the dockers' union, and what did she say of the night shift?"), [], search
    )
    assert searched == ["Who leads the dockers' union?", "What did Gessa Brandt say of the night shift?"]
    assert found.choice is not None
    assert found.choice.short == "Gessa Brandt; nobody would climb alone at night"
