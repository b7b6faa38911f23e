"""Reading: from passages to the sentences, and the words in them, that answer a question."""

from rag.reader.reading import Reader, Reading
from rag.reader.sentences import SentenceReader
from rag.reader.span_model import SpanModel
from rag.reader.span_reader import SpanReader

__all__ = ["Reader", "Reading", "SentenceReader", "SpanModel", "SpanReader"]
