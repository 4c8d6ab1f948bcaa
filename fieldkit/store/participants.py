"""Participants: a code above submissions. Who a person is, only the vault knows."""

from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


def ensure_participant(db: Connection, code: str, now: datetime) -> None:
    """Make sure that a participant with this code exists."""
    db.execute("INSERT INTO participant (code, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (code, as_text(now)))


def assign_participant(db: Connection, submission_id: int, code: str | None, notice_version: str | None) -> None:
    """Say whose submission this is (None while nobody is named) and which information text its form gave."""
    db.execute(
        "UPDATE submission SET participant_code = ?, notice_version = ? WHERE id = ?",
        (code, notice_version, submission_id),
    )
