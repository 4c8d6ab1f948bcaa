"""Records as the desk sees them: lists by state, owner and due day; the decisions of people on them."""

from dataclasses import dataclass
from datetime import timedelta

from fieldkit.store.sqlite import Connection, Row

TIME_TO_REVIEW = timedelta(days=7)
OPEN_STATES = ("received", "edited", "has issues")


@dataclass(frozen=True)
class RecordRow:
    """One record in a list; times are stored text.

    Attributes:
        id: row number, which the desk's addresses carry.
        owner_id: account that does the next step; None only while the project has no coordinator.
        due_at: by when, or None when nothing is left to do.
        superseded_by: instanceID of the edit that took its place, or None.
    """

    id: int
    instance_id: str
    form_version_id: str
    form_id: str
    form_version: str
    form_title: str
    device_id: str | None
    device_name: str | None
    participant_code: str | None
    received_at: str
    state: str
    complete: bool
    sealed: bool
    encrypted_elsewhere: bool
    owner_id: str | None
    owner_name: str | None
    due_at: str | None
    deprecated_id: str | None
    superseded_by: str | None


@dataclass(frozen=True)
class RecordFilter:
    """What a list is narrowed to; None lets everything through. `words` is an instanceID or a participant's code."""

    form_id: str | None = None
    state: str | None = None
    complete: bool | None = None
    owner_id: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Review:
    """One decision; `account_id` is None when the server made it."""

    state: str
    reason: str
    account_id: str | None
    at: str


_ROW = """
SELECT submission.id, instance_id, form_version_id, form_version.form_id, form_version.version AS form_version,
  form.title AS form_title, device_id, device.name AS device_name, participant_code, received_at, state, complete,
  sealed, encrypted_elsewhere, owner_id, account.name AS owner_name, due_at, deprecated_id, superseded_by
FROM submission
  JOIN form_version ON form_version.id = form_version_id
  JOIN form ON form.form_id = form_version.form_id
  LEFT JOIN device ON device.id = device_id
  LEFT JOIN account ON account.id = owner_id
"""

# The inner query is answered by the index submission_desk alone; only the rows of one page are then looked up.
_PAGE = """
WHERE submission.id IN (
  SELECT id FROM submission
  WHERE superseded_by IS NULL
    AND (:state IS NULL OR state = :state)
    AND (:complete IS NULL OR complete = :complete)
    AND (:owner_id IS NULL OR owner_id = :owner_id)
    AND (:form_id IS NULL OR form_version_id IN (SELECT id FROM form_version WHERE form_id = :form_id))
    AND (:words IS NULL OR id IN (SELECT id FROM submission WHERE instance_id = :words OR participant_code = :words))
    AND (:before IS NULL OR id < :before)
  ORDER BY id DESC LIMIT :limit)
ORDER BY submission.id DESC
"""

_WAITING = """
WHERE submission.id IN (
  SELECT id FROM submission
  WHERE superseded_by IS NULL AND state IN ('received', 'edited', 'has issues')
    AND (owner_id = :owner_id OR owner_id IS NULL)
  ORDER BY due_at, id LIMIT :limit)
ORDER BY due_at, submission.id
"""


def list_records(db: Connection, wanted: RecordFilter, *, before: int | None, limit: int) -> list[RecordRow]:
    """Return records that were not replaced, newest first, with row numbers below `before`."""
    values = {**vars(wanted), "before": before, "limit": limit}
    return [_record(row) for row in db.execute(_ROW + _PAGE, values)]


def list_waiting(db: Connection, owner_id: str, *, limit: int) -> list[RecordRow]:
    """Return the records whose next step is this account's, the earliest due first."""
    return [_record(row) for row in db.execute(_ROW + _WAITING, {"owner_id": owner_id, "limit": limit})]


def find_record(db: Connection, record_id: int) -> RecordRow | None:
    """Return the record with this row number, replaced or not."""
    row = db.execute(_ROW + "WHERE submission.id = ?", (record_id,)).fetchone()
    return _record(row) if row else None


def find_record_by_instance(db: Connection, instance_id: str) -> RecordRow | None:
    """Return the record with this instanceID, replaced or not."""
    row = db.execute(_ROW + "WHERE instance_id = ?", (instance_id,)).fetchone()
    return _record(row) if row else None


def count_by_state(db: Connection) -> dict[str, int]:
    """Return how many records that were not replaced are in each state."""
    rows = db.execute("SELECT state, count(*) AS n FROM submission WHERE superseded_by IS NULL GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


def count_waiting(db: Connection, owner_id: str) -> int:
    """Return how many records wait for this account."""
    row = db.execute(
        "SELECT count(*) FROM submission WHERE superseded_by IS NULL AND state IN ('received', 'edited', 'has issues')"
        " AND (owner_id = ? OR owner_id IS NULL)",
        (owner_id,),
    ).fetchone()
    return int(row[0])


def count_incomplete(db: Connection) -> int:
    """Return how many records still wait for files."""
    row = db.execute("SELECT count(*) FROM submission WHERE superseded_by IS NULL AND complete = 0").fetchone()
    return int(row[0])


def list_forms_with_records(db: Connection) -> list[tuple[str, str]]:
    """Return id and title of every form, by title."""
    return [(row["form_id"], row["title"]) for row in db.execute("SELECT form_id, title FROM form ORDER BY title")]


def hand_over_records(db: Connection, *, from_id: str | None, to_id: str) -> int:
    """Make `to_id` the owner of what `from_id` (None: nobody) owned; return how many records that were."""
    return db.execute("UPDATE submission SET owner_id = ? WHERE owner_id IS ?", (to_id, from_id)).rowcount


def insert_review(db: Connection, record_id: int, review: Review) -> None:
    """Add a decision."""
    db.execute(
        "INSERT INTO review (submission_id, state, reason, account_id, at) VALUES (?,?,?,?,?)",
        (record_id, review.state, review.reason, review.account_id, review.at),
    )


def set_state(db: Connection, record_id: int, *, state: str, owner_id: str, due_at: str | None) -> None:
    """Put a record into a review state and say whose the next step is."""
    db.execute(
        "UPDATE submission SET state = ?, owner_id = ?, due_at = ? WHERE id = ?", (state, owner_id, due_at, record_id)
    )


def list_reviews(db: Connection, record_id: int) -> list[Review]:
    """Return the decisions on a record, oldest first."""
    rows = db.execute(
        "SELECT state, reason, account_id, at FROM review WHERE submission_id = ? ORDER BY id", (record_id,)
    )
    return [Review(**dict(row)) for row in rows]


def list_consents(db: Connection, record_id: int) -> list[tuple[str, bool]]:
    """Return the consent scopes that a record carries, and whether each was given."""
    rows = db.execute("SELECT scope, given FROM consent WHERE submission_id = ? ORDER BY id", (record_id,))
    return [(row["scope"], bool(row["given"])) for row in rows]


def _record(row: Row) -> RecordRow:
    values = dict(row)
    for name in ("complete", "sealed", "encrypted_elsewhere"):
        values[name] = bool(values[name])
    return RecordRow(**values)
