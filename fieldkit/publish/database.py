"""The SQLite file of a release: written fresh, in one order, without a moment or a machine in it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.publish.method import method_rows
from fieldkit.publish.shape import (
    Row,
    cell_rows,
    heard_rows,
    label_rows,
    name_tables,
    quotation_rows,
    readable_rows,
    table_rows,
)
from fieldkit.release.plan import ReleasePlan

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

SCHEMA = """
CREATE TABLE heard (position INTEGER, language TEXT, statement TEXT, PRIMARY KEY (position, language));
CREATE TABLE quotations (number INTEGER PRIMARY KEY, quotation TEXT, language TEXT, code TEXT);
CREATE TABLE tables (
  name TEXT PRIMARY KEY, position INTEGER, title TEXT, unit TEXT, measure TEXT, total INTEGER, minimum INTEGER,
  rounding INTEGER, hidden_cells INTEGER, withheld TEXT
);
CREATE TABLE cells (
  "table" TEXT REFERENCES tables (name), "row" TEXT, row_label TEXT, "column" TEXT, column_label TEXT, count INTEGER,
  mean REAL, status TEXT, PRIMARY KEY ("table", "row", "column")
);
CREATE TABLE labels (
  "table" TEXT REFERENCES tables (name), side TEXT, value TEXT, language TEXT, label TEXT,
  PRIMARY KEY ("table", side, value, language)
);
CREATE TABLE method (position INTEGER PRIMARY KEY, name TEXT, value TEXT, explanation TEXT);
CREATE TABLE release (title TEXT, languages TEXT);
"""
SEARCH = """
CREATE VIRTUAL TABLE quotations_fts USING fts5 (quotation, code, content="quotations", content_rowid="number",
  tokenize="unicode61 remove_diacritics 2");
"""


def write_database(plan: ReleasePlan, path: Path) -> None:
    """Write `plan` to a new file at `path`; the same plan gives the same bytes on the same SQLite."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _fill(db, plan)
        db.execute("VACUUM INTO ?", (str(path),))
    finally:
        db.close()


def count_rows(path: Path) -> dict[str, int]:
    """Return how many rows each table of a release file has."""
    db = _open(path)
    try:
        return {name: db.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0] for name in _tables(db)}  # noqa: S608
    finally:
        db.close()


def read_everything(path: Path) -> Iterator[tuple[str, str | bytes]]:
    """Yield every text and blob of a release file with its place: cells, search index and its terms, the schema."""
    db = _open(path)
    try:
        for table in (*_tables(db), "sqlite_master"):
            for row in db.execute(f"SELECT * FROM {_quoted(table)}"):  # noqa: S608
                for value in row:
                    if isinstance(value, (str, bytes)):
                        yield table, value
        db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab ('main', 'quotations_fts', 'row')")
        for (term,) in db.execute("SELECT term FROM temp.terms"):
            yield "quotations_fts terms", term
    finally:
        db.close()


def _open(path: Path) -> "sqlite3.Connection":
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def _tables(db: "sqlite3.Connection") -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def _fill(db: "sqlite3.Connection", plan: ReleasePlan) -> None:
    db.executescript(SCHEMA)
    shapes, language = name_tables(plan), plan.languages[0]
    title: Row = {"title": plan.title, "languages": " ".join(plan.languages)}
    contents: dict[str, Iterable[Row]] = {
        "release": [title],
        "heard": heard_rows(plan),
        "quotations": quotation_rows(plan),
        "tables": table_rows(shapes),
        "cells": cell_rows(shapes, language),
        "labels": label_rows(shapes),
        "method": method_rows(plan),
    }
    for table, rows in contents.items():
        _insert(db, table, rows)
    for shape in shapes:
        if not shape.table.withheld:
            lines = readable_rows(shape.table, language)
            _create(db, shape.name, list(lines[0]))
            _insert(db, shape.name, lines)
    db.executescript(SEARCH)
    db.execute("INSERT INTO quotations_fts (quotations_fts) VALUES ('rebuild')")


def _create(db: "sqlite3.Connection", table: str, columns: Sequence[str]) -> None:
    db.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(_quoted(column) for column in columns)})")


def _insert(db: "sqlite3.Connection", table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        names, marks = ", ".join(_quoted(name) for name in row), ", ".join("?" * len(row))
        db.execute(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
