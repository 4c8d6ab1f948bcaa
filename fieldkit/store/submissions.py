"""Submissions and their files. The XML is kept as received and never edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.reviews import TIME_TO_REVIEW
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class StoredSubmission:
    """One row of `submission` without its XML; times are stored text."""

    id: int
    instance_id: str
    deprecated_id: str | None
    form_version_id: str
    form_id: str
    form_version: str
    device_id: str | None
    participant_code: str | None
    xml_sha256: str
    sealed: bool
    encrypted_elsewhere: bool
    complete: bool
    received_at: str
    completed_at: str | None
    state: str
    superseded_by: str | None


@dataclass(frozen=True)
class SubmissionFile:
    """A file of a submission: `missing`, `held`, `unnamed` (the XML does not name it) or `conflict` (other bytes)."""

    name: str
    received_name: str | None
    sha256: str | None
    state: str


@dataclass(frozen=True)
class NewSubmission:
    """What is known of a submission when it is first stored.

    Attributes:
        complete: whether its XML names no file that has still to be placed.
        participant_code: whose it is, a participant that exists; notice_version: what its form told them.
    """

    instance_id: str
    deprecated_id: str | None
    form_version_id: str
    device_id: str | None
    participant_code: str | None
    notice_version: str | None
    xml: bytes
    xml_sha256: str
    sealed: bool
    encrypted_elsewhere: bool
    complete: bool
    state: str


_SELECT = """
SELECT submission.id, instance_id, deprecated_id, form_version_id, form_id, version AS form_version, device_id,
  participant_code, xml_sha256, sealed, encrypted_elsewhere, complete, received_at, completed_at, state, superseded_by
FROM submission JOIN form_version ON form_version.id = submission.form_version_id
"""

_INSERT = """
INSERT INTO submission (instance_id, deprecated_id, form_version_id, device_id, participant_code, notice_version, xml,
  xml_sha256, sealed, encrypted_elsewhere, complete, received_at, completed_at, state, due_at, owner_id)
VALUES (:instance_id, :deprecated_id, :form_version_id, :device_id, :participant_code, :notice_version, :xml,
  :xml_sha256, :sealed, :encrypted_elsewhere, :complete, :received_at, iif(:complete, :received_at, NULL), :state,
  :due_at, coalesce(
    (SELECT owner_id FROM submission WHERE instance_id = :deprecated_id),
    (SELECT id FROM account WHERE role = 'coordinator' AND disabled_at IS NULL ORDER BY created_at, id LIMIT 1
      OFFSET (SELECT coalesce(max(id), 0) + 1 FROM submission)
        % max(1, (SELECT count(*) FROM account WHERE role = 'coordinator' AND disabled_at IS NULL)))))
"""


def find_submission(db: Connection, instance_id: str) -> StoredSubmission | None:
    """Return the submission with this instanceID."""
    row = db.execute(_SELECT + "WHERE instance_id = ?", (instance_id,)).fetchone()
    return _submission(row) if row else None


def find_edit_of(db: Connection, instance_id: str, form_id: str) -> str | None:
    """Return the instanceID of the first submission of the same form that says it replaces `instance_id`."""
    row = db.execute(
        _SELECT + "WHERE deprecated_id = ?1 AND instance_id <> ?1 AND form_id = ?2 ORDER BY submission.id LIMIT 1",
        (instance_id, form_id),
    ).fetchone()
    return row["instance_id"] if row else None


def list_earlier(db: Connection, replaced_id: str | None) -> list[StoredSubmission]:
    """Return the submission with this instanceID and what it goes back to, edit by edit, the first version last."""
    found: dict[str, StoredSubmission] = {}
    while replaced_id and replaced_id not in found and (replaced := find_submission(db, replaced_id)):
        found[replaced_id] = replaced
        replaced_id = replaced.deprecated_id
    return [*found.values()]


def load_xml(db: Connection, submission_id: int) -> bytes:
    """Return a submission's bytes as received."""
    row = db.execute("SELECT xml FROM submission WHERE id = ?", (submission_id,)).fetchone()
    return bytes(row["xml"])


def list_instances_of_version(db: Connection, version_id: str) -> list[str]:
    """Return the instanceIDs of everything that was collected with a form version."""
    rows = db.execute("SELECT instance_id FROM submission WHERE form_version_id = ? ORDER BY id", (version_id,))
    return [row["instance_id"] for row in rows]


def list_submission_ids(db: Connection, *, after: int = 0, limit: int = 500) -> list[int]:
    """Return the row numbers of stored submissions in the order of their arrival, `limit` at a time."""
    rows = db.execute("SELECT id FROM submission WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
    return [row["id"] for row in rows]


def load_submission(db: Connection, submission_id: int) -> StoredSubmission:
    """Return the submission with this row number."""
    return _submission(db.execute(_SELECT + "WHERE submission.id = ?", (submission_id,)).fetchone())


def list_summaries(db: Connection, *, limit: int = 1000, before: int | None = None) -> list[StoredSubmission]:
    """Return submissions, newest first, with row numbers below `before`."""
    rows = db.execute(
        _SELECT + "WHERE (?1 IS NULL OR submission.id < ?1) ORDER BY submission.id DESC LIMIT ?2", (before, limit)
    )
    return [_submission(row) for row in rows]


def insert_submission(db: Connection, new: NewSubmission, *, now: datetime) -> int:
    """Add a submission and return its row number.

    Its owner is who had what it replaces, else the coordinators in turn; a week later its review is due. All of it
    goes in at once, for each later change would write the XML, which stands in the same row, once more.
    """
    values = {**vars(new), "received_at": as_text(now), "due_at": as_text(now + TIME_TO_REVIEW)}
    return int(db.execute(_INSERT, values).lastrowid or 0)


def mark_superseded(db: Connection, submission_id: int, by: str) -> None:
    """Say that the edit `by` (an instanceID) takes this submission's place."""
    db.execute("UPDATE submission SET superseded_by = ? WHERE id = ?", (by, submission_id))


def mark_complete(db: Connection, submission_id: int, now: datetime) -> bool:
    """Mark as complete when no named file is missing; return True when it became so just now."""
    changed = db.execute(
        "UPDATE submission SET complete = 1, completed_at = ? WHERE id = ?2 AND complete = 0 AND NOT EXISTS"
        " (SELECT 1 FROM submission_file WHERE submission_id = ?2 AND state = 'missing')",
        (as_text(now), submission_id),
    )
    return changed.rowcount == 1


def insert_named_files(db: Connection, submission_id: int, names: Iterable[str]) -> None:
    """Note the files that the XML names; they are missing until they come."""
    db.executemany(
        "INSERT INTO submission_file (submission_id, name, state) VALUES (?, ?, 'missing') ON CONFLICT DO NOTHING",
        [(submission_id, name) for name in names],
    )


def list_files(db: Connection, submission_id: int) -> list[SubmissionFile]:
    """Return a submission's files: the named ones in the XML's order, then those kept aside."""
    rows = db.execute(
        "SELECT name, received_name, sha256, state FROM submission_file WHERE submission_id = ?"
        " ORDER BY state IN ('unnamed', 'conflict'), id",
        (submission_id,),
    )
    return [SubmissionFile(**dict(row)) for row in rows]


def hold_file(db: Connection, submission_id: int, *, name: str, received_name: str, sha256: str, now: datetime) -> None:
    """Fill the missing file `name`."""
    db.execute(
        "UPDATE submission_file SET sha256 = ?, received_name = ?, received_at = ?, state = 'held'"
        " WHERE submission_id = ? AND name = ? AND state = 'missing'",
        (sha256, received_name, as_text(now), submission_id, name),
    )


def put_file_aside(
    db: Connection, submission_id: int, *, name: str, received_name: str, sha256: str, state: str, now: datetime
) -> bool:
    """Keep a file that fills no place, as `unnamed` or `conflict`; return False when it was there already."""
    cursor = db.execute(
        "INSERT INTO submission_file (submission_id, name, received_name, sha256, state, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (submission_id, name, received_name, sha256, state, as_text(now)),
    )
    return cursor.rowcount == 1


def _submission(row: Row) -> StoredSubmission:
    values = dict(row)
    for name in ("sealed", "encrypted_elsewhere", "complete"):
        values[name] = bool(values[name])
    return StoredSubmission(**values)
