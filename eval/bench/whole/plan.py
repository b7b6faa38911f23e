"""What is measured of a whole library, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TAKE, SYNC, SEARCH, REOPEN, KILL = "take", "sync", "search", "reopen", "kill"
SHARES = (16, 4, 1)
"""The library is made of a sixteenth of the articles, of a quarter, and of all."""
ONE_FILE, FILE_EACH = "one file", "a file each"
PACKINGS = (ONE_FILE, FILE_EACH)
UNTOUCHED, TOUCHED = "untouched", "touched"
STATES = (UNTOUCHED, TOUCHED)
DELETED, DAMAGED = "deleted", "damaged"
HARMS = (DELETED, DAMAGED)
REOPENED_PASSAGES = 50_000
"""Passages of the library whose indexes are lost, or as many as there are."""


@dataclass(frozen=True, slots=True)
class Step:
    """One measurement: what is measured, of which kind, the how manieth time."""

    what: str
    kind: str = ""
    round: int = 1
    last: bool = False
    """Whether no more rounds of the kind follow."""

    @property
    def id(self) -> str:
        """What it is kept under."""
        return f"whole/{self.what}/{self.kind}/{self.round}"

    def __str__(self) -> str:
        """What is being done, for people."""
        doing = {
            TAKE: "Indexing all articles" if self.kind == "1" else f"Indexing 1/{self.kind} of the articles",
            SYNC: f"Indexing unchanged articles, {self.kind}",
            SEARCH: "Searching with and without filters",
            REOPEN: f"Opening a library whose indexes are {self.kind}",
            KILL: "Killing a process that indexes",
        }[self.what]
        if self.what == TAKE:
            return doing
        return f"{doing}, {'number' if self.what == KILL else 'round'} {self.round}"


def steps(rounds: int, kills: int) -> Iterator[Step]:
    """Every measurement, the one that makes the library of all articles before those that need it."""
    for share in SHARES:
        yield Step(TAKE, str(share))
    for round_ in range(1, rounds + 1):
        for packing in PACKINGS:
            for state in STATES:
                yield Step(SYNC, f"{packing}, {state}", round_)
    for round_ in range(1, rounds + 1):
        yield Step(SEARCH, "", round_)
    for round_ in range(1, rounds + 1):
        for harm in HARMS:
            yield Step(REOPEN, harm, round_, last=round_ == rounds)
    for number in range(1, kills + 1):
        yield Step(KILL, "", number)


def moment(number: int, kills: int, draw: float) -> float:
    """When the kill with a number, from 1, strikes, as a share of an undisturbed run.

    The run is cut into as many parts as there are kills; `draw`, from 0 to 1, is the place within one.
    """
    return (number - 1 + draw) / kills
