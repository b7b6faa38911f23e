"""Where a derived index lives, a folder of the library or a Chroma server, behind one interface."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from index.indexes.entries import Index, IndexBrokenError, IndexKind
from index.indexes.generations import check_count, folder_of, make_next
from index.indexes.seal import broken_seal
from index.record.published import IndexState
from index.record.record import Record

I_co = TypeVar("I_co", bound=Index, covariant=True)


class Home(Protocol[I_co]):
    """The place of one derived index: it opens what is published there, and makes and publishes the next state."""

    @property
    def name(self) -> str:
        """The row in the record that says what is published."""

    @property
    def called(self) -> str:
        """What messages call it."""

    @property
    def at_once(self) -> int:
        """Passages up to which it is made again while a question waits: about a second."""

    def open(self, state: IndexState) -> I_co:
        """The index in a published state; raises IndexBrokenError, IndexAwayError where it is out of reach."""

    def make(self, record: Record, fingerprint: str, *, anew: bool = False, removals: bool = True) -> None:
        """Makes the index hold what the record holds, and publishes it; the caller holds the writer's lock.

        `anew`: from the record alone, whatever stands there. Without `removals` only what is new is added. Raises
        IndexBrokenError or OSError where that fails.
        """

    def discard(self, record: Record) -> None:
        """Removes the index and forgets what was published; it is made anew when it is next used."""


class FolderHome(Generic[I_co]):
    """A folder of the library: each state is a generation, made beside the last and never written to again."""

    def __init__(self, library: Path, kind: IndexKind[I_co], *, called: str, at_once: int) -> None:
        self._library = library
        self._kind = kind
        self.name = kind.name
        self.called = called
        self.at_once = at_once

    def open(self, state: IndexState) -> I_co:
        """The generation of a state; raises IndexBrokenError where it does not hold what the state says."""
        folder = folder_of(self._library, self.name, state.generation)
        if wrong := broken_seal(folder):  # asked first: to open a damaged one may end the process
            raise IndexBrokenError(wrong)
        index = self._kind.open(folder)
        try:
            check_count(index, state.passages)
        except IndexBrokenError:
            index.close()
            raise
        return index

    def make(self, record: Record, fingerprint: str, *, anew: bool = False, removals: bool = True) -> None:
        """Makes the next generation, and publishes it."""
        make_next(self._library, record, self._kind, fingerprint, anew=anew, removals=removals)

    def discard(self, record: Record) -> None:
        """Removes every generation."""
        if record.index_state(self.name):
            record.withdraw(self.name)
        shutil.rmtree(self._library / self.name, ignore_errors=True)
