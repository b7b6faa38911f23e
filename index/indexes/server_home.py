"""Vectors on a Chroma server: one collection, brought up to the record in place.

The record names the collection and a token; the collection carries the token of the state it is in. A writer notes
the next token in the record before it changes anything, and writes so that doing it again changes nothing more: a
killed writer's work is gone on with. A collection with any other token was changed by someone else, such as a copy of
this library; it is given up, and a new one is made from the record's vectors.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass, replace

from index.indexes.chroma_client import ChromaClient
from index.indexes.chroma_server import ChromaServer
from index.indexes.entries import IndexAwayError, IndexBrokenError
from index.indexes.generations import check_count, entries
from index.indexes.vectors import ChromaIndex
from index.record.published import IndexState
from index.record.record import Record

_READER, _WRITER = 5.0, 60.0  # seconds that an answer may take: of neighbours, of a batch of vectors
_STEP = 20_000  # passages after which the record is told how far the collection has come


@dataclass(frozen=True, slots=True)
class _Place:
    """A collection, the token of the state it was published in, and of the one that is being made, "" for none."""

    collection: str
    token: str
    coming: str = ""

    @classmethod
    def read(cls, generation: str) -> _Place:
        """The place that a published generation names."""
        collection, token, coming = (*generation.split(":"), "", "")[:3]
        return cls(collection, token, coming)

    def __str__(self) -> str:
        return ":".join(filter(None, (self.collection, self.token, self.coming)))


class ServerHome:
    """A collection on a Chroma server, for one library."""

    called = "vector"
    at_once = 2_000

    def __init__(self, server: ChromaServer) -> None:
        self._server = server
        self.name = f"vectors@{server.address}"

    def open(self, state: IndexState) -> ChromaIndex:
        """The collection of a state."""
        client = ChromaClient(self._server, patience=_READER)
        try:
            index = _own(client, state)
            if not _Place.read(
                state.generation
            ).coming:  # else a writer is at it, and there is more than is said
                check_count(index, state.passages)
        except BaseException:
            client.close()
            raise
        return index

    def make(self, record: Record, fingerprint: str, *, anew: bool = False, removals: bool = True) -> None:
        """Brings the collection up to the record; a new one where it is not there or not as the record says."""
        del removals  # they are taken out by their numbers: there is nothing to put off
        with closing(ChromaClient(self._server, patience=_WRITER)) as client:
            state = record.index_state(self.name)
            if state and not anew:
                try:
                    self._bring_up(client, _own(client, state), record, fingerprint, state)
                    return
                except IndexAwayError:
                    raise
                except IndexBrokenError:  # gone, changed by another, or not what it should be: all of it anew
                    pass
            if state:
                client.delete(_Place.read(state.generation).collection)
            place = _Place(f"dateline-{secrets.token_hex(8)}", _token())
            state = IndexState(str(place), 0, 0, record.log_position()[1])
            record.publish(
                self.name, state
            )  # first: a collection that no record names would never be deleted
            self._bring_up(client, client.create(place.collection, place.token), record, fingerprint, state)

    def discard(self, record: Record) -> None:
        """Deletes the collection, and forgets it."""
        if state := record.index_state(self.name):
            with closing(ChromaClient(self._server, patience=_WRITER)) as client:
                client.delete(_Place.read(state.generation).collection)
            record.withdraw(self.name)

    def _bring_up(
        self, client: ChromaClient, index: ChromaIndex, record: Record, fingerprint: str, state: IndexState
    ) -> None:
        place = _Place.read(state.generation)
        place = replace(place, coming=place.coming or _token())  # a killed writer's is gone on with
        state = replace(state, generation=str(place))
        record.publish(self.name, state)
        client.mark(place.collection, place.coming)
        total, through = record.passage_total()
        _, removed_through = record.log_position()
        index.remove(record.removed(after=state.removed_through))
        while state.through_seq < through:
            step = record.numbers(after=state.through_seq, limit=_STEP)[-1]
            index.add(entries(record, fingerprint, vectors=True, after=state.through_seq, through=step))
            state = replace(state, through_seq=step)
            record.publish(self.name, state)
        check_count(index, total)
        done = _Place(place.collection, place.coming)
        record.publish(self.name, IndexState(str(done), through, total, removed_through))


def _own(client: ChromaClient, state: IndexState) -> ChromaIndex:
    """The collection of a state; raises IndexBrokenError where it is gone or another's."""
    place = _Place.read(state.generation)
    index, found = client.collection(place.collection)
    if not found or found not in {place.token, place.coming}:
        raise IndexBrokenError("the collection on the server was changed by another library")
    return index


def _token() -> str:
    return secrets.token_hex(4)
