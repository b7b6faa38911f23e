"""What can go wrong with a library; every message says what to do next.

LibraryError
├── LibraryNotFoundError   there is nothing at that path
├── NotALibraryError       there is something else at that path
├── LibraryLockedError     another process is writing to it
├── LibraryDamagedError    the record itself cannot be read
├── EmbedderError          the library's embedder is another one, or cannot be loaded
└── InputError             a path to index does not exist or cannot be read; an unknown article id
"""


class LibraryError(Exception):
    """Any error of a library; the message is written for the person who sees it."""


class LibraryNotFoundError(LibraryError):
    """There is no library at the path."""


class NotALibraryError(LibraryError):
    """The path holds something that is not a library."""


class LibraryLockedError(LibraryError):
    """Another process is writing to the library."""


class LibraryDamagedError(LibraryError):
    """The record (library.sqlite) cannot be read or written."""


class EmbedderError(LibraryError):
    """The embedder cannot be loaded, or is not the one the library was made with."""


class InputError(LibraryError):
    """What was asked to be indexed, shown or removed is not there."""
