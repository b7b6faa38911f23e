"""Explanations: two to four sentences for "why", "how" and "what happened", in the order of their article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.choosing.choice import Choice, Line
from rag.choosing.quoting import MOST_WORDS, line, sentence_after, sentence_before, without_repeats, words_of
from rag.choosing.single import asked_in, short_answer
from rag.query import Query
from rag.reader.features import stems
from rag.reader.reading import Reading
from rag.settings import Settings

MOST_SENTENCES = 4
_AS_GOOD = 0.4
"""Of the best score, what a sentence needs by itself."""
_AS_GOOD_ELSEWHERE = 0.9
"""The same for a sentence of another article."""
_BESIDE = 0.2
"""What standing beside the best sentence is worth, of its score."""
_SHARED = 0.3
"""What sharing all of the question's words is worth, of its score."""
_LONGEST_SHORT = 20  # words
_GOES_ON = re.compile(
    r"[“\"]?(?:but|so|because|therefore|thus|instead|however|also|then|after that|as a result|that|this|it|he|she|they|"
    r"its|his|her|their|the reason)\b",
    re.IGNORECASE,
)


def choose_explanation(query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The best sentence with up to three that explain it further, 80 words in all; `readings` are best first.

    Sentences of one article stand together and in its order, those that follow one another as one quotation.
    """
    best = readings[0]
    chosen = [best]
    for reading in _further(query, best, readings):
        longer = [*chosen, reading]
        if len(longer) <= MOST_SENTENCES and _words(longer, settings) <= MOST_WORDS:
            chosen = longer
    short = short_answer(query, best)
    shown = short.short if len(short.short.split()) <= _LONGEST_SHORT else ""
    lines = _in_order(chosen, settings)
    return Choice(lines, best, shown, notes=(f"{short.note}.",) if short.note and shown else ())


def _words(chosen: Sequence[Reading], settings: Settings) -> int:
    return sum(words_of(one) for one in _in_order(chosen, settings))


def _in_order(chosen: Sequence[Reading], settings: Settings) -> tuple[Line, ...]:
    """The readings as lines, the best one's article first, those of one article in its order."""
    articles = list(dict.fromkeys(reading.hit.article.id for reading in chosen))
    ordered = sorted(chosen, key=lambda reading: (articles.index(reading.hit.article.id), reading.start))
    return without_repeats([line(reading, settings) for reading in ordered])


def _further(query: Query, best: Reading, readings: Sequence[Reading]) -> list[Reading]:
    """What can be told beside the best sentence, best first: good readings, and the sentences beside it."""
    known = {(reading.hit.article.id, reading.start): reading for reading in readings}
    beside = {
        (best.hit.article.id, start): Reading(best.hit, start, end, 0.0) for start, end in _neighbours(best)
    }
    wanted = stems(" ".join((*query.keywords, *query.context)))
    judged = [
        (_worth(reading, best, wanted, key in beside), reading)
        for key, reading in {**beside, **known}.items()
        if key != (best.hit.article.id, best.start)
    ]
    least = asked_in(query, best) / 2
    good = [
        (worth, reading)
        for worth, reading in judged
        if worth >= (_AS_GOOD if _together(reading, best) else _AS_GOOD_ELSEWHERE) * best.score
        and (_together(reading, best) or asked_in(query, reading) >= least)
    ]
    return [reading for _, reading in sorted(good, key=lambda one: -one[0])]


def _together(reading: Reading, best: Reading) -> bool:
    return reading.hit.article.id == best.hit.article.id


def _worth(reading: Reading, best: Reading, wanted: set[str], beside: bool) -> float:
    worth = reading.score
    if beside:
        text = reading.text
        shared = len(stems(text) & wanted) / len(wanted) if wanted else 0.0
        goes_on = reading.start > best.start and bool(_GOES_ON.match(text))
        worth += best.score * (_BESIDE * (2.0 if goes_on else 1.0) + _SHARED * shared)
    return worth


def _neighbours(best: Reading) -> list[tuple[int, int]]:
    """The sentences before and after the best one, in its paragraph."""
    text = best.hit.article.text
    before = sentence_before(best, best.start)
    found = []
    if before is not None and "\n" not in text[before : best.start]:
        found.append((before, before + len(text[before : best.start].rstrip())))
    after = sentence_after(best, best.end)
    return [*found, after] if after else found
