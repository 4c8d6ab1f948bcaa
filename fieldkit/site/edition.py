"""Reads a release file for its front page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

from fieldkit.site.serving import DATABASE

Row = dict[str, Any]
QUOTATIONS_SHOWN = 12


@dataclass(frozen=True)
class EditionTable:
    """A table of the edition: its description, cells and labels (side, value) → language → text."""

    about: Row
    cells: Sequence[Row] = ()
    labels: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Edition:
    """What the front page shows."""

    title: str
    languages: tuple[str, ...]
    heard: Sequence[Row]
    tables: Sequence[EditionTable]
    quotations: Sequence[Row]
    quotation_count: int
    method: Sequence[Row]


async def read_edition(datasette: Datasette) -> Edition:
    """Read everything that the front page shows."""
    db = datasette.get_database(DATABASE)
    title, languages = await read_title(datasette)
    cells = await _rows(db, "SELECT * FROM cells ORDER BY rowid")
    labels = await _rows(db, "SELECT * FROM labels ORDER BY rowid")
    tables = [
        EditionTable(
            about,
            [cell for cell in cells if cell["table"] == about["name"]],
            _labels([label for label in labels if label["table"] == about["name"]]),
        )
        for about in await _rows(db, "SELECT * FROM tables ORDER BY position")
    ]
    return Edition(
        title,
        languages,
        await _rows(db, "SELECT * FROM heard ORDER BY position"),
        tables,
        await _rows(db, f"SELECT * FROM quotations ORDER BY number LIMIT {QUOTATIONS_SHOWN}"),  # noqa: S608
        (await _rows(db, "SELECT count(*) AS n FROM quotations"))[0]["n"],
        await _rows(db, "SELECT * FROM method ORDER BY position"),
    )


async def read_title(datasette: Datasette) -> tuple[str, tuple[str, ...]]:
    """Return the release's title and languages."""
    row = (await _rows(datasette.get_database(DATABASE), "SELECT title, languages FROM release"))[0]
    return row["title"], tuple(row["languages"].split())


async def _rows(db: Database, query: str) -> list[Row]:
    return [dict(row) for row in (await db.execute(query)).rows]


def _labels(rows: Sequence[Row]) -> dict[tuple[str, str], dict[str, str]]:
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        labels.setdefault((row["side"], row["value"]), {})[row["language"]] = row["label"]
    return labels
