"""A reader with a trained model: points at the words that answer, in each sentence, and knows when there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.dateline import after_dateline
from index.embedding import Embedder
from rag.query import Query
from rag.reader.combining import combined
from rag.reader.features import Candidate, LateInteraction
from rag.reader.judging import NAMES, Judged, features
from rag.reader.pointing import best_in
from rag.reader.reading import Reading
from rag.reader.remembered import Remembered
from rag.reader.sentences import candidates, said_once
from rag.reader.span_model import SpanModel, Window
from rag.reader.spans import answer_span
from rag.settings import Settings

_REMEMBERED = 64  # passages read lately: asked again with another threshold, they are not read again
_NOTHING_ASKED = 0.05  # what a score is worth where the question has no content word at all


class SpanReader:
    """Reads the best passages with the trained model; each sentence's best span, by how likely it is right.

    `confidence` are the weights of an answer's confidence; with none it is the best reading's own probability.
    """

    def __init__(self, model: SpanModel, embedder: Embedder, settings: Settings | None = None) -> None:
        self._model = model
        self.confidence = model.confidence
        self._embedder = embedder
        self._tokens = Remembered(embedder.tokens, _REMEMBERED)
        self._settings = settings or Settings()
        self._weights = np.array([model.weights.get(name, 0.0) for name in NAMES])
        self._windows: Remembered[tuple[str, str, str], list[Window]] = Remembered(self._point, _REMEMBERED)

    def _point(self, asked: Sequence[tuple[str, str, str]]) -> list[list[Window]]:
        question = asked[0][0]  # all of one call put the same question
        return self._model.point(question, [(headline, text) for _, headline, text in asked])

    def judged(self, query: Query, hits: Sequence[Hit]) -> list[Judged]:
        """The best span of every sentence of the hits."""
        found = candidates(hits)
        headline = self._settings.headline
        read = list({one.hit.passage.id: one.hit for one in found}.values())
        begins = {hit.passage.id: after_dateline(hit.article.text, hit.passage.start) for hit in read}
        texts = {
            hit.passage.id: hit.passage.text[begins[hit.passage.id] - hit.passage.start :] for hit in read
        }
        keys = [(query.asked, hit.article.title if headline else "", texts[hit.passage.id]) for hit in read]
        windows = dict(zip((hit.passage.id for hit in read), self._windows(keys), strict=True))
        made = []
        for one in found:
            passage = one.hit.passage
            begin, text = begins[passage.id], texts[passage.id]
            start = after_dateline(one.hit.article.text, one.start)
            pointed = best_in(windows[passage.id], text, start - begin, one.end - begin)
            if pointed is not None:
                words = text[pointed.start : pointed.end]
                pointed = replace(pointed, start=pointed.start + begin, end=pointed.end + begin)
                made.append(Judged(one, pointed, words, _ruled(query, one)))
        return made

    def features(self, query: Query, found: Sequence[Judged]) -> NDArray[np.float64]:
        """The features of judged sentences, shape (len(found), len(NAMES))."""
        question = self._embedder.encode([query.standalone], query=True)[0]
        hits = list({one.candidate.hit.passage.id: one.candidate.hit for one in found}.values())
        late = LateInteraction(query, question, hits, self._tokens).table([one.candidate for one in found])
        return features(query, found, late)

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Reading]:
        """Every sentence of the best hits, best first; sentences that two articles share are kept once."""
        return self.readings(query, self.judged(query, hits[: self._settings.read]))

    def readings(self, query: Query, found: Sequence[Judged]) -> list[Reading]:
        """The readings of judged sentences, given in the order of their hits: best first, each sentence once."""
        if not found:
            return []
        rows = self.features(query, found)
        scores = 1.0 / (1.0 + np.exp(-(rows @ self._weights)))
        if not (query.keywords or query.context):
            scores *= _NOTHING_ASKED
        seen = [dict(zip(NAMES, row, strict=True)) for row in rows.tolist()]
        readings = [
            _reading(one, float(score), values)
            for one, score, values in zip(found, scores, seen, strict=True)
        ]
        rank = {reading.hit.passage.id: place for place, reading in enumerate(reversed(readings))}
        readings.sort(key=lambda reading: reading.score, reverse=True)
        if self._settings.combine:
            readings = combined(readings)
        if not self._settings.rerank:
            readings.sort(key=lambda reading: rank[reading.hit.passage.id], reverse=True)
        return said_once(readings)


def _ruled(query: Query, one: Candidate) -> str | None:
    """The words that the rules of the question's kind find in a sentence; None where they find none."""
    span = answer_span(query, Reading(one.hit, one.start, one.end, 0.0))
    return one.hit.article.text[slice(*span)] if span else None


def _reading(one: Judged, score: float, seen: Mapping[str, float]) -> Reading:
    span = (one.pointed.start, one.pointed.end)
    return Reading(one.candidate.hit, one.candidate.start, one.candidate.end, score, span, seen)
