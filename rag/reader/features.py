"""What a sentence is judged by: how its words, its meaning and its kind of content fit the question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.dates import time_expressions
from index.embedding import Tokens
from rag.query import Query
from rag.reader.sought import Span
from rag.support.words import STOPWORDS, stem

Vectors = NDArray[np.float32]
EncodeTokens = Callable[[Sequence[str]], list[Tokens]]

NAMES = (
    "bias",
    "cosine_in_context",
    "cosine_passage",
    "late_sentence",
    "late_window",
    "late_weakest",
    "late_telling",
    "words_sentence",
    "words_window",
    "words_article",
    "words_telling",
    "names_sentence",
    "names_window",
    "names_missing",
    "span_found",
    "span_lacking",
    "date_fits",
    "rank",
)
"""The features in order; the weights of a reader follow it."""

_WORD = re.compile(r"[^\W_]+(?:[.,’'&-][^\W_]+)*")
SETTLED_BY_A_SPAN = {"how_many", "when", "who", "where"}
"""Kinds whose answer is nearly always a number, a date or a name: a sentence without one seldom answers."""
UNKNOWN_COSINE = 0.3
"""Of a passage that was found by its words alone: below the nearest by meaning."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit: its place in the article, the hit's rank (from 0), and the sentences beside it."""

    hit: Hit
    rank: int
    start: int
    end: int
    before: str
    after: str

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.article.text[self.start : self.end]

    @property
    def window(self) -> str:
        """The sentence with those beside it, under the headline."""
        return f"{self.hit.article.title}\n{self.before} {self.text} {self.after}"


def stems(text: str) -> set[str]:
    """The stems of all words and numbers of a text."""
    found = (match.group() for match in _WORD.finditer(text))
    return {stem(word) if not word[0].isdigit() else word.replace(",", "") for word in found}


def share(wanted: dict[str, float], have: set[str]) -> float:
    """The weighted share of the words wanted that are there, 0..1; 0 where none is wanted."""
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in have) / total if total else 0.0


def date_fits(query: Query, candidate: Candidate) -> float:
    """Whether a day the sentence names, or else the report's own, lies within a date of the question."""
    if not query.dates:
        return 0.0
    article = candidate.hit.article
    named = time_expressions(candidate.text, article.published)
    for wanted in query.dates:
        if any(found.first <= wanted.end and wanted.start <= found.last for found in named):
            return 1.0
    if article.published and any(wanted.start <= article.published <= wanted.end for wanted in query.dates):
        return 0.5
    return 0.0


def question_words(query: Query) -> dict[str, float]:
    """The stems asked for, weighted: names and numbers most, words taken over from before least."""
    named = {stem(token) for name in query.names for token in name.split()}
    weights: dict[str, float] = {}
    for word in query.context:
        weights[next(iter(stems(word)), word)] = 0.5
    for word in query.keywords:
        key = next(iter(stems(word)), word)
        weights[key] = 2.0 if key in named or word[0].isdigit() else 1.0
    return weights


class LateInteraction:
    """Late interaction (Khattab and Zaharia 2020, section 3): each token of the question meets the nearest of a text.

    Passages are embedded whole, under their headline, so that a token of a sentence knows what surrounds it.
    """

    def __init__(self, query: Query, question: Vectors, hits: Sequence[Hit], tokens: EncodeTokens) -> None:
        self._question = question
        asked = tokens([query.standalone])[0]
        words = [query.standalone[start:end].lower() for start, end in asked.offsets]
        kept = [place for place, word in enumerate(words) if word not in STOPWORDS and word[:1].isalnum()]
        self._asked = asked.vectors[kept or range(len(words))]
        texts = [f"{hit.article.title}\n{hit.passage.text}" for hit in hits]
        self._passages = dict(zip([hit.passage.id for hit in hits], tokens(texts), strict=True))

    def _met(self) -> dict[str, Vectors]:
        """How each token of the question meets those of a passage: cosines, shape (asked, tokens), by passage id.

        One product for all passages: many small ones cost more in starting threads than in arithmetic.
        """
        every = list(self._passages.values())
        ends = np.cumsum([len(found.vectors) for found in every])
        alike = self._asked @ np.concatenate([found.vectors for found in every]).T
        return dict(zip(self._passages, np.split(alike, ends[:-1], axis=1), strict=True))

    def table(self, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """What each candidate matches, shape (len(candidates), 5).

        Its cosine in context; the mean over the question's tokens of the nearest token in the
        sentence, and in its passage; the weakest of them; the mean over what tells the candidates apart.
        """
        nearest = np.zeros((len(candidates), max(len(self._asked), 1)))
        rows = np.zeros((len(candidates), 5))
        met = self._met()
        for row, candidate in enumerate(candidates):
            hit = candidate.hit
            found, alike = self._passages[hit.passage.id], met[hit.passage.id]
            shift = len(hit.article.title) + 1 - hit.passage.start
            own = (found.offsets[:, 1] > candidate.start + shift) & (
                found.offsets[:, 0] < candidate.end + shift
            )
            if not own.any() or not len(self._asked):
                continue
            pooled = found.vectors[own].mean(axis=0)
            nearest[row] = alike[:, own].max(axis=1)
            rows[row, 0] = float(pooled @ self._question / max(float(np.linalg.norm(pooled)), 1e-9))
            rows[row, 2] = alike.max(axis=1).mean()
        rows[:, 1], rows[:, 3] = nearest.mean(axis=1), nearest.min(axis=1)
        telling = np.maximum(nearest.max(axis=0) - nearest.mean(axis=0), 1e-6)
        rows[:, 4] = nearest @ telling / telling.sum()
        return rows


def _rarity(found: Sequence[set[str]], wanted: dict[str, float]) -> dict[str, float]:
    """The words asked for, weighted by how few of the sentences have them: log((n + 1) / (sentences + 0.5))."""
    return {
        word: math.log((len(found) + 1) / (sum(word in sentence for sentence in found) + 0.5))
        for word in wanted
    }


def features(
    query: Query,
    question: Vectors,
    candidates: Sequence[Candidate],
    spans: Sequence[Span | None],
    tokens: EncodeTokens,
) -> NDArray[np.float64]:
    """The features of every candidate, shape (len(candidates), len(NAMES)).

    `question` is the vector of the question, shape (dimension,); `spans` are the words of each candidate that would
    settle the question, None where none were found; `tokens` embeds texts token by token.
    """
    hits = list({candidate.hit.passage.id: candidate.hit for candidate in candidates}.values())
    late = LateInteraction(query, question, hits, tokens).table(candidates)
    wanted = question_words(query)
    named = {key: 1.0 for name in query.names for token in name.split() for key in stems(token)}
    article_stems: dict[str, set[str]] = {}
    sentence_stems = [stems(candidate.text) for candidate in candidates]
    telling = _rarity(sentence_stems, wanted)
    rows = []
    for candidate, own, matched, span in zip(candidates, sentence_stems, late, spans, strict=True):
        article = candidate.hit.article
        if article.id not in article_stems:
            about = f"{article.title} {article.source or ''} {article.place or ''}"
            article_stems[article.id] = stems(f"{about} {article.text}")
        around, whole = stems(candidate.window), article_stems[article.id]
        cosine = candidate.hit.cosine
        rows.append(
            (
                1.0,
                matched[0],
                cosine if cosine is not None else UNKNOWN_COSINE,
                *matched[1:],
                share(wanted, own),
                share(wanted, around),
                share(wanted, whole),
                share(telling, own),
                share(named, own) if named else 0.5,
                share(named, around) if named else 0.5,
                1.0 - share(named, whole) if named else 0.0,
                float(span is not None),
                float(span is None and query.kind in SETTLED_BY_A_SPAN),
                date_fits(query, candidate),
                1.0 / math.sqrt(1.0 + candidate.rank),
            )
        )
    return np.array(rows, np.float64).reshape(len(rows), len(NAMES))
