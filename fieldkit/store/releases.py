"""What a release is to hold, who approved it, and the ledger of those that were built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class ChosenTable:
    """A table that somebody chose for the next release.

    Attributes:
        row_question: path of the question in the rows; `column_question` likewise, or None.
        measure: `count`, or `mean` of every criterion of the form.
    """

    id: str
    title: str
    form_id: str
    unit: str
    row_question: str
    column_question: str | None
    measure: str


@dataclass(frozen=True)
class Statement:
    """One statement of what we heard."""

    position: int
    language: str
    text: str


@dataclass(frozen=True)
class LedgerEntry:
    """One release that was built; `configuration`, `counts`, `report` and `approvers` are JSON."""

    number: int
    parent: int | None
    plan_sha256: str
    file_sha256: str
    configuration: str
    counts: str
    report: str
    approvers: str
    built_at: str
    withdrawn_at: str | None


def list_chosen_tables(db: Connection) -> list[ChosenTable]:
    """Return the chosen tables in their order."""
    rows = db.execute(
        "SELECT id, title, form_id, unit, row_question, column_question, measure FROM release_table"
        " ORDER BY position, id"
    )
    return [ChosenTable(**row) for row in rows]


def insert_chosen_table(db: Connection, table: ChosenTable, *, now: datetime) -> None:
    """Add a table after the others."""
    db.execute(
        "INSERT INTO release_table (id, title, form_id, unit, row_question, column_question, measure, position,"
        " created_at) VALUES (?,?,?,?,?,?,?, (SELECT coalesce(max(position), 0) + 1 FROM release_table), ?)",
        (*vars(table).values(), as_text(now)),
    )


def delete_chosen_table(db: Connection, table_id: str) -> bool:
    """Take a table out; tell whether it was there."""
    return db.execute("DELETE FROM release_table WHERE id = ?", (table_id,)).rowcount > 0


def list_statements(db: Connection) -> list[Statement]:
    """Return what we heard, by language and position."""
    rows = db.execute("SELECT position, language, text FROM heard_statement ORDER BY language, position, id")
    return [Statement(**row) for row in rows]


def replace_statements(
    db: Connection, language: str, texts: Sequence[tuple[str, str]], *, account_id: str | None, now: datetime
) -> None:
    """Let `texts`, (id, text) pairs in their order, be what we heard in one language."""
    db.execute("DELETE FROM heard_statement WHERE language = ?", (language,))
    db.executemany(
        "INSERT INTO heard_statement (id, position, language, text, account_id, created_at) VALUES (?,?,?,?,?,?)",
        [
            (statement_id, position, language, text, account_id, as_text(now))
            for position, (statement_id, text) in enumerate(texts, 1)
        ],
    )


def insert_approval(db: Connection, plan_sha256: str, account_id: str, *, now: datetime) -> bool:
    """Note that an account approves a plan; tell whether it is new."""
    cursor = db.execute(
        "INSERT INTO release_approval (plan_sha256, account_id, at) VALUES (?,?,?) ON CONFLICT DO NOTHING",
        (plan_sha256, account_id, as_text(now)),
    )
    return cursor.rowcount > 0


def list_approvers(db: Connection, plan_sha256: str) -> list[str]:
    """Return the open coordinators' accounts that approved exactly this plan, in the order in which they did."""
    rows = db.execute(
        "SELECT account_id FROM release_approval JOIN account ON account.id = account_id"
        " WHERE plan_sha256 = ? AND disabled_at IS NULL AND role = 'coordinator' ORDER BY at, account_id",
        (plan_sha256,),
    )
    return [row["account_id"] for row in rows]


def list_ledger(db: Connection) -> list[LedgerEntry]:
    """Return every release, the newest first."""
    return [LedgerEntry(*row) for row in db.execute("SELECT * FROM release ORDER BY number DESC")]


def insert_release(db: Connection, entry: LedgerEntry) -> None:
    """Write a release into the ledger."""
    db.execute("INSERT INTO release VALUES (?,?,?,?,?,?,?,?,?,?)", tuple(vars(entry).values()))
