"""Connections, transactions and migrations. Everything durable goes through here.

Inside the server one thread owns the only writing connection and commits what is queued in groups; a command writes
from its own process. Both hand a function the open connection inside a transaction, so that no caller ever commits.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar

from fieldkit.errors import Problem
from fieldkit.store.sqlite import (
    Connection,
    DatabaseError,
    OperationalError,
    Row,
    connect,
    require_safe_sqlite,
)

T = TypeVar("T")
Work = Callable[[Connection], T]

BUSY_TIMEOUT_SECONDS = 30
GROUP_SIZE = 128


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
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def open_for_reading(path: Path) -> Iterator[Connection]:
    """Open `path` read-only for the length of a `with` block; one consistent snapshot inside."""
    connection = connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    connection.row_factory = Row
    try:
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


class DirectWriter:
    """Writes from a command's own process, waiting its turn behind a running server."""

    def __init__(self, path: Path) -> None:
        self._connection = open_for_writing(path)
        self._lock = threading.Lock()

    def run(self, work: Work[T]) -> T:
        """Run `work` in a transaction of its own."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            return result

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass
class _Queued:
    work: Work[Any]
    future: Future[Any]


class GroupCommitWriter:
    """One thread, one connection, one COMMIT for everything that queued up while the last one was written."""

    def __init__(self, path: Path) -> None:
        self._connection = open_for_writing(path)
        self._queue: queue.SimpleQueue[_Queued | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="fieldkit-writer")
        self._closed = False
        self._gate = threading.Lock()
        self._thread.start()

    def run(self, work: Work[T]) -> T:
        """Queue `work` and wait until the group that holds it is durable.

        Raises:
            Problem: `503.shutting-down` once the writer was closed; whatever `work` raises otherwise.
        """
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise Problem(
                    "503.shutting-down",
                    "The server is stopping.",
                    remedy="Try again in a moment; nothing was stored.",
                )
            self._queue.put(_Queued(work, future))
        return future.result()

    def close(self) -> None:
        """Take nothing new, store what was accepted, stop the thread."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            group, stopping = self._next_group()
            if group:
                self._commit(group)

    def _next_group(self) -> tuple[list[_Queued], bool]:
        group: list[_Queued] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == GROUP_SIZE or self._queue.empty():
                return group, False
            item = self._queue.get()
        return group, True

    def _commit(self, group: list[_Queued]) -> None:
        outcomes: list[tuple[_Queued, Any, BaseException | None]] = []
        try:
            self._begin()
            for item in group:
                outcomes.append((item, *self._attempt(item.work)))
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for item in group:
                item.future.set_exception(error)
            return
        for item, result, failure in outcomes:
            if failure is None:
                item.future.set_result(result)
            else:
                item.future.set_exception(failure)

    def _begin(self) -> None:
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    raise
            else:
                return

    def _attempt(self, work: Work[Any]) -> tuple[Any, BaseException | None]:
        self._connection.execute("SAVEPOINT item")
        try:
            result = work(self._connection)
        except OperationalError:
            raise  # the disk or the file failed, not the item: nothing of the group may be acknowledged
        except BaseException as error:
            self._connection.execute("ROLLBACK TO item")
            self._connection.execute("RELEASE item")
            return None, error
        self._connection.execute("RELEASE item")
        return result, None


def migrate(writer: Writer, applied_at: str) -> list[str]:
    """Bring the database to the newest migration; each one and its record are a single transaction.

    Returns:
        The names of the migrations that were applied now.

    Raises:
        Problem: `409.database-newer` when the database knows a migration that this version of Fieldkit does not.
    """
    available = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in resources.files("fieldkit.store.migrations").iterdir()
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
