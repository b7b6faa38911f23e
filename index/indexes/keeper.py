"""Keeps one derived index open: opens the next state when the writer publishes it, and mends what is damaged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from index.errors import LibraryError, LibraryLockedError
from index.indexes.entries import Index, IndexAwayError, IndexBrokenError
from index.indexes.generations import is_current
from index.indexes.homes import Home
from index.lock import writer_lock
from index.record.published import IndexState
from index.record.record import Record

Kind = TypeVar("Kind", bound=Index)
_AWAY = 30.0  # seconds for which an index is not asked again that was out of reach
_DAMAGED = "was damaged"
_NOTHING = IndexState("", 0, 0)


class Keeper(Generic[Kind]):
    """One derived index of a library, for readers in several threads and for the writer."""

    def __init__(
        self,
        home: Home[Kind],
        library: Path,
        record: Callable[[], Record],
        fingerprint: Callable[[], str],
        note: Callable[[str], None],
        rebuild: Callable[[], None],
    ) -> None:
        """`rebuild` is called where the index should be made in the background."""
        self.home = home
        self._library = library
        self._record = record
        self._fingerprint = fingerprint
        self._note = note
        self._rebuild = rebuild
        self._looked = False
        self._open: tuple[str, Kind] | None = None
        self._retired: Kind | None = None  # a query in another thread may still be using it
        self._broken: set[str] = set()
        self._away_until = 0.0
        self._given_up = False
        self._told: set[str] = set()
        self._guard = threading.RLock()

    # reading

    def index(self) -> tuple[Kind | None, IndexState]:
        """The published index, None where it cannot be used, and its state."""
        with self._guard:
            state = self._state()
            if time.monotonic() < self._away_until:
                return None, state
            try:
                if not self._looked and state.generation and not is_current(self._record(), self.home.name):
                    self._repair(
                        "lacks what was taken in last"
                    )  # by a writer that was killed, maybe the last ever
                    state = self._state()
                self._looked = True
                index = self._opened(state)
                if index is None:
                    damaged = state.generation in self._broken
                    if self._state() == state:
                        self._repair(_DAMAGED if damaged else "is missing", anew=True)
                    if self._state() != state:  # made again, here or by the writer
                        state = self._state()
                        index = self._opened(state)
            except IndexAwayError as error:
                self._is_away(error)
                return None, state
            return index, state

    def failed(self, state: IndexState, error: IndexBrokenError) -> None:
        """An open index failed while it was searched: it is damaged, or outdated where a later one is published."""
        with self._guard:
            self._retire()
            if isinstance(error, IndexAwayError):
                self._is_away(error)
            elif self._state() == state:
                self._broken.add(state.generation)

    def _is_away(self, error: IndexAwayError) -> None:
        """Remembers for a while that the index is out of reach: nobody waits for it at every question."""
        self._away_until = time.monotonic() + _AWAY
        self._tell(f"{error} The vectors in the library are searched instead: nothing is missed.")

    def _state(self) -> IndexState:
        return self._record().index_state(self.home.name) or _NOTHING

    def _opened(self, state: IndexState) -> Kind | None:
        """The index of a published state; None, and remembered as broken, where it cannot be opened."""
        if self._open and self._open[0] == state.generation:
            return self._open[1]
        if not state.generation or state.generation in self._broken:
            return None
        try:
            opened = self.home.open(state)
        except IndexAwayError:
            self._retire()
            raise
        except IndexBrokenError:
            self._broken.add(state.generation)
            return None
        self._retire()
        self._told.clear()
        self._open = state.generation, opened
        return opened

    def _retire(self) -> None:
        """Puts the open index aside, and closes the one that was put aside before it."""
        if self._open:
            if self._retired:
                _close(self._retired)
            self._retired, self._open = self._open[1], None

    def _tell(self, note: str) -> None:
        """Says something once, until all is well again."""
        if note not in self._told:
            self._told.add(note)
            self._note(note)

    # mending

    def _repair(self, wrong: str, *, anew: bool = False) -> None:
        """Makes the index again from the record: at once where that is quick, else while questions are answered."""
        total, _ = self._record().passage_total()
        if total == 0 or self._given_up:
            return
        if total <= self.home.at_once:
            self._make_again(wrong, anew=anew)
            return
        if self._is_being_written():
            return  # the writer makes it
        without = "answers take a little longer"
        if self.home.called == "word":
            without = "exact words are not found in all articles"
        self._tell(
            f"The {self.home.called} index {wrong} and is being made while questions are answered; until then "
            f"{without}. To have it made before anything is asked, run 'dateline doctor'."
        )
        self._rebuild()

    def _is_being_written(self) -> bool:
        """Whether a writer is at work, or what was started to make the index."""
        try:
            with writer_lock(self._library):
                return False
        except LibraryLockedError:
            return True
        except LibraryError:
            return False

    def _make_again(self, wrong: str, *, anew: bool) -> None:
        try:
            with writer_lock(self._library):
                self.home.make(self._record(), self._fingerprint(), anew=anew)
        except LibraryLockedError:
            return  # the writer makes it; until then the record is searched
        except IndexAwayError:
            raise
        except (IndexBrokenError, OSError, LibraryError) as error:
            self._given_up = True
            self._note(
                f"The {self.home.called} index {wrong} and could not be made again ({error}); the articles are safe "
                "in the record."
            )
            return
        if wrong == _DAMAGED:
            self._note(self._mended())

    def _mended(self) -> str:
        return f"The {self.home.called} index {_DAMAGED}; it was made again from the record, and nothing was lost."

    # writing

    def catch_up(self, *, only_add: bool = False) -> str | None:
        """Makes and publishes the index where it lacks something; the caller holds the writer's lock.

        `only_add`: what was removed is left for the next time. Gives a sentence where it could not be made.
        """
        try:
            damaged = self._is_damaged()
            if damaged or not is_current(self._record(), self.home.name):
                self.home.make(self._record(), self._fingerprint(), anew=damaged, removals=not only_add)
            if damaged:
                self._note(self._mended())
        except IndexAwayError as error:
            return self._behind(error)
        except (IndexBrokenError, OSError) as error:
            return (
                f"The {self.home.called} index could not be made ({error}). The articles are safe in the "
                "record; free some space and run 'dateline index' again."
            )
        return None

    def _behind(self, error: IndexAwayError) -> str:
        state = self._state()
        removed = len(self._record().removed(after=state.removed_through)) if state.generation else 0
        held = f" It still holds the vectors of {removed:,} removed passages." if removed else ""
        return (
            f"{error} The vectors there are behind the articles, which are safe in the record and are searched "
            f"there.{held} Once it answers, run 'dateline index' or 'dateline doctor' again with the same --chroma."
        )

    def _is_damaged(self) -> bool:
        """Whether something is published that is not there, does not open, or holds something else."""
        state = self._state()
        if not state.generation:
            return False
        try:
            _close(self.home.open(state))
        except IndexAwayError:
            raise
        except IndexBrokenError:
            return True
        return False

    def close(self) -> None:
        """Lets the index go."""
        with self._guard:
            self._retire()
            if self._retired:
                _close(self._retired)
                self._retired = None
            # Another library may come to stand in this one's place, with generations of the same names.
            self._broken.clear()
            self._looked = self._given_up = False
            self._away_until = 0.0


def _close(index: Index) -> None:
    with suppress(IndexBrokenError):
        index.close()
