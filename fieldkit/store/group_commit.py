"""The server's writer: one thread, one connection, one COMMIT for everything that queued up during the last one.

Durability is paid per group, not per submission: with `synchronous=FULL` a commit is one flush of the WAL, and while
the disk works the next group gathers. Each item has a savepoint, so that one that is refused leaves the others alone.
"""

import queue
import threading
import time
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.store.db import Work, open_for_writing
from fieldkit.store.failures import as_storage_failure, is_busy, is_of_the_file
from fieldkit.store.sqlite import Connection, DatabaseError

T = TypeVar("T")

GROUP_SIZE = 128
LONGEST_WAIT_SECONDS = 90
"""How long a group waits for a command that holds the database, over several busy timeouts."""


@dataclass(frozen=True)
class _Outcome:
    result: Any = None
    failure: BaseException | None = None


class _Queued:
    """Work that somebody waits for. A bare lock hands the outcome over: a `Future` costs half as much as the work."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self._outcome = _Outcome()
        self._settled = threading.Lock()
        self._settled.acquire()

    def settle(self, outcome: _Outcome) -> None:
        self._outcome = outcome
        self._settled.release()

    def wait(self) -> Any:
        self._settled.acquire()
        if self._outcome.failure is not None:
            raise self._outcome.failure
        return self._outcome.result


class GroupCommitWriter:
    """Runs work of many threads on one connection, acknowledging each when its group is on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_for_writing(path)
        self._queue: queue.SimpleQueue[_Queued | None] = queue.SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()
        # A daemon: a process that ends without `close` is not held up. Nothing is lost by that, for whoever waits for
        # an unfinished item has been told nothing yet.
        self._thread = threading.Thread(target=self._serve, name="fieldkit-writer", daemon=True)
        self._thread.start()

    def run(self, work: Work[T]) -> T:
        """Queue `work` and wait until the group that holds it is durable; it runs in the caller's own context.

        Raises:
            Problem: `503.shutting-down` once the writer was closed, or what the disk or the database said (see
                `fieldkit.store.failures`); whatever `work` raises otherwise.
        """
        context = copy_context()
        item = _Queued(lambda db: context.run(work, db))
        with self._gate:
            if self._closed:
                raise Problem(
                    "503.shutting-down",
                    _("The server is stopping."),
                    remedy=_("Try again in a moment; nothing was stored."),
                )
            self._queue.put(item)
        try:
            return cast(T, item.wait())
        except DatabaseError as error:
            raise as_storage_failure(error) from error

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
                self._store(group)

    def _next_group(self) -> tuple[list[_Queued], bool]:
        group: list[_Queued] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == GROUP_SIZE or self._queue.empty():
                return group, False
            item = self._queue.get()
        return group, True

    def _store(self, group: list[_Queued]) -> None:
        try:
            outcomes = self._commit(group)
        except BaseException as error:
            self._recover()
            outcomes = [_Outcome(failure=error)] * len(group)
        for item, outcome in zip(group, outcomes, strict=True):
            item.settle(outcome)

    def _commit(self, group: list[_Queued]) -> list[_Outcome]:
        _begin(self._connection)
        outcomes = [_attempt(self._connection, item.work) for item in group]
        self._connection.execute("COMMIT")
        return outcomes

    def _recover(self) -> None:
        """Leave no transaction open; where even that fails, start again with a fresh connection."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except DatabaseError:
            with suppress(DatabaseError):
                self._connection.close()
            with suppress(DatabaseError):
                self._connection = open_for_writing(self._path)


def _begin(connection: Connection) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except DatabaseError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        else:
            return


def _attempt(connection: Connection, work: Work[Any]) -> _Outcome:
    connection.execute("SAVEPOINT item")
    try:
        outcome = _Outcome(work(connection))
    except BaseException as error:
        if is_of_the_file(error) or not connection.in_transaction:
            raise  # nothing of the group may be acknowledged
        connection.execute("ROLLBACK TO item")
        outcome = _Outcome(failure=error)
    connection.execute("RELEASE item")
    return outcome
