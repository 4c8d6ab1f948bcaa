"""Requests of people who forgot a PIN. Keys and names are taken out as soon as a request is over."""

from dataclasses import dataclass, field
from datetime import datetime

from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class Recovery:
    """One request; times are stored text.

    Attributes:
        person_id: as the tablet names the person; person_name: as people do; empty once it is over.
        wrapped_key: the data key, sealed to the project's key; empty once it is over.
        public_key: of a fresh key of the tablet, an uncompressed P-256 point; empty once it is over.
        state: `waiting`, `approved`, `refused`, `done` or `expired`.
        answer: the data key, sealed to the tablet's key; empty unless approved.
    """

    id: str
    device_id: str
    person_id: str
    person_name: str
    wrapped_key: bytes = field(repr=False)
    public_key: bytes
    asked_at: str
    state: str
    answer: bytes = field(repr=False)


_COLUMNS = """id, device_id, person_id, coalesce(person_name, '') AS person_name, coalesce(wrapped_key, x'')
  AS wrapped_key, coalesce(public_key, x'') AS public_key, asked_at, state, coalesce(answer, x'') AS answer"""
_EMPTIED = "person_name = NULL, wrapped_key = NULL, public_key = NULL, answer = NULL"


def insert_recovery(db: Connection, recovery: Recovery) -> None:
    """Add a request that waits; an open one of the same person on the same tablet makes room for it."""
    db.execute(
        f"UPDATE recovery SET state = 'expired', {_EMPTIED} WHERE device_id = ? AND person_id = ?"  # noqa: S608
        " AND state IN ('waiting', 'approved')",
        (recovery.device_id, recovery.person_id),
    )
    db.execute(
        "INSERT INTO recovery (id, device_id, person_id, person_name, wrapped_key, public_key, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            recovery.id,
            recovery.device_id,
            recovery.person_id,
            recovery.person_name,
            recovery.wrapped_key,
            recovery.public_key,
            recovery.asked_at,
        ),
    )


def find_recovery(db: Connection, recovery_id: str) -> Recovery | None:
    """Return one request."""
    row = db.execute(f"SELECT {_COLUMNS} FROM recovery WHERE id = ?", (recovery_id,)).fetchone()  # noqa: S608
    return _recovery(row) if row else None


def list_waiting_recoveries(db: Connection) -> list[Recovery]:
    """Return the requests that wait for a coordinator, the oldest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM recovery WHERE state = 'waiting' ORDER BY asked_at, id")  # noqa: S608
    return [_recovery(row) for row in rows]


def count_open_recoveries(db: Connection, device_id: str) -> int:
    """Return how many requests of a tablet are open."""
    row = db.execute(
        "SELECT count(*) FROM recovery WHERE device_id = ? AND state IN ('waiting', 'approved')", (device_id,)
    ).fetchone()
    return int(row[0])


def approve_recovery(db: Connection, recovery_id: str, *, answer: bytes, account_id: str, now: datetime) -> None:
    """Keep the answer for the tablet; what it was made from is no longer needed."""
    db.execute(
        "UPDATE recovery SET state = 'approved', answer = ?, wrapped_key = NULL, decided_by = ?, decided_at = ?"
        " WHERE id = ?",
        (answer, account_id, as_text(now), recovery_id),
    )


def end_recovery(db: Connection, recovery_id: str, *, state: str, now: datetime, account_id: str | None = None) -> None:
    """Put a request into a last state (`refused`, `done`) and take out its keys and the name."""
    db.execute(
        f"UPDATE recovery SET state = ?, decided_by = coalesce(?, decided_by), decided_at = coalesce(decided_at, ?),"  # noqa: S608
        f" {_EMPTIED} WHERE id = ?",
        (state, account_id, as_text(now), recovery_id),
    )


def expire_recoveries(db: Connection, *, asked_before: datetime) -> int:
    """End what was asked before a moment and is still open; return how many that were."""
    changed = db.execute(
        f"UPDATE recovery SET state = 'expired', {_EMPTIED} WHERE state IN ('waiting', 'approved') AND asked_at < ?",  # noqa: S608
        (as_text(asked_before),),
    )
    return changed.rowcount


def end_recoveries_of(db: Connection, device_id: str) -> int:
    """End everything that a tablet asked for; return how many that were."""
    changed = db.execute(
        f"UPDATE recovery SET state = 'refused', {_EMPTIED} WHERE state IN ('waiting', 'approved') AND device_id = ?",  # noqa: S608
        (device_id,),
    )
    return changed.rowcount


def _recovery(row: Row) -> Recovery:
    return Recovery(**dict(row))
