"""The connection to the record's SQLite database: one a thread, with transactions and errors for people."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import LibraryDamagedError, LibraryLockedError
from index.record.schema import FROM_1_TO_2, SCHEMA, SCHEMA_VERSION, statements

RECORD_FILE = "library.sqlite"
_TOO_MANY = 500  # values in one IN (...)


class Database:
    """The SQLite database of one library; safe to read from several threads, each with its own connection."""

    def __init__(self, path: Path | None) -> None:
        """Opens the record at `path`, making it if need be; None is an empty one in memory."""
        self._path = path
        self._local = threading.local()
        self._memory: sqlite3.Connection | None = None
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._guard = threading.Lock()
        if path is None:
            self._memory = self._prepare(sqlite3.connect(":memory:", check_same_thread=False))
        else:
            self._connection()

    def _prepare(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("casefold", 1, lambda text: text and text.casefold(), deterministic=True)
        if self._path is not None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")  # what is removed is not left in free pages
        connection.isolation_level = None  # transactions are begun by name
        if self._version(connection) < SCHEMA_VERSION:
            self._bring_up_to_date(connection)
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise LibraryDamagedError(
                f"The library {self._path} was made by a newer version of Dateline (schema {version}). "
                "Update Dateline, or index the articles into another library."
            )
        return int(version)

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        """Makes the tables, or carries an older library over to the present ones, as one transaction."""
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self._version(connection) == 1:  # looked at again: another process may have been quicker
                for statement in FROM_1_TO_2:
                    connection.execute(statement)
            for statement in statements(SCHEMA):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("PRAGMA foreign_keys = ON")

    def _connection(self) -> sqlite3.Connection:
        if self._memory is not None:
            return self._memory
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._faults():
                connection = self._prepare(sqlite3.connect(self._path or "", check_same_thread=False))
            self._local.connection = connection
            with self._guard:
                self._drop_finished()
                self._connections.append((threading.current_thread(), connection))
        return connection

    def _drop_finished(self) -> None:
        """Closes the connections of threads that have ended: a server may start one a request."""
        for thread, connection in self._connections:
            if not thread.is_alive():
                connection.close()
        self._connections = [pair for pair in self._connections if pair[0].is_alive()]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            where, reason = self._path or "in memory", str(error)
            if "locked" in reason:
                raise LibraryLockedError(
                    f"The library {where} is being written to by another process. Wait until it is done and run "
                    "this again."
                ) from error
            if any(word in reason for word in ("full", "I/O", "readonly", "unable to open")):
                message = (
                    f"The library {where} cannot be written: {error}. Free some space, check that "
                    "the folder may be written to, and run it again."
                )
            else:
                message = (
                    f"The record {where} cannot be used: {error}. "
                    "Move the library folder away and index the articles again, or restore a copy of it."
                )
            raise LibraryDamagedError(message) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it is kept, or nothing."""
        connection = self._connection()
        with self._faults():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has ended it already
                    connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self._faults():
            return self._connection().execute(sql, values).fetchall()

    def rows_in(
        self, sql: str, values: Sequence[Any], *, before: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query with `IN ({})`, for any number of values; `before` are the values that stand first."""
        for at in range(0, len(values), _TOO_MANY):
            some = values[at : at + _TOO_MANY]
            yield from self.rows(sql.format(", ".join("?" * len(some))), [*before, *some])

    def settle(self) -> None:
        """Moves all that was committed from the log into the database file, and empties the log where no one reads it.

        From then on it outlives also a loss of power, and nothing that was removed stands in the log any more.
        """
        with self._faults():
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Closes every connection."""
        with self._guard:
            for _, connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()
        if self._memory is not None:
            self._memory.close()
