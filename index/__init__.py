"""Articles in, a searchable library out. Lowest layer: imports nothing else of Dateline.

The way of the data: files and `readers`, header, language and `cleaning`, `dates`, sentences and passages, copies,
embedding, the `record` (SQLite), and the `indexes` made from it (vectors in Chroma, words in Tantivy). `indexing` runs
it, `doctor` checks what came out, Library is the facade.
"""

from index.article import Article, Hit, Passage
from index.errors import (
    EmbedderError,
    InputError,
    LibraryDamagedError,
    LibraryError,
    LibraryLockedError,
    LibraryNotFoundError,
    NotALibraryError,
)
from index.files import Failure
from index.filters import Filters
from index.library import Library
from index.record import Summary
from index.report import IndexReport, Progress

__all__ = [
    "Article",
    "EmbedderError",
    "Failure",
    "Filters",
    "Hit",
    "IndexReport",
    "InputError",
    "Library",
    "LibraryDamagedError",
    "LibraryError",
    "LibraryLockedError",
    "LibraryNotFoundError",
    "NotALibraryError",
    "Passage",
    "Progress",
    "Summary",
]
