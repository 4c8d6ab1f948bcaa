"""What SQLite and the file system say when they cannot store, as problems that a person can act on.

pysqlite3 gives no error codes, so the messages decide; they are fixed strings of SQLite (`sqlite3ErrStr` in main.c).
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.store.sqlite import DatabaseError

DISK_FULL = "database or disk is full"
BUSY = ("database is locked", "database table is locked", "database schema is locked")
OF_THE_FILE = (
    DISK_FULL,
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "database disk image is malformed",
    "file is not a database",
    "out of memory",
    "locking protocol",
    "interrupted",
    *BUSY,
)


def is_of_the_file(error: BaseException) -> bool:
    """Say whether the disk or the database failed, so that nothing of the transaction may be believed."""
    return isinstance(error, DatabaseError) and any(str(error).startswith(text) for text in OF_THE_FILE)


def is_busy(error: BaseException) -> bool:
    """Say whether somebody else holds the database just now."""
    return isinstance(error, DatabaseError) and any(str(error).startswith(text) for text in BUSY)


def as_storage_failure(error: BaseException) -> BaseException:
    """Return the problem that `error` of the disk or the database is; any other error stays what it is."""
    if isinstance(error, DatabaseError) and str(error).startswith(DISK_FULL):
        return disk_full()
    if is_busy(error):
        return Problem(
            "503.database-busy",
            _("The project is busy: something else has been writing to it for a long time."),
            remedy=_("Try again in a moment; nothing was stored."),
        )
    if is_of_the_file(error):
        return Problem(
            "500.storage-failed",
            _("The project's database could not be written: %(reason)s.", reason=str(error)),
            remedy=_("Nothing was stored. Look at the disk of the server, then run: fieldkit doctor"),
        )
    return error


def disk_full() -> Problem:
    """Return the problem of a disk without space."""
    return Problem(
        "507.disk-full",
        _("The server's disk is full."),
        remedy=_("Nothing was stored. Keep the record and send it again when the coordinator has made space."),
    )


@contextmanager
def disk_failures_said() -> Iterator[None]:
    """Turn a full disk met while writing files into the problem that says so.

    Raises:
        Problem: `507.disk-full`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise disk_full() from error
        raise
