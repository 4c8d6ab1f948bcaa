"""What came in and could not become a submission, kept aside for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class KeptAside:
    """One submission kept aside, without its XML.

    Attributes:
        reason: `instance-differs`, `edit-stale`, `edit-of-other-form` or `form-unknown`.
        settled_at: when it was stored after all, or a person dealt with it; else None.
        files: name and SHA-256 of the files that came with it.
    """

    id: int
    instance_id: str
    reason: str
    form_id: str
    form_version: str
    xml_sha256: str
    device_id: str | None
    received_at: str
    settled_at: str | None
    files: tuple[tuple[str, str], ...]


def keep_aside(
    db: Connection,
    *,
    instance_id: str,
    reason: str,
    form_id: str,
    form_version: str,
    xml: bytes,
    xml_sha256: str,
    device_id: str | None,
    files: Iterable[tuple[str, str]],
    now: datetime,
) -> bool:
    """Keep a submission aside with its files (name, SHA-256); return False when all of it was there already."""
    fresh = db.execute(
        "INSERT INTO submission_conflict (instance_id, reason, form_id, form_version, xml, xml_sha256, device_id,"
        " received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (instance_id, reason, form_id, form_version, xml, xml_sha256, device_id, as_text(now)),
    ).rowcount
    for name, sha256 in files:
        fresh += db.execute(
            "INSERT INTO submission_conflict_file (conflict_id, name, sha256) SELECT id, ?, ? FROM submission_conflict"
            " WHERE instance_id = ? AND xml_sha256 = ? ON CONFLICT DO NOTHING",
            (name, sha256, instance_id, xml_sha256),
        ).rowcount
    return fresh > 0


def settle_kept_aside(db: Connection, instance_id: str, xml_sha256: str, now: datetime) -> list[tuple[str, str]]:
    """Mark as settled what was kept aside of these same bytes, now that they are stored; return its files."""
    rows = db.execute(
        "UPDATE submission_conflict SET settled_at = ? WHERE instance_id = ? AND xml_sha256 = ? AND settled_at IS NULL"
        " RETURNING id",
        (as_text(now), instance_id, xml_sha256),
    ).fetchall()
    return [file for row in rows for file in _files(db, row["id"])]


def list_kept_aside(db: Connection, *, instance_id: str | None = None, settled: bool = False) -> list[KeptAside]:
    """Return what is kept aside, newest first, of one instanceID or of all; the settled too when `settled`."""
    rows = db.execute(
        "SELECT id, instance_id, reason, form_id, form_version, xml_sha256, device_id, received_at, settled_at"
        " FROM submission_conflict WHERE (?1 IS NULL OR instance_id = ?1) AND (?2 OR settled_at IS NULL)"
        " ORDER BY id DESC",
        (instance_id, settled),
    ).fetchall()
    return [KeptAside(**dict(row), files=tuple(_files(db, row["id"]))) for row in rows]


def load_kept_aside_xml(db: Connection, conflict_id: int) -> bytes | None:
    """Return the bytes of one submission kept aside."""
    row = db.execute("SELECT xml FROM submission_conflict WHERE id = ?", (conflict_id,)).fetchone()
    return bytes(row["xml"]) if row else None


def _files(db: Connection, conflict_id: int) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT name, sha256 FROM submission_conflict_file WHERE conflict_id = ? ORDER BY name, sha256", (conflict_id,)
    )
    return [(row["name"], row["sha256"]) for row in rows]
