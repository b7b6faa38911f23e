"""A question in, a checked answer out: every sentence with a quotation that stands in a cited article.

The way of the data: query, retrieval, reader, the choice of sentences (extract) or a language model's prose (writer),
citations, composition; Chain keeps it warm, answer is the one call.
"""

from rag.chain import Chain, answer
from rag.errors import LanguageModelError, QuestionError
from rag.result import Answer, Citation, Sentence
from rag.support import Support, supports

__all__ = [
    "Answer",
    "Chain",
    "Citation",
    "LanguageModelError",
    "QuestionError",
    "Sentence",
    "Support",
    "answer",
    "supports",
]
