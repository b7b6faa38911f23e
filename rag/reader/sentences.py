"""A reader without a trained model: judges each sentence by embeddings and words, with fitted weights.

The weights are those of a logistic regression on whether a sentence holds the answer, fitted by
`python -m rag.reader.fit` on questions whose passages are public; see there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.embedding import Embedder
from rag.query import Query
from rag.reader.features import NAMES, Candidate, features
from rag.reader.reading import Reading
from rag.reader.remembered import Remembered
from rag.reader.sought import Span
from rag.reader.spans import answer_span
from rag.retrieval import fold

READ = 16
"""How many passages are read."""
FEWEST_WORDS = 5
"""A shorter sentence is a heading or a fragment more often than an answer, and is not read."""
_REMEMBERED = 192  # passages: of some 150 tokens each, their vectors take 45 MB at most
_NOTHING_ASKED = 0.05  # what a score is worth where the question has no content word at all
_WEIGHTS_FILE = Path(__file__).with_name("sentence_weights.json")


@cache
def _weights() -> NDArray[np.float64]:
    given: dict[str, float] = json.loads(_WEIGHTS_FILE.read_text("utf-8"))["weights"]
    return np.array([given[name] for name in NAMES])


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of the hits once, from the best hit that has it, but for fragments."""
    found: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for rank, hit in enumerate(hits):
        sentences = list(hit.passage.sentence_texts())
        for position, (start, end, _) in enumerate(sentences):
            if (hit.article.id, start) in seen or len(sentences[position][2].split()) < FEWEST_WORDS:
                continue
            seen.add((hit.article.id, start))
            before = sentences[position - 1][2] if position else ""
            after = sentences[position + 1][2] if position + 1 < len(sentences) else ""
            found.append(Candidate(hit, rank, start, end, before, after))
    return found


class SentenceReader:
    """Scores every sentence of the best passages; the short answer is picked by the kind of question."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._tokens = Remembered(embedder.tokens, _REMEMBERED)

    def features(
        self, query: Query, found: Sequence[Candidate]
    ) -> tuple[NDArray[np.float64], list[Span | None]]:
        """The features of the candidates, shape (len(found), len(NAMES)), and the span of each."""
        question = self._embedder.encode([query.standalone], query=True)[0]
        spans = [answer_span(query, Reading(one.hit, one.start, one.end, 0.0)) for one in found]
        return features(query, question, found, spans, self._tokens), spans

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Reading]:
        """Every sentence of the best hits, best first; sentences that two articles share are kept once."""
        found = candidates(hits[:READ])
        if not found:
            return []
        values, spans = self.features(query, found)
        scores = 1.0 / (1.0 + np.exp(-(values @ _weights())))
        if not (query.keywords or query.context):
            scores *= _NOTHING_ASKED
        readings = [
            Reading(candidate.hit, candidate.start, candidate.end, float(score), span)
            for candidate, score, span in zip(found, scores, spans, strict=True)
        ]
        return said_once(sorted(readings, key=lambda reading: reading.score, reverse=True))


def said_once(readings: Sequence[Reading]) -> list[Reading]:
    """The readings without those whose sentence a better one has word for word."""
    said: set[str] = set()
    kept = []
    for reading in readings:
        text = fold(reading.text)
        if text not in said:
            said.add(text)
            kept.append(reading)
    return kept
