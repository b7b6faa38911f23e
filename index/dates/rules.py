"""What a rule for time expressions is: the words it can begin with, its pattern, and what a match of it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from index.dates.spans import Span
from index.dates.tense import Tense, tense
from index.dates.words import MONTHS, NUMBERS

DIGIT = "0"
"""The key of the rules that begin with a number."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an expression is counted from: the publication date, or the days last named before it in its paragraph."""

    anchor: date
    reference: Span | None


Fixed = Callable[[re.Match[str]], Span | None]
"""What a match means by itself; None where it is no date after all. May raise ValueError or OverflowError."""
Counted = Callable[[re.Match[str], Place], Span | None]
"""What a match means counted from another day; as `Fixed` otherwise."""
Resolve = TypeVar("Resolve", Fixed, Counted)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Resolve]):
    """A pattern, tried only where one of the words `starts` (lower case, or DIGIT) stands."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Resolve


def rule(starts: Iterable[str], pattern: str, resolve: Resolve) -> Rule[Resolve]:
    """A rule from its words and the text of its pattern, which may not begin or end within a word."""
    return Rule(frozenset(starts), re.compile(pattern), resolve)


def by_start(rules: Iterable[Rule[Resolve]]) -> Mapping[str, tuple[Rule[Resolve], ...]]:
    """The rules by the word they begin with, in their order."""
    found: dict[str, list[Rule[Resolve]]] = {}
    for one in rules:
        for start in one.starts:
            found.setdefault(start, []).append(one)
    return {start: tuple(here) for start, here in found.items()}


def month_of(match: re.Match[str], group: str = "month") -> int | None:
    """The number of the month that a group of a match names, None where the group is empty."""
    name: str | None = match[group]
    return MONTHS[name.rstrip(".").lower()] if name else None


def number_of(match: re.Match[str], group: str) -> int | None:
    """The number that a group of a match holds, None where the group is empty."""
    text: str | None = match[group]
    return int(text) if text else None


def count_of(match: re.Match[str]) -> int:
    """The number, in figures or in words, of the group `count`; 1 where it is empty."""
    word: str = (match["count"] or "one").lower()
    return int(word) if word.isdigit() else NUMBERS[word]


def before(match: re.Match[str], reach: int = 24) -> str:
    """The characters that stand before a match."""
    return match.string[max(0, match.start() - reach) : match.start()]


def tense_of(match: re.Match[str]) -> Tense:
    """The tense of the sentence around a match."""
    return tense(match.string, match.start(), match.end())
