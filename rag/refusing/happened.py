"""Events that a question takes for granted and a sentence denies, turns round, or tells of the other side."""

from __future__ import annotations

from collections.abc import Sequence

from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.alike import meaning, opposite, words_of
from rag.refusing.asked import Asked
from rag.refusing.nearby import Facts, nearby
from rag.refusing.relations import denied_verbs, says_not, swapped
from rag.refusing.verdict import Premise

_LOOKED_AT = 12  # of the best readings, in which a denial is looked for
_NOT_GRANTED = frozenset(
    "to would should could might may can if whether will not never unless shall must refuse refused want wants "
    "asked calls call demand demands urged for no avoid without deny denies denied declined fail failed failing".split()
)
_TOO_COMMON = frozenset(
    meaning(word)
    for word in "know known say said think believe want expect need have had been do done give tell clear mean like "
    "make get see come go take keep name called use find show include become happen plan".split()
)
_SHARED = 0.5  # of the question's other words that must stand around the sentence


def did_not_happen(query: Query, asked: Asked, readings: Sequence[Reading]) -> Premise | None:
    """A sentence by which what the question takes for granted did not happen, or happened the other way round."""
    if says_not(query.question):
        return None
    granted = _granted(query.question, asked)
    for reading in readings[:_LOOKED_AT]:
        if swapped(query.question, reading.text) and not _told_so(query, reading, readings):
            return Premise("correct", "The articles have it the other way round.", reading)
        verb = _denied(granted, reading.text) or _turned(granted, reading.text)
        if verb and _about(verb, asked, reading) and not _affirmed(verb, asked, readings):
            return Premise("correct", "What the question takes for granted, the articles deny.", reading)
    return None


def _granted(question: str, asked: Asked) -> frozenset[str]:
    """The meanings of what the question takes for granted: no name, nothing behind "to", "would" or "if"."""
    said = [(word.lower(), meaning(word)) for word, _, _ in words_of(question)]
    kept = set()
    for at, (_, one) in enumerate(said):
        before = {word for word, _ in said[max(0, at - 2) : at]}
        if one in asked.words and one not in _TOO_COMMON and not before & _NOT_GRANTED:
            kept.add(one)
    return frozenset(kept)


def _denied(granted: frozenset[str], sentence: str) -> str:
    return next((verb for verb, _ in denied_verbs(sentence) if verb in granted), "")


def _turned(granted: frozenset[str], sentence: str) -> str:
    """A meaning taken for granted whose opposite the sentence tells as done."""
    if says_not(sentence):
        return ""
    said = {meaning(word) for word, _, _ in words_of(sentence)}
    for verb in granted:
        other = opposite(verb)
        if other and verb not in said and _done(other, sentence):
            return verb
    return ""


def _about(verb: str, asked: Asked, reading: Reading) -> bool:
    """Whether a sentence speaks of what the question speaks of: all its names, and half of its other words."""
    around = nearby(reading)
    others = [word for word in asked.words if word != verb]
    if not asked.names:
        return (
            len(others) >= 2
            and sum(word in around.sentence.meanings for word in others) >= len(others) * 0.75
        )
    if not all(_named(one, around.window) for one in asked.names):
        return False
    if not any(_named(one, around.sentence) for one in asked.names):
        return False
    return not others or sum(word in around.window.meanings for word in others) >= len(others) * _SHARED


def _named(tokens: tuple[str, ...], place: Facts) -> bool:
    return tokens[-1] in place.folded


def _affirmed(verb: str, asked: Asked, readings: Sequence[Reading]) -> bool:
    """Whether any sentence read tells it as done, of one whom the question names or of what it speaks of."""
    return any(
        _done(verb, reading.text)
        and verb not in {denied for denied, _ in denied_verbs(reading.text)}
        and _may_be_about(verb, asked, nearby(reading).window)
        for reading in readings
    )


def _may_be_about(verb: str, asked: Asked, place: Facts) -> bool:
    if asked.names:
        return any(_named(one, place) for one in asked.names)
    others = [word for word in asked.words if word != verb]
    return sum(word in place.meanings for word in others) >= len(others) * _SHARED


def _done(verb: str, sentence: str) -> bool:
    """Whether a sentence tells something as done, rather than wanted, feared or supposed."""
    said = [(word.lower(), meaning(word)) for word, _, _ in words_of(sentence)]
    for at, (_, one) in enumerate(said):
        if one == verb and not {word for word, _ in said[max(0, at - 3) : at]} & _NOT_GRANTED:
            return True
    return False


def _told_so(query: Query, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether another sentence has it as the question does: then the reports differ, and none corrects it."""
    own = {meaning(word) for word, _, _ in words_of(query.question)}
    shared = [one for one in readings if one is not reading and len(own & nearby(one).sentence.meanings) > 2]
    told = {meaning(word) for word, _, _ in words_of(reading.text)} & own
    return any(
        told <= nearby(one).sentence.meanings and not swapped(query.question, one.text) for one in shared
    )
