"""How far a reading bears out everything its question names, as numbers that a calibration can weigh.

A question that is close to an article but not answered by it shares most words with some sentence; what gives it
away is the one name, number, year, "first" or sort of thing that stands nowhere near.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from rag.query import Query
from rag.reader.reading import Reading
from rag.refusing.alike import meaning, words_of
from rag.refusing.asked import Asked, asked_of
from rag.refusing.nearby import Facts, Nearby, nearby
from rag.refusing.relations import contraries, denies, negation_differs, opposes, replaced, swapped
from rag.refusing.span_fit import near_the_span, of_the_kind, role_is_named, says_something_new, sort_stands
from rag.support.names import fold
from rag.support.numbers import states

NAMES = (
    "bias",
    "names_sentence",
    "names_near",
    "names_absent",
    "numbers_near",
    "numbers_absent",
    "dates_near",
    "dates_absent",
    "words_sentence",
    "words_near",
    "words_absent",
    "pairs_sentence",
    "extremes_absent",
    "sort_stands",
    "kind_fits",
    "role_named",
    "span_new",
    "span_near",
    "contradicted",
    "contraries",
    "negation_differs",
    "replaced",
    "lacks_one",
)
"""The features in order. Shares run 0..1; where a question names nothing of a sort, nothing is missing."""

OF_WORDS = frozenset(
    ("words_sentence", "words_near", "words_absent", "pairs_sentence", "span_near", "lacks_one")
)
"""Features that say how alike question and text are worded. `fits` leaves them out: a question in other words is as
good a question, and the one that no text answers is often taken from its words."""
_WEIGHTS_FILE = Path(__file__).with_name("fits_weights.json")


def _share(found: Iterable[bool], none: float) -> float:
    values = list(found)
    return sum(values) / len(values) if values else none


def _names(asked: Asked, place: Facts) -> float:
    """The share of the question's names that stand in a text, a name by the share of its words."""
    shares = [_share((token in place.folded for token in one), 1.0) for one in asked.names]
    return sum(shares) / len(shares) if shares else 1.0


def _numbers(asked: Asked, place: Facts) -> float:
    return _share((any(states(have, one) for have in place.numbers) for one in asked.numbers), 1.0)


def _dates(asked: Asked, place: Facts, around: Nearby) -> float:
    """The share of the question's days that a time in the text, or the day of the report, falls in."""
    shares = []
    for wanted in asked.dates:
        named = any(one.first <= wanted.end and wanted.start <= one.last for one in place.times)
        day = around.published
        reported = day is not None and wanted.start <= day <= wanted.end
        shares.append(1.0 if named else 0.5 if reported else 0.0)
    return sum(shares) / len(shares) if shares else 1.0


def _rarity(asked: Asked, article: Facts) -> dict[str, float]:
    """How telling each word of the question is: the fewer words of the article mean it, the more."""
    every = [meaning(word) for word, _, _ in words_of(article.text)]
    return {
        word: 1.0 / math.log2(2.0 + every.count(word)) if word in article.meanings else 1.0
        for word in asked.words
    }


def _weighed(weights: dict[str, float], have: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in have) / total if total else 1.0


def _pairs(query: Query, sentence: Facts) -> float:
    """The share of neighbouring content words of the question that stand near each other in the sentence."""
    wanted = [meaning(word) for word in query.keywords]
    where: dict[str, list[int]] = {}
    for place, (word, _, _) in enumerate(words_of(sentence.text)):
        where.setdefault(meaning(word), []).append(place)
    met = (
        any(abs(here - there) <= _BESIDE for here in where.get(one, ()) for there in where.get(other, ()))
        for one, other in pairwise(wanted)
    )
    return _share(met, 0.5)


_BESIDE = 4  # words


def features(query: Query, reading: Reading) -> tuple[float, ...]:
    """What is weighed about one reading, in the order of `NAMES`."""
    asked, around = asked_of(query), nearby(reading)
    rare = _rarity(asked, around.article)
    contradicted = (
        denies(query.question, asked, reading.text)
        or opposes(query.question, asked, reading.text)
        or swapped(query.question, reading.text)
    )
    everything = {meaning(word) for word, _, _ in words_of(query.question)}
    return (
        1.0,
        _names(asked, around.sentence),
        _names(asked, around.window),
        1.0 - _names(asked, around.article),
        _numbers(asked, around.window),
        1.0 - _numbers(asked, around.article),
        _dates(asked, around.window, around),
        1.0 - _dates(asked, around.article, around),
        _weighed(rare, around.sentence.meanings),
        _weighed(rare, around.window.meanings),
        1.0 - _weighed(dict.fromkeys(asked.words, 1.0), around.article.meanings),
        _pairs(query, around.sentence),
        _share((_lacks(word, around.window) for word in asked.extremes), 0.0),
        sort_stands(asked, reading, around.window.meanings),
        of_the_kind(query, asked, reading),
        role_is_named(query, reading),
        says_something_new(everything, reading),
        near_the_span(query, reading),
        float(bool(contradicted)),
        float(min(contraries(asked, reading.text), 2)),
        float(negation_differs(query.question, reading.text)),
        replaced(query.question, reading.text),
        _lacks_one(asked, around.sentence),
    )


def _lacks_one(asked: Asked, sentence: Facts) -> float:
    """How far the sentence has all words of the question but one: a question made from it by changing a word has."""
    missing = sum(word not in sentence.meanings for word in asked.words)
    return max(0.0, 1.0 - 2.0 / len(asked.words)) if missing == 1 else 0.0


def _lacks(word: str, place: Facts) -> bool:
    return fold(word) not in place.folded and meaning(word) not in place.meanings


@cache
def _weights() -> tuple[float, ...]:
    given: dict[str, float] = json.loads(_WEIGHTS_FILE.read_text("utf-8"))["weights"]
    return tuple(given.get(name, 0.0) for name in NAMES)


def fits(query: Query, reading: Reading) -> float:
    """How likely (0..1) a reading answers its question, from `features` alone: no model's score goes in.

    The weights are fitted by `python -m rag.refusing.fit_features` on sentences that answer a question and on those
    nearest to it that do not.
    """
    return weigh(features(query, reading), _weights())


def weigh(values: Sequence[float], weights: Sequence[float]) -> float:
    """The logistic function of the weighed sum of features."""
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
