"""Records that a reviewer returned to the tablet and the person they came from, until a correction replaces them."""

from dataclasses import dataclass

from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class ReturnedFile:
    """A file of a returned record that is held; `bytes` is its length."""

    name: str
    sha256: str
    bytes: int
    type: str


@dataclass(frozen=True)
class ReturnedRow:
    """A returned record: `reason` and `returned_at` are of the decision that returned it."""

    id: int
    instance_id: str
    form_version_id: str
    xml: bytes
    xml_sha256: str
    reason: str
    returned_at: str


_RETURNED = """
SELECT submission.id, instance_id, form_version_id, xml, xml_sha256, review.reason, review.at AS returned_at
FROM submission JOIN review ON review.id = (SELECT max(id) FROM review WHERE submission_id = submission.id)
WHERE device_id = ? AND submission.state = 'has issues' AND superseded_by IS NULL AND complete
  AND NOT encrypted_elsewhere
  AND EXISTS (SELECT 1 FROM sealed_envelope AS envelope
    WHERE envelope.instance_id = submission.instance_id AND returns_to = ?)
"""


def list_returned(db: Connection, device_id: str, returns_to: str) -> list[ReturnedRow]:
    """Return what stands as returned to a device and to the person whose secret has this hash, the earliest first."""
    rows = db.execute(_RETURNED + "ORDER BY review.at, submission.id", (device_id, returns_to))
    return [ReturnedRow(**dict(row)) for row in rows]


def find_returned(db: Connection, device_id: str, returns_to: str, instance_id: str) -> ReturnedRow | None:
    """Return one record when it stands as returned to this device and this person."""
    row = db.execute(_RETURNED + "AND instance_id = ?", (device_id, returns_to, instance_id)).fetchone()
    return ReturnedRow(**dict(row)) if row else None


def list_returned_files(db: Connection, record_id: int) -> list[ReturnedFile]:
    """Return the files that a record names and that are held, in the XML's order."""
    rows = db.execute(
        "SELECT name, sha256, bytes, content_type AS type FROM submission_file JOIN media USING (sha256)"
        " WHERE submission_id = ? AND state = 'held' ORDER BY submission_file.id",
        (record_id,),
    )
    return [ReturnedFile(**dict(row)) for row in rows]
