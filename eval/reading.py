"""The reader of a run: the trained one, or none at all."""

from __future__ import annotations

from eval.errors import EvaluationError
from rag.errors import ReaderError
from rag.reader import SpanModel


def trained_model() -> SpanModel:
    """Open the model of the trained reader. Raises `EvaluationError` where it is missing or damaged.

    A chain would go on without it, and the figures would be taken for those of the trained reader.
    """
    try:
        return SpanModel()
    except ReaderError as error:
        raise EvaluationError(f"Nothing was measured. {error}") from error
