"""Reads passages that a benchmark gives with its questions: no library of articles, no retrieval."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.asking import Asked, asked
from eval.parts import recorded
from eval.reading import trained_model
from eval.runner import Options
from index import Article, Hit, Library
from index.passages import passages
from index.preparing import embedded_text
from index.weights import find_weights
from rag import Chain
from rag.chain import ABSTAIN_BELOW
from rag.reader import SpanReader


@dataclass(frozen=True, slots=True)
class GivenReader:
    """Answers from articles at hand, with the chain's reader and thresholds."""

    chain: Chain
    mode: str

    def hits(self, question: str, articles: Sequence[Article]) -> list[Hit]:
        """Cut the articles into passages, all of them, those nearest to the question in meaning first."""
        found = [(passage, article) for article in articles for passage in passages(article)]
        if not found:
            return []
        library = self.chain.library
        vectors = library.embedder.encode([embedded_text(article, passage) for passage, article in found])
        cosines = (vectors @ library.embed_query(question)).tolist()
        hits = [
            Hit(passage, article, cosine, cosine)
            for (passage, article), cosine in zip(found, cosines, strict=True)
        ]
        return sorted(hits, key=lambda hit: hit.score, reverse=True)

    def ask(self, question: str, hits: Sequence[Hit]) -> Asked:
        """Read the passages for an answer at the shipped threshold, and for the best guess."""
        return asked(lambda below: self.chain.read(question, hits, mode=self.mode, abstain_below=below))


@contextmanager
def given_reader(options: Options) -> Iterator[tuple[GivenReader, dict[str, Any]]]:
    """Open a reader over no library, with the settings that its answers depend on.

    Raises `EvaluationError` where there is no trained reader.
    """
    model = trained_model()
    weights = find_weights(options.embedder)
    with (
        tempfile.TemporaryDirectory(prefix="dateline-") as folder,
        Library.open(Path(folder), embedder=weights.name) as library,
    ):
        reader = SpanReader(model, library.embedder, options.settings)
        settings = {
            "embedder": weights.name,
            "runtime": library.embedder.runtime,
            "threshold": ABSTAIN_BELOW,
            **recorded(options.settings),
        }
        chain = Chain.open(library, settings=options.settings, reader=reader)
        yield GivenReader(chain, options.mode), settings
