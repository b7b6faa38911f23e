"""Answers to questions of several parts: a line, or more, for each part, in the question's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.choosing.choice import Choice
from rag.choosing.plan import Plan
from rag.choosing.quoting import MOST_WORDS, line, without_repeats, words_of
from rag.choosing.shortening import short_of
from rag.keywords import keywords
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings

_LEAST = 0.25
"""Of the best score, what a sentence needs to answer a part."""


def together(answered: Sequence[tuple[str, Choice | None]]) -> Choice | None:
    """One choice of those of the parts, each with its question in order; None for a part that nothing answers.

    The answer is as sure as its least sure part. Where all would be too long, each part gives the line that settles
    it. None where no part is answered.
    """
    found = [choice for _, choice in answered if choice is not None]
    if not found:
        return None
    every = [one for choice in found for one in choice.lines]
    if sum(map(words_of, without_repeats(every))) > MOST_WORDS:
        found = [_shortest(choice) for choice in found]
        every = [one for choice in found for one in choice.lines]
    silent = tuple(f"The articles do not say: {part}" for part, choice in answered if choice is None)
    shorts = [choice.short for choice in found]
    return Choice(
        without_repeats(every),
        min((choice.best for choice in found), key=lambda best: best.score),
        "; ".join(dict.fromkeys(shorts)) if all(shorts) else "",
        tuple(one for choice in found for one in choice.conflicts),
        tuple(dict.fromkeys((*(note for choice in found for note in choice.notes), *silent))),
    )


def _shortest(choice: Choice) -> Choice:
    """A choice with the one line that settles it, for where room is short."""
    settles = next((one for one in choice.lines if one.reading == choice.best), choice.lines[0])
    return replace(choice, lines=(settles,), conflicts=())


def choose_parts(plan: Plan, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The best sentence for each part, where all were read together; `readings` are best first and at least one.

    A part's sentence is the one with the most of the part's own words beside its score. The best reading is told
    whatever part it answers.
    """
    best = readings[0]
    pool = [reading for reading in readings if reading.score >= _LEAST * best.score]
    told: list[Reading] = []
    for part in plan.parts:
        wanted = stems(" ".join(keywords(part)))
        found = _fittest(pool, wanted)
        if found not in told:
            told.append(found)
    if best not in told:
        told.append(best)
    lines = [line(reading, settings, short=short_of(reading)) for reading in told]
    shorts = [one.short for one in lines]
    whole = len(told) == len(plan.parts) and all(shorts)
    return Choice(without_repeats(lines), best, "; ".join(dict.fromkeys(shorts)) if whole else "")


def _fittest(pool: Sequence[Reading], wanted: set[str]) -> Reading:
    return max(pool, key=lambda one: one.score * (0.2 + _share(wanted, one)))


def _share(wanted: set[str], reading: Reading) -> float:
    return len(wanted & stems(reading.text)) / max(1, len(wanted))
