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
from rag.reader.features import (
    SETTLED_BY_A_SPAN,
    UNKNOWN_COSINE,
    Candidate,
    date_fits,
    question_words,
    share,
    stems,
)
from rag.reader.pointing import Pointed
from rag.reader.units import measures_otherwise, wanted

LATE = ("cosine_in_context", "late_sentence", "late_window", "late_weakest", "late_telling")
"""What late interaction says of a sentence (rag/reader/features.py): the model points, meaning compares."""
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
    "found_by_rule",
    "agrees_with_rule",
    *LATE,
)
"""The features in order; the weights of the reader follow it."""
MATCHES = frozenset({"words_sentence", "words_window", "words_article", "names_window", *LATE})
"""Those that say how much of the question stands in the sentence or around it."""

_SCALE = 4.0  # logits
_MOST = 14.0
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|both|none|no|life)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:\d{4}|\d{1,2}(?::\d\d| ?[ap]\.?m\b)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*|today|yesterday|tomorrow|tonight|noon|midnight|"
    r"spring|summer|autumn|winter|fall|morning|afternoon|evening|night|ago|years?|months?|weeks?|days?|hours?|minutes?|"
    r"century|decade|after|before|when|until|\d{4}s)\b"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_FINER = (  # what a question asks for more closely than its kind says, and what its answer then looks like
    (
        "when",
        re.compile(r"\b(?:dates?|(?:what|which) (?:week)?day|deadline)\b"),
        re.compile(
            rf"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|to(?:day|night|morrow)|yesterday|{_MONTHS} \d|"
            rf"\d\d? {_MONTHS})"
        ),
    ),
    ("when", re.compile(r"\b(?:what|which) year\b"), re.compile(r"\b(?:1[5-9]|20)\d\d\b|\byear\b")),
    ("when", re.compile(r"\b(?:what|which) month\b"), re.compile(rf"\b{_MONTHS}|\bmonth\b")),
    (
        "when",
        re.compile(r"\b(?:what|which) (?:time|hour)\b"),
        re.compile(r"\d[:.]\d\d|\b\d\d? ?[ap]\.?m\b|o.clock|\bnoon\b|\bmidnight\b", re.IGNORECASE),
    ),
    (
        "how_many",
        re.compile(r"\b(?:share|percentage|per ?cent|proportion|fraction)\b"),
        re.compile(r"%|\bper ?cent|\b(?:half|quarters?|thirds?|fifths?|tenths?|all|none)\b", re.IGNORECASE),
    ),
    (
        "how_many",
        re.compile(r"\b(?:price|fare|fee|cost|sum|salary|budget|money)\b"),
        re.compile(r"[$£€¥]|\b(?:million|billion|dollars?|euros?|pounds?|yuan|yen|US)\b|\d"),
    ),
    ("how_many", re.compile(r"\bhow many\b"), re.compile(r"^(?!.*(?:%|per ?cent|[$£€]))")),
    (
        "how_many",
        re.compile(r"\bhow long\b"),
        re.compile(r"\b(?:second|minute|hour|day|week|month|year|metre|meter|kilomet|mile)s?"),
    ),
)
_CAPITAL = re.compile(r"\b[A-Z]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate sentence, the span pointed at in it, and that span's words.

    `ruled` are the words that the rules of the question's kind find in the sentence, None where they find none.
    """

    candidate: Candidate
    pointed: Pointed
    words: str
    ruled: str | None = None


def kind_fits(query: Query, words: str) -> float:
    """Whether a span is of the kind asked for: 1 it is, -1 it is not, 0 where the kind says nothing.

    A time or amount that is not what is asked for more closely (a year where a date is asked for, money where a length
    is) is -0.5.
    """
    patterns = {"how_many": _NUMBER, "when": _TIME, "who": _CAPITAL, "where": _CAPITAL}
    if query.kind not in patterns:
        return 0.0
    if not patterns[query.kind].search(words):
        return -1.0
    asked = query.asked.lower()
    if query.kind == "how_many" and measures_otherwise(words, wanted(asked)):
        return -0.5
    return next(
        (
            1.0 if answer.search(words) else -0.5
            for kind, wanted, answer in _FINER
            if kind == query.kind and wanted.search(asked)
        ),
        1.0,
    )


def features(query: Query, found: Sequence[Judged], late: NDArray[np.float64]) -> NDArray[np.float64]:
    """The features of every span, shape (len(found), len(NAMES)).

    `late`, shape (len(found), len(LATE)), is how the tokens of the question meet those of each sentence in meaning.
    """
    wanted = question_words(query)
    asked = stems(query.standalone)
    named = {key: 1.0 for name in query.names for token in name.split() for key in stems(token)}
    scores = np.array([one.pointed.score for one in found])
    if not found:
        return np.zeros((0, len(NAMES)))
    first, second = np.sort(scores)[-1], np.sort(scores)[-2:][0]
    articles: dict[str, set[str]] = {}
    rows = []
    for place, one in enumerate(found):
        hit = one.candidate.hit
        if hit.article.id not in articles:
            about = f"{hit.article.title} {hit.article.source or ''} {hit.article.place or ''}"
            articles[hit.article.id] = stems(f"{about} {hit.article.text}")
        around, whole = stems(one.candidate.window), articles[hit.article.id]
        lead = scores[place] - (second if scores[place] == first else first)
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
                kind_fits(query, one.words),
                len(said & asked) / len(said) if said else 1.0,
                date_fits(query, one.candidate),
                min(len(one.words.split()), 20) / 10.0,
                *_beside_rule(query, one),
            )
        )
    own = np.array(rows, np.float64).reshape(len(rows), len(NAMES) - len(LATE))
    return np.concatenate([own, late], axis=1)


def _beside_rule(query: Query, one: Judged) -> tuple[float, float]:
    """Whether the rules find an answer in the sentence, and how far the span and that answer agree."""
    if one.ruled is None:
        return (-1.0 if query.kind in SETTLED_BY_A_SPAN else 0.0), 0.0
    said, ruled = stems(one.words), stems(one.ruled)
    return 1.0, 2 * len(said & ruled) / max(len(said) + len(ruled), 1)


def _squeezed(score: float) -> float:
    return max(-_MOST, min(_MOST, score)) / _SCALE
