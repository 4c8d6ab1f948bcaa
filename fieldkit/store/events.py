"""The append-only log: who did what to what, in a hash chain. Ids and hashes, never personal content."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

FIRST_HASH = "0" * 64
_AS_CHAINED = json.JSONEncoder(ensure_ascii=False)
_AS_KEPT = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Event:
    """One line of the log, as it is read back."""

    number: int
    at: str
    actor: str
    kind: str
    subject: str
    detail: dict[str, Any]


def record_event(
    db: Connection,
    *,
    now: datetime,
    actor: str,
    kind: str,
    subject: str,
    detail: dict[str, Any] | None = None,
) -> int:
    """Append an event inside the caller's transaction and return its number.

    `detail` holds ids, hashes, states and counts only; what people said or typed stays in tables that a withdrawal can
    clear.
    """
    last = db.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last["number"] + 1, last["hash"]) if last else (1, FIRST_HASH)
    at, text = as_text(now), _AS_KEPT.encode(detail or {})
    digest = _digest(previous, number, at, actor, kind, subject, text)
    db.execute(
        "INSERT INTO event (number, at, actor, kind, subject, detail, previous_hash, hash) VALUES (?,?,?,?,?,?,?,?)",
        (number, at, actor, kind, subject, text, previous, digest),
    )
    return number


def first_broken_event(db: Connection) -> int | None:
    """Walk the chain; return the number of the first event that does not fit, or None when all do."""
    previous, expected = FIRST_HASH, 1
    for row in db.execute("SELECT * FROM event ORDER BY number"):
        digest = _digest(previous, row["number"], row["at"], row["actor"], row["kind"], row["subject"], row["detail"])
        if row["number"] != expected or row["previous_hash"] != previous or row["hash"] != digest:
            return int(row["number"])
        previous, expected = digest, expected + 1
    return None


def list_events(
    db: Connection, *, subject: str | None = None, before: int | None = None, limit: int = 100
) -> list[Event]:
    """Return events, newest first, of one subject or all, with numbers below `before`."""
    rows = db.execute(
        "SELECT * FROM event WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR number < ?2)"
        " ORDER BY number DESC LIMIT ?3",
        (subject, before, limit),
    )
    return [
        Event(row["number"], row["at"], row["actor"], row["kind"], row["subject"], json.loads(row["detail"]))
        for row in rows
    ]


def _digest(previous: str, number: int, at: str, actor: str, kind: str, subject: str, detail: str) -> str:
    payload = _AS_CHAINED.encode([previous, number, at, actor, kind, subject, detail])
    return hashlib.sha256(payload.encode()).hexdigest()
