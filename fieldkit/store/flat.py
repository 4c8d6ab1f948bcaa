"""`flat.db`: the answers as plain tables, one per form and one per repeat, for looking and for export.

Nothing depends on it and all of it can be made again from the submissions. It is a file of its own, built beside the
old one and put in its place when it is whole, so that receiving never waits for it. Names come from forms, so they are
quoted wherever they stand, and told apart where SQLite, which ignores case, would take them for one.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from fieldkit.store.sqlite import connect

FlatValue = str | int | None

COLUMNS_PER_TABLE = 1900
"""SQLite allows 2,000; a wider table goes on in a second one with the same keys."""


@dataclass(frozen=True)
class FlatTable:
    """One table: its form, the path of its repeat (empty for the form's own), and its columns in the form's order.

    `columns` and the first `keys` of them are names as the form gives them.
    """

    form_id: str
    path: str
    columns: tuple[str, ...]
    keys: int


class FlatDatabase:
    """Writes a new flat database; it takes the old one's place at the end of a `with` block that went well."""

    def __init__(self, target: Path, building: Path, tables: Iterable[FlatTable]) -> None:
        self._target, self._building = target, building
        self._connection = connect(building, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._connection.execute("CREATE TABLE flat_table (name TEXT PRIMARY KEY, form_id TEXT, path TEXT) STRICT")
        self._connection.execute(
            "CREATE TABLE flat_column (table_name TEXT, name TEXT, path TEXT, position INTEGER,"
            " PRIMARY KEY (table_name, position)) STRICT"
        )
        self._names = _Names(["flat_table", "flat_column"])
        self._inserts: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}
        for table in tables:
            self._inserts[table.form_id, table.path] = [
                self._create(table, columns) for columns in _portions(table.columns, table.keys)
            ]

    def __enter__(self) -> "FlatDatabase":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._connection.execute("COMMIT")
        self._connection.close()
        if kind is None:
            os.replace(self._building, self._target)  # noqa: PTH105 - one step, whatever is there
        self._building.unlink(missing_ok=True)

    def insert(self, form_id: str, path: str, rows: Iterable[Mapping[str, FlatValue]]) -> int:
        """Add rows (column name as the form gives it → value) to a table; return how many."""
        kept = list(rows)
        for statement, columns in self._inserts[form_id, path]:
            self._connection.executemany(statement, [[row.get(column) for column in columns] for row in kept])
        return len(kept)

    def _create(self, table: FlatTable, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        name = self._names.fresh("/".join(part for part in (f"flat_{table.form_id}", table.path) if part))
        names = _Names([])
        shown = [names.fresh(column) for column in columns]
        self._connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(map(_quoted, shown))})")
        self._connection.execute("INSERT INTO flat_table VALUES (?, ?, ?)", (name, table.form_id, table.path))
        self._connection.executemany(
            "INSERT INTO flat_column VALUES (?, ?, ?, ?)",
            [(name, shown[position], column, position) for position, column in enumerate(columns)],
        )
        places = ", ".join("?" * len(columns))
        return f"INSERT INTO {_quoted(name)} VALUES ({places})", columns  # noqa: S608


class _Names:
    """Hands out names that differ for a database that ignores case."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.lower() for name in taken}

    def fresh(self, wish: str) -> str:
        wish = wish.replace("\0", "\ufffd") or "unnamed"
        name, number = wish, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{wish} ({number})"
        self._taken.add(name.lower())
        return name


def _portions(columns: Sequence[str], keys: int) -> list[tuple[str, ...]]:
    head, rest, room = tuple(columns[:keys]), columns[keys:], COLUMNS_PER_TABLE - keys
    starts = range(0, max(len(rest), 1), room)
    return [(*head, *rest[start : start + room]) for start in starts]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
