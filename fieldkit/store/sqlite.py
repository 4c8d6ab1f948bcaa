"""The one place that decides which SQLite is used.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write or checkpoint at once
(https://sqlite.org/wal.html, "The WAL-reset bug"), so an older one is refused at start.
"""

import sqlite3 as standard_sqlite
from typing import TYPE_CHECKING

from fieldkit.errors import EnvironmentProblem

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        sqlite3 = standard_sqlite

SAFE_VERSION = (3, 51, 3)
SQLITE_VERSION = sqlite3.sqlite_version

Connection = sqlite3.Connection
Row = sqlite3.Row
IntegrityError = sqlite3.IntegrityError
OperationalError = sqlite3.OperationalError
DatabaseError = sqlite3.DatabaseError
connect = sqlite3.connect


def require_safe_sqlite() -> None:
    """Refuse to go on with a SQLite that can corrupt what it stores.

    Raises:
        EnvironmentProblem: `500.sqlite-too-old`.
    """
    if sqlite3.sqlite_version_info < SAFE_VERSION:
        raise EnvironmentProblem(
            "500.sqlite-too-old",
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that two connections write to.",
            remedy="Install the package pysqlite3, which brings a newer one, or a Python with SQLite 3.51.3 or later.",
        )
