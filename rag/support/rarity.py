"""How much a word says: how rare its stem is in running text, and whether it is an ordinary word, no name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.json")


@dataclass(frozen=True, slots=True)
class _Counted:
    """What `rag.support.counting` wrote."""

    rarity: dict[str, float]
    unseen: float
    ordinary: frozenset[str]


@cache
def _counted() -> _Counted:
    found = json.loads(_FILE.read_text("utf-8"))
    return _Counted(found["rarity"], found["unseen"], frozenset(found["ordinary"].split()))


def rarity(stem: str) -> float:
    """The inverse document frequency of a stem, natural logarithm; those that were not counted all have the highest."""
    counted = _counted()
    return counted.rarity.get(stem, counted.unseen)


def rarest() -> float:
    """The highest rarity there is."""
    return _counted().unseen


def weight(stems: Iterable[str]) -> float:
    """The rarities of some stems added up."""
    return sum(map(rarity, stems))


def ordinary(word: str) -> bool:
    """Whether a word is hardly ever written with a capital but where a sentence opens; never of a word not counted."""
    return word.lower() in _counted().ordinary
