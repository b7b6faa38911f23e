"""Prose by a language model, where one is configured: one request, every sentence checked against what it cites.

prompt → endpoint → parse → locate → checked; `Writer` is the way through.
"""

from rag.writer.checked import Dropped, NotStated, Quote, Written
from rag.writer.endpoint import Endpoint
from rag.writer.writer import Writer

__all__ = ["Dropped", "Endpoint", "NotStated", "Quote", "Writer", "Written"]
