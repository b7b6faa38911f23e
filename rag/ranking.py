"""Ranks the passages that were found: one number a passage, from what both searches and the words in it say.

The weights (`ranking_weights.json`) are fitted by `rag/fit_ranking.py`; the features are cheap, since a question has
some hundred and fifty candidates.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index import Article, Library, Passage
from rag.query import Query

WEIGHTS = Path(__file__).with_name("ranking_weights.json")
"""The fitted weights, by the names of the features, and what they were fitted on."""
_NAMES = (
    "cosine meaning_place bm25 words article asked pairs related crowd length figures no_figure times percent "
    "age age_now"
)
NAMES = tuple(_NAMES.split())
"""The features of a passage, in the order of their columns; see `features`."""
_UNFOUND = 150
"""The place of a passage that the search by meaning did not find."""
_K1, _B, _LENGTH, _HEADLINE = 1.2, 0.75, 98.0, 0.4
"""Of BM25 as it is computed here (Robertson and Zaragoza 2009, section 3.4); a passage has 98 words on average."""
_FEEDBACK, _RELATED, _COMMON = 10, 20, 0.02
"""Words that the ten best passages share, twenty of them, are related; not those in over 2 % of all passages."""
_WORDS_SHARE = 0.6
"""Of BM25, as a part of what the words weigh, beside a cosine, to find the ten best."""
_MOST_FIGURES, _SHORT = 3, 5
_CURRENT = re.compile(
    r"\bthis (?:past )?(?:week|month|weekend)|\brecently|\blatest|\bcurrently|\bnow\b|\bjust\b|\bnew\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FIGURE = re.compile(
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|"
    r"half|quarter)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|1[89]\d\d|20\d\d|"
    r"yesterday|today|tomorrow)\b"
)
_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
Array = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found: its cosine and its place (from 1) by meaning, None where only words found it."""

    passage: Passage
    article: Article
    cosine: float | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query's words weigh: stem → inverse document frequency; those that stand in no passage are left out.

    `asked` are those of its last sentence, which is what asks; `pairs` are neighbours in the question of which one is
    searched.
    """

    weights: Mapping[str, float]
    asked: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]


def wanted(query: Query, library: Library) -> Wanted:
    """What is wanted by a query, weighed by the passages of a library."""
    searched = [stem for word in (*query.keywords, *query.context) for stem in library.vocabulary.stems(word)]
    weights = rarity(library, searched)
    last = library.vocabulary.stems(_SENTENCE_END.split(query.standalone.strip())[-1])
    pairs = {
        (one, other): weights.get(one, 0.0) + weights.get(other, 0.0)
        for one, other in pairwise(library.vocabulary.stems(query.standalone))
        if one in weights or other in weights
    }
    return Wanted(weights, {stem: weights[stem] for stem in last if stem in weights}, pairs)


def rarity(library: Library, stems: Sequence[str]) -> dict[str, float]:
    """The inverse document frequency of each stem that stands in a passage, as BM25 has it."""
    total, counts = library.vocabulary.counts(list(dict.fromkeys(stems)))
    return {
        stem: math.log(1 + (total - count + 0.5) / (count + 0.5)) for stem, count in counts.items() if count
    }


def share(found: AbstractSet[T], weights: Mapping[T, float]) -> float:
    """The share (0..1) of the weight that what was found has; 0 where nothing has weight."""
    total = sum(weights.values())
    return sum(weights[one] for one in weights.keys() & found) / total if total else 0.0


def features(query: Query, candidates: Sequence[Candidate], library: Library, newest: date | None) -> Array:
    """What tells how well each candidate fits, shape (candidates, len(NAMES)).

    `cosine`, beside the best one's; `meaning_place`, falling from 1 with the place by meaning; `bm25`, as a part of
    the best one's; the share of the question's words, weighed by rarity, that stand in the passage or its headline
    (`words`), in what was found of its article (`article`), and of those that ask in the passage (`asked`), as of
    `pairs` of neighbours and of words `related` by the best passages; how many of its article were found (`crowd`) and
    its `length`, both as logarithms; whether it has what the kind of question asks for (`figures`, `no_figure`,
    `times`, `percent`); the logarithm of its `age` in months beside the newest article, once more where the question
    is about what is current (`age_now`).
    """
    if not candidates:
        return np.zeros((0, len(NAMES)))
    asks = wanted(query, library)
    texts = [library.vocabulary.stems(one.passage.text) for one in candidates]
    headlines = {one.article.id: frozenset(library.vocabulary.stems(one.article.title)) for one in candidates}
    stems = [frozenset(text) for text in texts]
    bm25 = [
        _bm25(text, headlines[one.article.id], asks.weights)
        for text, one in zip(texts, candidates, strict=True)
    ]
    cosines = _cosines(candidates)
    best, top = max(bm25) or 1.0, max(cosines)
    related = _related(_first(cosines, bm25, asks, stems), asks.weights, library)
    together: dict[str, list[int]] = {}
    for at, one in enumerate(candidates):
        together.setdefault(one.article.id, []).append(at)
    whole = {
        article: share(headlines[article].union(*(stems[at] for at in places)), asks.weights)
        for article, places in together.items()
    }
    ages = [0.0] * len(candidates) if query.days else _ages(candidates, newest)  # days of its own decide
    current = bool(_CURRENT.search(query.standalone.lower()))
    rows = [
        (
            cosines[at] - top,
            60 / (60 + (one.place or _UNFOUND)),
            bm25[at] / best,
            share(stems[at] | headlines[one.article.id], asks.weights),
            whole[one.article.id],
            share(stems[at], asks.asked),
            share(frozenset(pairwise(texts[at])), asks.pairs),
            share(stems[at], related),
            math.log(len(together[one.article.id])),
            math.log(max(_SHORT, len(texts[at]))),
            *_kind_fits(query, one.passage.text),
            ages[at],
            ages[at] * current,
        )
        for at, one in enumerate(candidates)
    ]
    return np.array(rows, np.float64)


def _bm25(text: Sequence[str], headline: frozenset[str], weights: Mapping[str, float]) -> float:
    counts = Counter(text)
    slack = _K1 * (1 - _B + _B * len(text) / _LENGTH)
    return sum(
        weight * (counts[stem] * (_K1 + 1) / (counts[stem] + slack) + _HEADLINE * (stem in headline))
        for stem, weight in weights.items()
    )


def _cosines(candidates: Sequence[Candidate]) -> list[float]:
    """The cosine of each; one that only words found is taken to be as far as the farthest that meaning found."""
    farthest = min((one.cosine for one in candidates if one.cosine is not None), default=0.0)
    return [farthest if one.cosine is None else one.cosine for one in candidates]


def _first(
    cosines: Sequence[float], bm25: Sequence[float], asks: Wanted, stems: Sequence[frozenset[str]]
) -> list[frozenset[str]]:
    """The stems of the passages that are best before anything is learned of them: by cosine and BM25 added up."""
    scale = sum(asks.weights.values()) or 1.0
    order = sorted(range(len(stems)), key=lambda at: -(cosines[at] + _WORDS_SHARE * bm25[at] / scale))
    return [stems[at] for at in order[:_FEEDBACK]]


def _related(
    best: Sequence[frozenset[str]], weights: Mapping[str, float], library: Library
) -> dict[str, float]:
    """Words that the best passages share and the question lacks (relevance feedback: Lavrenko and Croft 2001)."""
    shares: dict[str, float] = {}
    for place, stems in enumerate(best):
        for stem in stems:
            shares[stem] = shares.get(stem, 0.0) + 1 / (5 + place)
    several = Counter(stem for stems in best for stem in stems)
    rare = rarity(library, [stem for stem, count in several.items() if count > 1 and stem not in weights])
    floor = math.log(1 / _COMMON)
    weighed = {stem: shares[stem] * value for stem, value in rare.items() if value > floor}
    return dict(sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:_RELATED])


def _kind_fits(query: Query, text: str) -> tuple[float, float, float, float]:
    """Whether the passage has what the kind of question asks for: figures, no figure at all, times, a percentage."""
    figures = no_figure = times = percent = 0.0
    if query.kind == "how_many":
        own = query.standalone.lower()
        found = sum(match.group().lower() not in own for match in _FIGURE.finditer(text))
        figures, no_figure = float(min(found, _MOST_FIGURES)), float(not found)
    if query.kind == "when":
        times = float(min(len(_TIME.findall(text)), _MOST_FIGURES))
    if _PERCENT.search(query.standalone):
        percent = float(bool(_PERCENT.search(text)))
    return figures, no_figure, times, percent


def _ages(candidates: Sequence[Candidate], newest: date | None) -> list[float]:
    """log(1 + months) from each article to the newest of the library; one without a date has the middle age."""
    days = [one.article.published for one in candidates]
    ages = [math.log1p(max((newest - day).days, 0) / 365 * 12) if newest and day else None for day in days]
    middle = median([age for age in ages if age is not None] or [0.0])
    return [middle if age is None else age for age in ages]


@cache
def weights() -> Array:
    """The fitted weights, shape (len(NAMES),)."""
    named = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return np.array([named[name] for name in NAMES], np.float64)
