"""The reader of a run: the trained one, or none at all."""

from __future__ import annotations

from eval.errors import EvaluationError
from index.embedding import Embedder
from rag.errors import ReaderError
from rag.reader import Reader, SpanModel, SpanReader
from rag.settings import Settings


def trained_reader(embedder: Embedder, settings: Settings) -> Reader:
    """Open the trained reader. Raises `EvaluationError` where its model is missing or damaged.

    A chain would go on without it, and the figures would be taken for those of the trained reader.
    """
    try:
        return SpanReader(SpanModel(), embedder, settings)
    except ReaderError as error:
        raise EvaluationError(f"Nothing was measured. {error}") from error
