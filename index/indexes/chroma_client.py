"""The connection to a Chroma server: collections by name, and errors that say what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TypedDict
from urllib.parse import urlsplit

import httpx
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import NotFoundError
from chromadb.types import Collection as CollectionModel

from index.indexes.chroma_server import ChromaServer
from index.indexes.entries import IndexAwayError, IndexBrokenError
from index.indexes.vectors import COSINE, ChromaIndex

_CONNECT, _FIRST = 2.0, 5.0  # seconds a server may take to be reached, and to answer for the first time
_MOST = 1000  # vectors handed over at once: a hosted Chroma takes few
_STATE = "state"


class _Where(TypedDict):
    """What every request about a collection names."""

    tenant: str
    database: str


class _RefusedError(Exception):
    """The server's answer to any request was a status that no retry changes."""


def _look(response: httpx.Response) -> None:
    """Stops at an answer that says what is wrong by its status alone: Chroma's client shows the body only."""
    if response.status_code in {401, 403}:
        raise _RefusedError(
            f"refused the token ({response.status_code}): set DATELINE_CHROMA_TOKEN to one that it takes, and "
            "DATELINE_CHROMA_HEADER to the header it looks in, where that is not Authorization"
        )
    if response.status_code in {429, 502, 503, 504}:
        raise _RefusedError(f"cannot answer now (status {response.status_code})")


class ChromaClient:
    """A server that answered, with the database that is asked for."""

    def __init__(self, server: ChromaServer, *, patience: float) -> None:
        """Connects; an answer may take `patience` seconds. Raises IndexAwayError, with a reason for people."""
        self._server = server
        # Not `chromadb.HttpClient`: it asks the server while it is made, with no limit of time, by connections that
        # it never closes.
        system = System(
            Settings(
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=server.url,
                chroma_server_http_port=urlsplit(server.url).port,  # wanted, though it is in the URL
                chroma_server_headers=server.headers(),
                anonymized_telemetry=False,
            )
        )
        self._api = system.instance(FastAPI)
        self._session = self._api._session  # Chroma has no setting for its limits of time
        self._session.timeout = httpx.Timeout(_FIRST, connect=_CONNECT)
        self._session.event_hooks = {"response": [_look]}
        self._where = _Where(tenant=server.tenant, database=server.database)
        try:
            with self._faults():
                self._find_database()
                self._session.timeout = httpx.Timeout(patience, connect=_CONNECT)
                self._batch = min(int(self._api.get_max_batch_size()), _MOST)
        except BaseException:
            self.close()
            raise

    def _find_database(self) -> None:
        server = self._server
        try:
            self._api.get_database(server.database, tenant=server.tenant)
        except httpx.TransportError:
            raise
        except NotFoundError as error:
            raise _RefusedError(
                f"has no database {server.database!r} for tenant {server.tenant!r}"
            ) from error
        except _RefusedError:
            raise
        except Exception as error:  # whatever Chroma's client makes of a page that Chroma never wrote
            raise _RefusedError("does not answer as Chroma does: is the address right?") from error

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turns what can go wrong into our errors: out of reach, or a collection that cannot be used."""
        try:
            yield
        except IndexBrokenError:
            raise
        except _RefusedError as error:
            raise IndexAwayError(f"The Chroma server {self._server.address} {error}.") from None
        except httpx.TimeoutException:
            raise IndexAwayError(
                f"The Chroma server {self._server.address} does not answer in time."
            ) from None
        except (httpx.TransportError, httpx.InvalidURL):
            raise IndexAwayError(f"The Chroma server {self._server.address} cannot be reached.") from None
        except Exception as error:  # Chroma's errors, and bare Exceptions with the body of an answer
            raise IndexBrokenError(self._safe(f"Chroma: {error}")) from None

    def _safe(self, message: str) -> str:
        """A server may repeat what it was sent; the token is shown to nobody."""
        token = self._server.token
        return message.replace(token, "…") if token else message

    def collection(self, name: str) -> tuple[ChromaIndex, str]:
        """A collection and the state it says it is in; raises IndexBrokenError where there is none of that name."""
        with self._faults():
            found = self._get(name)
            return self._index(found), str((found.metadata or {}).get(_STATE, ""))

    def create(self, name: str, state: str) -> ChromaIndex:
        """A new, empty collection."""
        with self._faults():
            made = self._api.create_collection(
                name, configuration=COSINE, metadata={_STATE: state}, **self._where
            )
            return self._index(self._collection(made))

    def mark(self, name: str, state: str) -> None:
        """Writes into a collection which state it is in."""
        with self._faults():
            self._get(name).modify(metadata={_STATE: state})

    def delete(self, name: str) -> None:
        """Deletes a collection, if it is there."""
        with self._faults(), suppress(NotFoundError):
            self._api.delete_collection(name, **self._where)

    def _get(self, name: str) -> Collection:
        return self._collection(self._api.get_collection(name, **self._where))

    def _collection(self, model: CollectionModel) -> Collection:
        return Collection(client=self._api, model=model, embedding_function=None)

    def _index(self, collection: Collection) -> ChromaIndex:
        return ChromaIndex(self, collection, faults=self._faults, batch=self._batch)

    def close(self) -> None:
        """Lets the connections go."""
        self._session.close()
