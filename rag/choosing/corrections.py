"""Corrected and later reports outrank what they correct: which figures a report itself calls wrong or outdated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Hit
from rag.choosing.disagree import asks_latest, counts_up, published
from rag.kinds import plain
from rag.query import Query
from rag.reader.reading import Reading
from rag.reader.units import unit_of
from rag.support.numbers import Number, numbers
from rag.support.words import content

_WRONGLY_SAID = re.compile(
    r"\b(?:an )?earlier (?:version|edition|report|story|article|headline)\b|\bcorrections?\s?:|\bclarification\s?:|"
    r"\b(?:had |was |were )?(?:mis(?:stated|reported|counted)|wrongly|mistakenly|incorrectly|erroneously)\b|"
    r"\bin (?:our|an earlier|the original) (?:report|story|article)\b",
    re.IGNORECASE,
)
_REJECTING = re.compile(
    r"\b(?:not|instead of|rather than|(?:revised|corrected|lowered|raised) from|(?P<update>(?:up|down) from))\b",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    rf"{_REJECTING.pattern}(?: (?:the|about|some|nearly|an? (?:earlier|initial|first)|"
    r"(?:previously|originally|initially|earlier|first)(?: \w+)?))* $",
    re.IGNORECASE,
)
_ASKS_FOR_EARLIER = re.compile(
    r"\b(?:earlier|originally|initial(?:ly)?|at first|first (?:said|reported|given|count\w*|figures?|announced|put)|"
    r"wrong(?:ly)?|mistaken(?:ly)?|incorrect(?:ly)?|take back|taken back|retract\w*|revised|correct(?:ed|ion)|"
    r"previous(?:ly)?|used to|before)\b"
)
_WRONG_ONLY = 0.4
"""What is left of the score of a sentence that only tells what was wrong."""
_BEHIND = 0.9
"""How far behind the report that corrects it a corrected one comes."""
_TELLS = 0.2
"""Of the score of a corrected reading, what one that tells the right figure needs to take its place."""
_SHARED = 2
"""Content words that a reading shares with a correction of what no noun counts, such as a share."""


@dataclass(frozen=True, slots=True)
class _Correction:
    """Amounts that a sentence puts in the place of others; `about` are the stems of the words around them.

    `update` says that the others were right at their time: "19, up from 12".
    """

    right: frozenset[float]
    wrong: frozenset[float]
    about: frozenset[str]
    day: date
    update: bool


def corrected(query: Query, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, best first, none of them telling what a report in hand corrects before the correction does.

    A span on the wrong one of two figures ("94, not 86") moves to the right one. A sentence that only tells what an
    earlier version said is marked down. "19, up from 12" corrects 12 only where the question counts what grows or
    asks for the latest. Nothing is done where it asks for what was said at first.
    """
    if _ASKS_FOR_EARLIER.search(plain(query.own)):
        return list(readings)
    found = [_wrong_only(_on_the_right_figure(reading)) for reading in readings]
    growing = asks_latest(query) or counts_up(query)
    corrections = [one for one in _corrections(found) if growing or not one.update]
    told = [_told(reading) for reading in found] if corrections else []
    for correction in corrections:
        found = _outranked(found, told, correction)
    return sorted(found, key=lambda reading: reading.score, reverse=True)


def _figures(text: str) -> list[Number]:
    return [one for one in numbers(text) if one.unit not in {"time", "th"} and not one.pronoun]


def _rejected(text: str) -> list[Number]:
    """The figures that a sentence calls wrong or outdated: 86 of "94, not 86"."""
    if not _REJECTING.search(text):
        return []
    return [one for one in _figures(text) if _REJECTED.search(text, 0, one.start)]


def _on_the_right_figure(reading: Reading) -> Reading:
    """A reading whose span lies on a rejected figure, with its span on the one that stands in its place."""
    if reading.span is None:
        return reading
    text = reading.text
    first, last = (place - reading.start for place in reading.span)
    rejected = _rejected(text)
    if not rejected:
        return reading
    inside = [one for one in _figures(text) if one.start < last and first < one.end]
    if not inside or inside[0] not in rejected:
        return reading
    others = [
        one
        for one in _figures(text)
        if one not in rejected and unit_of(one, text) == unit_of(inside[0], text)
    ]
    if len(others) != 1:
        return reading
    return replace(reading, span=(reading.start + others[0].start, reading.start + others[0].end))


def _wrong_only(reading: Reading) -> Reading:
    """A reading marked down where its sentence tells what was wrong and not what is right."""
    text = reading.text
    if not _WRONGLY_SAID.search(text) or _rejected(text):
        return reading
    return replace(reading, score=_WRONG_ONLY * reading.score)


def _corrections(readings: Sequence[Reading]) -> list[_Correction]:
    """The corrections in the passages read, oldest report first."""
    hits = {reading.hit.passage.id: reading.hit for reading in readings}
    found = [one for hit in hits.values() for one in _corrections_of(hit)]
    return sorted(found, key=lambda one: one.day)


def _corrections_of(hit: Hit) -> Iterator[_Correction]:
    day = hit.article.published or date.min
    texts = [text for _, _, text in hit.passage.sentence_texts()]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        wrong, wrongly_said = _rejected(text), _WRONGLY_SAID.search(text)
        if not (wrong or wrongly_said):
            continue
        right = [one for one in _figures(text) if one not in wrong]
        about, rejecting = text, _REJECTING.search(text)
        update = wrong and rejecting and rejecting["update"]
        if not wrong:  # "An earlier version said 19. The number is 17."
            wrong, right, about = right, _figures(following), f"{text} {following}"
        if wrong and right:
            yield _Correction(
                frozenset(one.value for one in right),
                frozenset(one.value for one in wrong) - {one.value for one in right},
                frozenset(content(about)),
                day,
                bool(update),
            )


def _outranked(
    readings: Sequence[Reading], told: Sequence[set[float]], correction: _Correction
) -> list[Reading]:
    """The readings, those that tell the wrong figure behind the best one that tells the right one.

    `told` are the amounts that each reading tells.
    """
    about = [place for place, values in enumerate(told) if values and _alike(readings[place], correction)]
    rights = [
        place
        for place in about
        if told[place] & correction.right and published(readings[place]) >= correction.day
    ]
    wrongs = [
        place
        for place in about
        if told[place] & correction.wrong and published(readings[place]) <= correction.day
    ]
    found = list(readings)
    if not wrongs:
        return found
    if not rights:
        for place in wrongs:
            found[place] = replace(found[place], score=_WRONG_ONLY * found[place].score)
        return found
    best = max(rights, key=lambda place: found[place].score)
    surest = max((found[place] for place in (best, *wrongs)), key=lambda reading: reading.score)
    top = surest.score
    if found[best].score < _TELLS * top:
        return found
    found[best] = replace(found[best], score=top, seen=surest.seen)
    for place in wrongs:
        found[place] = replace(found[place], score=min(found[place].score, _BEHIND * top))
    return found


def _told(reading: Reading) -> set[float]:
    """The amounts that the span of a reading tells."""
    if reading.span is None:
        return set()
    first, last = (place - reading.start for place in reading.span)
    return {one.value for one in _figures(reading.text) if one.start < last and first < one.end}


def _alike(reading: Reading, correction: _Correction) -> bool:
    """Whether a reading counts what the correction counts: a word that its figure counts stands in the correction."""
    counted = {word for one in _figures(reading.text) for word in one.counts}
    if counted:
        return bool(counted & correction.about)
    return len(correction.about & set(content(reading.text))) >= _SHARED
