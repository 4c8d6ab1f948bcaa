"""Connections, transactions and migrations. Everything durable goes through here.

Inside the server one thread owns the only writing connection (`fieldkit.store.group_commit`); a command writes from its
own process. Both hand a function the open connection inside a transaction, so that no caller ever commits.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Protocol, TypeVar

from fieldkit.errors import Problem
from fieldkit.store.failures import as_storage_failure
from fieldkit.store.sqlite import Connection, DatabaseError, Row, connect, require_safe_sqlite

T = TypeVar("T")
Work = Callable[[Connection], T]

BUSY_TIMEOUT_SECONDS = 30
READERS_KEPT = 16
CHECKPOINT_PAGES = 4000
"""Pages of 4 KiB in the WAL before they are copied into the database: a page that many records touch is copied once."""


class Writer(Protocol):
    """Runs work inside one durable transaction and returns its result once that is on disk."""

    def run(self, work: Work[T]) -> T:
        """Run `work` with the open connection; roll its changes back when it raises."""

    def close(self) -> None:
        """Finish what was accepted, then let go of the database."""


def open_for_writing(path: Path) -> Connection:
    """Open `path` in WAL mode with full durability, foreign keys and secure deletion."""
    require_safe_sqlite()
    connection = connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = Row
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Readers:
    """Gives read-only views; connections are kept for the next reader, for opening one costs more than most reads."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro"
        self._idle: list[Connection] = []
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give one consistent snapshot for the length of a `with` block."""
        connection = self._take()
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)

    def close(self) -> None:
        """Close what is idle now, and what is still read from when its reader is done."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            connection = connect(
                self._address, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = Row
            return connection

    def _give_back(self, connection: Connection) -> None:
        if self._closed or len(self._idle) >= READERS_KEPT:
            connection.close()
        else:
            self._idle.append(connection)


class Watch:
    """Tells whether anything at all was written since, by whichever thread or process."""

    def __init__(self, path: Path) -> None:
        address = f"{path.resolve().as_uri()}?mode=ro"
        self._connection = connect(
            address, uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._lock = threading.Lock()

    def version(self) -> int:
        """Return a number that is another one after every commit (https://sqlite.org/pragma.html#pragma_data_version)."""
        with self._lock:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class DirectWriter:
    """Writes from a command's own process, waiting its turn behind a running server."""

    def __init__(self, path: Path) -> None:
        self._connection = open_for_writing(path)
        self._lock = threading.Lock()

    def run(self, work: Work[T]) -> T:
        """Run `work` in a transaction of its own.

        Raises:
            Problem: when the disk or the file fails (see `fieldkit.store.failures`); whatever `work` raises otherwise.
        """
        with self._lock:
            try:
                return self._in_transaction(work)
            except DatabaseError as error:
                raise as_storage_failure(error) from error

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _in_transaction(self, work: Work[T]) -> T:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return result


def migrate(writer: Writer, applied_at: str, *, package: str = "fieldkit.store.migrations") -> list[str]:
    """Bring the database to the newest migration of `package`; each one and its record are a single transaction.

    Returns:
        The names of the migrations that were applied now.

    Raises:
        Problem: `409.database-newer` when the database knows a migration that this version of Fieldkit does not.
    """
    available = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in resources.files(package).iterdir()
        if entry.name.endswith(".sql")
    }
    applied = writer.run(_applied_migrations)
    if unknown := applied - set(available):
        raise Problem(
            "409.database-newer",
            f"The project was opened by a newer Fieldkit ({', '.join(sorted(unknown))}).",
            remedy="Update Fieldkit on this machine.",
        )
    pending = sorted(set(available) - applied)
    for name in pending:
        writer.run(lambda db, name=name: _apply(db, name, available[name], applied_at))  # type: ignore[misc]
    return pending


def _applied_migrations(db: Connection) -> set[str]:
    db.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
    return {row["name"] for row in db.execute("SELECT name FROM migration")}


def _apply(db: Connection, name: str, script: str, applied_at: str) -> None:
    for statement in _statements(script):
        db.execute(statement)
    db.execute("INSERT INTO migration (name, applied_at) VALUES (?, ?)", (name, applied_at))


def _statements(script: str) -> Iterator[str]:
    """Split a script at the semicolons that end statements (executescript would commit half of it)."""
    from sqlite3 import complete_statement

    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip() and not all(line.startswith("--") or not line.strip() for line in pending.splitlines()):
        raise DatabaseError(f"an unfinished statement: {pending.strip()[:80]}")
