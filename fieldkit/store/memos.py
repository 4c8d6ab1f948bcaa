"""Memos: notes on a segment, a code, a transcript or the project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

_COLUMNS = "id, subject_kind, subject_id, text, account_id, created_at"


@dataclass(frozen=True)
class Memo:
    """A note. `subject_kind` is segment, code or transcript."""

    id: str
    subject_kind: str
    subject_id: str
    text: str
    account_id: str | None
    created_at: str


def insert_memo(db: Connection, memo: Memo) -> None:
    """Store a memo that does not stand yet: the stroke that adds it lets it."""
    values = (*vars(memo).values(), memo.created_at)
    db.execute(f"INSERT INTO memo ({_COLUMNS}, deleted_at) VALUES (?,?,?,?,?,?,?)", values)  # noqa: S608


def find_memo(db: Connection, memo_id: str) -> tuple[Memo, bool] | None:
    """Return a memo and whether it stands (False: it was removed), or None when there never was one."""
    row = db.execute(f"SELECT {_COLUMNS}, deleted_at FROM memo WHERE id = ?", (memo_id,)).fetchone()  # noqa: S608
    return (Memo(*tuple(row)[:6]), row["deleted_at"] is None) if row else None


def set_memo_removed(db: Connection, memo_id: str, *, removed_at: datetime | None) -> None:
    """Remove a memo, or with None bring it back."""
    db.execute("UPDATE memo SET deleted_at = ? WHERE id = ?", (as_text(removed_at) if removed_at else None, memo_id))


def list_memos(db: Connection, subject_kind: str, subject_ids: Sequence[str]) -> list[Memo]:
    """Return the memos that stand on any of the subjects, the oldest first."""
    marks = ",".join("?" * len(subject_ids))
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM memo WHERE subject_kind = ? AND subject_id IN ({marks}) AND deleted_at IS NULL"  # noqa: S608
        " ORDER BY created_at, rowid",
        (subject_kind, *subject_ids),
    )
    return [Memo(**row) for row in rows]


def version_memos(db: Connection, version_id: str) -> list[Memo]:
    """Return the memos that stand on segments of one version, the oldest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM memo WHERE subject_kind = 'segment' AND deleted_at IS NULL"  # noqa: S608
        " AND subject_id IN (SELECT id FROM segment WHERE transcript_version_id = ?) ORDER BY created_at, rowid",
        (version_id,),
    )
    return [Memo(**row) for row in rows]
