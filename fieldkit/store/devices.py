"""Enrolled tablets, phones and OpenRosa clients."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

SEEN_EVERY = timedelta(minutes=1)
"""A device that sends a day's records at once need not be noted with each of them."""


@dataclass(frozen=True)
class Device:
    """One enrolled client; times are stored text.

    Attributes:
        last_seen_at: when it last sent something, to the minute.
        lost_at: since when it is reported as lost or stolen; None when it is not.
        erased_at: when, being lost, it said that it had erased itself.
    """

    id: str
    token_id: str
    name: str
    researcher_id: str | None
    enrolled_at: str
    last_seen_at: str | None
    revoked_at: str | None
    lost_at: str | None = None
    erased_at: str | None = None


_SELECT = """
SELECT device.id, token_id, name, researcher_id, enrolled_at, device.last_seen_at, revoked_at,
  lost_tablet.reported_at AS lost_at, erased_at
FROM device LEFT JOIN lost_tablet ON device_id = device.id AND found_at IS NULL
"""


def insert_device(db: Connection, *, device_id: str, token_id: str, token_hash: str, name: str, now: datetime) -> None:
    """Add a device; only the hash of its token is kept."""
    db.execute(
        "INSERT INTO device (id, token_id, token_hash, name, enrolled_at) VALUES (?, ?, ?, ?, ?)",
        (device_id, token_id, token_hash, name, as_text(now)),
    )


def find_device_by_token_hash(db: Connection, token_hash: str) -> Device | None:
    """Return the device that holds this token, revoked or not."""
    row = db.execute(_SELECT + "WHERE token_hash = ?", (token_hash,)).fetchone()
    return _device(row) if row else None


def load_device(db: Connection, device_id: str) -> Device | None:
    """Return the device with this id."""
    row = db.execute(_SELECT + "WHERE device.id = ?", (device_id,)).fetchone()
    return _device(row) if row else None


def list_devices(db: Connection) -> list[Device]:
    """Return all devices in the order of their enrolment."""
    rows = db.execute(_SELECT + "ORDER BY enrolled_at, device.id")
    return [_device(row) for row in rows]


def mark_device_revoked(db: Connection, device_id: str, now: datetime) -> bool:
    """Refuse this device from now on; return False when it already was or is unknown."""
    changed = db.execute(
        "UPDATE device SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (as_text(now), device_id)
    )
    return changed.rowcount == 1


def mark_device_seen(db: Connection, device: Device, now: datetime) -> None:
    """Remember that the device was heard from, unless that was noted within the last minute."""
    if device.last_seen_at is None or device.last_seen_at < as_text(now - SEEN_EVERY):
        db.execute(
            "UPDATE device SET last_seen_at = ?1 WHERE id = ?2 AND (last_seen_at IS NULL OR last_seen_at < ?3)",
            (as_text(now), device.id, as_text(now - SEEN_EVERY)),
        )


def _device(row: Row) -> Device:
    return Device(**dict(row))
