"""Participants: a code above submissions. Who a person is, only the vault knows."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class ParticipantRecord:
    """A record of one participant."""

    id: int
    form_id: str
    form_title: str
    state: str
    received_at: str
    superseded: bool


@dataclass(frozen=True)
class ParticipantConsent:
    """What a participant said last about one scope."""

    scope: str
    given: bool
    at: str


def ensure_participant(db: Connection, code: str, now: datetime) -> None:
    """Make sure that a participant with this code exists."""
    db.execute("INSERT INTO participant (code, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (code, as_text(now)))


def assign_participant(db: Connection, submission_id: int, code: str | None, notice_version: str | None) -> None:
    """Say whose submission this is (None while nobody is named) and which information text its form gave."""
    db.execute(
        "UPDATE submission SET participant_code = ?, notice_version = ? WHERE id = ?",
        (code, notice_version, submission_id),
    )


def participant_exists(db: Connection, code: str) -> bool:
    """Tell whether anything was collected from, or prepared for, a participant with this code."""
    return db.execute("SELECT 1 FROM participant WHERE code = ?", (code,)).fetchone() is not None


def records_of_participant(db: Connection, code: str) -> list[ParticipantRecord]:
    """Return a participant's records, replaced ones included, the newest first."""
    rows = db.execute(
        "SELECT s.id, f.form_id, f.title AS form_title, s.state, s.received_at,"
        " s.superseded_by IS NOT NULL AS superseded FROM submission s"
        " JOIN form_version fv ON fv.id = s.form_version_id JOIN form f ON f.form_id = fv.form_id"
        " WHERE s.participant_code = ? ORDER BY s.received_at DESC, s.id DESC",
        (code,),
    )
    return [ParticipantRecord(**{**row, "superseded": bool(row["superseded"])}) for row in rows]


def consents_of_participant(db: Connection, code: str) -> list[ParticipantConsent]:
    """Return the newest answer of each scope that was asked, by scope."""
    rows = db.execute(
        "SELECT scope, given, at FROM consent c WHERE participant_code = ?1 AND NOT EXISTS (SELECT 1 FROM consent later"
        " WHERE later.participant_code = ?1 AND later.scope = c.scope AND (later.at, later.id) > (c.at, c.id))"
        " ORDER BY scope",
        (code,),
    )
    return [ParticipantConsent(row["scope"], bool(row["given"]), row["at"]) for row in rows]
