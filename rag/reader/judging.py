"""How likely a span that the model points at is right: the model's score beside what it cannot see.

The model reads one passage at a time. What the search thought of the passage, which of the question's words and names
the article has, and whether the words are of the kind asked for (a number, a time, a name) are judged here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.query import Query
from rag.reader.features import UNKNOWN_COSINE, Candidate, date_fits, question_words, share, stems
from rag.reader.pointing import Pointed

NAMES = (
    "bias",
    "score",
    "lead",
    "rank",
    "cosine",
    "words_sentence",
    "words_window",
    "words_article",
    "names_window",
    "names_missing",
    "kind",
    "echo",
    "date_fits",
    "length",
)
"""The features in order; the weights of the reader follow it."""

_SCALE = 4.0  # logits
_MOST = 14.0
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|both|none|no)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:\d{4}|\d{1,2}(?::\d\d| ?[ap]\.?m\b)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*|today|yesterday|tomorrow|tonight|noon|midnight|"
    r"spring|summer|autumn|winter|fall|morning|afternoon|evening|night|ago|years?|months?|weeks?|days?|hours?|minutes?|"
    r"century|decade|after|before|when|until|\d{4}s)\b"
)
_CAPITAL = re.compile(r"\b[A-Z]")
_NOT_IN_LOWER = {"who", "where"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate sentence, the span pointed at in it, and that span's words."""

    candidate: Candidate
    pointed: Pointed
    words: str


def kind_fits(kind: str, words: str) -> float:
    """Whether a span is of the kind asked for: 1 it is, -1 it is not, 0 where the kind says nothing."""
    if kind == "how_many":
        return 1.0 if _NUMBER.search(words) else -1.0
    if kind == "when":
        return 1.0 if _TIME.search(words) else -1.0
    if kind in _NOT_IN_LOWER:
        return 1.0 if _CAPITAL.search(words) else -1.0
    return 0.0


def features(query: Query, found: Sequence[Judged]) -> NDArray[np.float64]:
    """The features of every span, shape (len(found), len(NAMES))."""
    wanted = question_words(query)
    asked = stems(query.standalone)
    named = {key: 1.0 for name in query.names for token in name.split() for key in stems(token)}
    scores = np.array([one.pointed.score for one in found])
    articles: dict[str, set[str]] = {}
    rows = []
    for place, one in enumerate(found):
        hit = one.candidate.hit
        if hit.article.id not in articles:
            about = f"{hit.article.title} {hit.article.source or ''} {hit.article.place or ''}"
            articles[hit.article.id] = stems(f"{about} {hit.article.text}")
        around, whole = stems(one.candidate.window), articles[hit.article.id]
        others = np.delete(scores, place)
        lead = scores[place] - float(others.max()) if len(others) else 0.0
        said = stems(one.words)
        rows.append(
            (
                1.0,
                _squeezed(one.pointed.score),
                _squeezed(lead),
                1.0 / math.sqrt(1.0 + one.candidate.rank),
                hit.cosine if hit.cosine is not None else UNKNOWN_COSINE,
                share(wanted, stems(one.candidate.text)),
                share(wanted, around),
                share(wanted, whole),
                share(named, around) if named else 0.5,
                1.0 - share(named, whole) if named else 0.0,
                kind_fits(query.kind, one.words),
                len(said & asked) / len(said) if said else 1.0,
                date_fits(query, one.candidate),
                min(len(one.words.split()), 20) / 10.0,
            )
        )
    return np.array(rows, np.float64).reshape(len(rows), len(NAMES))


def _squeezed(score: float) -> float:
    return max(-_MOST, min(_MOST, score)) / _SCALE
