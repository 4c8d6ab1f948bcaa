"""Which sealed envelopes were stored, so that the same one can be acknowledged again after its parts were let go."""

from datetime import datetime

from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text


def record_envelope(
    db: Connection, header_sha256: str, instance_id: str, *, returns_to: str | None, now: datetime
) -> None:
    """Remember that the envelope with this header was stored as `instance_id`, and to whom that may come back."""
    db.execute(
        "INSERT INTO sealed_envelope (header_sha256, instance_id, received_at, returns_to) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (header_sha256, instance_id, as_text(now), returns_to),
    )


def find_instance_of_envelope(db: Connection, header_sha256: str) -> str | None:
    """Return the instanceID under which the envelope with this header was stored."""
    row = db.execute("SELECT instance_id FROM sealed_envelope WHERE header_sha256 = ?", (header_sha256,)).fetchone()
    return row["instance_id"] if row else None
