"""Yes or no: the sentence that decides it, with a short answer only where it is plain."""

from __future__ import annotations

from collections.abc import Sequence

from rag.choosing.choice import Choice
from rag.choosing.quoting import MOST_WORDS, line, stands_alone, text_of, without_repeats, words_of
from rag.choosing.verdict import verdict
from rag.query import Query
from rag.reader.reading import Reading
from rag.settings import Settings

_SECOND = 0.75
"""Of the best score, what another sentence needs to be told, or to decide where the best decides nothing plainly."""


def choose_yes_no(query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The sentence that decides a question, "Yes" or "No" where it says so plainly; `readings` are best first."""
    best = readings[0]
    lines = [line(best, settings)]
    short = verdict(query.own, text_of(lines[0]))
    if not short:
        for reading in readings[1:]:
            if reading.score < _SECOND * best.score:
                break
            other = line(reading, settings)
            said = verdict(query.own, text_of(other))
            if said and stands_alone(reading, settings):
                best, lines, short = reading, [other], said
                break
    for reading in readings:
        if len(lines) > 1 or short or reading.score < _SECOND * best.score:
            break
        other = line(reading, settings)
        if reading != best and words_of(lines[0]) + words_of(other) <= MOST_WORDS:
            lines.append(other)
    return Choice(without_repeats(lines), best, short)
