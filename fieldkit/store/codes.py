"""The codebook's rows: what each code is now, and every state it was ever in."""

import json
from dataclasses import asdict
from datetime import datetime

from fieldkit.coding.codebook import Code
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


def find_code_name(db: Connection, code_id: str) -> tuple[str, bool] | None:
    """Return a code's name and whether new segments may use it, or None when there is no such code."""
    query = "SELECT name, retired_at IS NULL AS in_use FROM code WHERE id = ? AND revision_id IS NOT NULL"
    row = db.execute(query, (code_id,)).fetchone()
    return (row["name"], bool(row["in_use"])) if row else None


def list_codes(db: Connection) -> tuple[Code, ...]:
    """Return the codebook, retired codes included, those whose making was undone left out."""
    rows = db.execute(
        "SELECT id, name, parent_id, definition, include, exclude, colour, coalesce(key, '') AS key, position,"
        " retired_at IS NOT NULL AS retired FROM code WHERE revision_id IS NOT NULL ORDER BY position, name, id"
    )
    return tuple(Code(**{**row, "retired": bool(row["retired"])}) for row in rows)


def code_is_known(db: Connection, code_id: str) -> bool:
    """Tell whether there ever was a code with this id."""
    return db.execute("SELECT 1 FROM code WHERE id = ?", (code_id,)).fetchone() is not None


def find_revision(db: Connection, revision_id: str) -> Code | None:
    """Return the code as it was in one of its states, or None."""
    row = db.execute("SELECT content FROM code_revision WHERE id = ?", (revision_id,)).fetchone()
    return Code(**json.loads(row["content"])) if row else None


def current_revision(db: Connection, code_id: str) -> str | None:
    """Return the id of the state that a code is in, or None when it does not exist or was undone."""
    row = db.execute("SELECT revision_id FROM code WHERE id = ?", (code_id,)).fetchone()
    return row["revision_id"] if row else None


def insert_revision(db: Connection, revision_id: str, code: Code, *, account: str, now: datetime) -> None:
    """Keep a state of a code; the code itself changes only by `show_revision`."""
    db.execute(
        "INSERT INTO code (id, parent_id, name, position, created_at) VALUES (?,?,?,?,?) ON CONFLICT (id) DO NOTHING",
        (code.id, code.parent_id, code.name, code.position, as_text(now)),
    )
    content = json.dumps(asdict(code), ensure_ascii=False, sort_keys=True)
    db.execute(
        "INSERT INTO code_revision (id, code_id, content, account_id, created_at) VALUES (?,?,?,?,?)",
        (revision_id, code.id, content, account, as_text(now)),
    )


def show_revision(db: Connection, revision_id: str, *, now: datetime) -> None:
    """Put a code into the state of one of its revisions."""
    code = find_revision(db, revision_id)
    if code is None:
        raise LookupError(revision_id)
    db.execute(
        "UPDATE code SET parent_id = ?, name = ?, definition = ?, include = ?, exclude = ?, colour = ?, key = ?,"
        " position = ?, retired_at = CASE WHEN ? THEN coalesce(retired_at, ?) END, revision_id = ? WHERE id = ?",
        (
            code.parent_id,
            code.name,
            code.definition,
            code.include,
            code.exclude,
            code.colour,
            code.key or None,
            code.position,
            code.retired,
            as_text(now),
            revision_id,
            code.id,
        ),
    )


def hide_code(db: Connection, code_id: str) -> None:
    """Take a code back whose making was undone; its revisions stay, so that redo finds them."""
    db.execute("UPDATE code SET revision_id = NULL WHERE id = ?", (code_id,))
