"""Tablets that were reported as lost or stolen, and the order to erase that waits for them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from fieldkit.store.reports import DatedReport, DeviceReport
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class LostTablet:
    """One report of a loss; times are stored text.

    Attributes:
        last_seen_at: when the tablet had last been heard from, as it was known then.
        report: what the tablet had last said of itself then, or None.
        titles: of the forms that it could hold.
        order_text: the signed order to erase; order_signature: 64 bytes, r‖s.
        order_given_at: when the tablet first asked and was told, or None.
        settlement: `authority told` or `no risk`, once somebody decided; else None.
    """

    id: int
    device_id: str
    reported_at: str
    reported_by: str | None
    last_seen_at: str | None
    report: DatedReport | None
    titles: tuple[str, ...]
    order_text: str
    order_signature: bytes
    order_given_at: str | None
    erased_at: str | None
    found_at: str | None
    settled_at: str | None
    settled_by: str | None
    settlement: str | None
    settlement_reason: str | None


def insert_lost(
    db: Connection,
    *,
    device_id: str,
    account_id: str | None,
    last_seen_at: str | None,
    report: DatedReport | None,
    titles: Sequence[str],
    order: tuple[str, bytes],
    now: datetime,
) -> None:
    """Note that a tablet is lost, with what is known of it now and the signed order (text, signature)."""
    db.execute(
        "INSERT INTO lost_tablet (device_id, reported_at, reported_by, last_seen_at, last_report, titles, order_text,"
        " order_signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            device_id,
            as_text(now),
            account_id,
            last_seen_at,
            json.dumps(asdict(report)) if report else None,
            json.dumps(list(titles), ensure_ascii=False),
            *order,
        ),
    )


def find_lost(db: Connection, device_id: str) -> LostTablet | None:
    """Return the newest report of this tablet's loss that still holds, erased or not."""
    row = db.execute("SELECT * FROM lost_tablet WHERE device_id = ? AND found_at IS NULL", (device_id,)).fetchone()
    return _lost(row) if row else None


def list_lost(db: Connection) -> list[LostTablet]:
    """Return the losses that still hold, the newest first."""
    return [_lost(row) for row in db.execute("SELECT * FROM lost_tablet WHERE found_at IS NULL ORDER BY id DESC")]


def was_lost_at(db: Connection, device_id: str, at: str) -> bool:
    """Say whether a tablet stood as lost at a moment (stored text)."""
    row = db.execute(
        "SELECT 1 FROM lost_tablet WHERE device_id = ?1 AND reported_at <= ?2 AND (found_at IS NULL OR found_at > ?2)",
        (device_id, at),
    ).fetchone()
    return row is not None


def mark_order_given(db: Connection, lost_id: int, now: datetime) -> bool:
    """Note that the tablet was told to erase; return False when it had been told before."""
    changed = db.execute(
        "UPDATE lost_tablet SET order_given_at = ? WHERE id = ? AND order_given_at IS NULL", (as_text(now), lost_id)
    )
    return changed.rowcount == 1


def mark_erased(db: Connection, lost_id: int, now: datetime) -> None:
    """Note that the tablet said it erased everything."""
    db.execute("UPDATE lost_tablet SET erased_at = ? WHERE id = ? AND erased_at IS NULL", (as_text(now), lost_id))


def mark_found(db: Connection, lost_id: int, now: datetime) -> None:
    """Note that the tablet is here again; the order no longer holds."""
    db.execute("UPDATE lost_tablet SET found_at = ? WHERE id = ?", (as_text(now), lost_id))


def settle_lost(db: Connection, lost_id: int, *, settlement: str, reason: str, account_id: str, now: datetime) -> None:
    """Note what was decided within the 72 hours, and by whom."""
    db.execute(
        "UPDATE lost_tablet SET settled_at = ?, settled_by = ?, settlement = ?, settlement_reason = ? WHERE id = ?",
        (as_text(now), account_id, settlement, reason, lost_id),
    )


def _lost(row: Row) -> LostTablet:
    values = dict(row)
    report = json.loads(values.pop("last_report") or "null")
    values["report"] = DatedReport(report["at"], DeviceReport(**report["report"])) if report else None
    values["titles"] = tuple(json.loads(values["titles"]))
    values["order_signature"] = bytes(values["order_signature"])
    return LostTablet(**values)
