"""What tablets say of themselves: the last report of each."""

from dataclasses import dataclass
from datetime import datetime

from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class DeviceReport:
    """What a tablet counted of itself.

    Attributes:
        people: how many people have a PIN on it.
        drafts: how many interviews and visits are not finished.
        waiting: how many are sealed and not yet sent.
        persisted: whether the browser promised to keep its data.
        kept_offline: whether the whole app is on it.
        free_bytes: what the browser says is free for it; None when it does not say.
    """

    app_version: str
    people: int
    drafts: int
    waiting: int
    persisted: bool
    kept_offline: bool
    free_bytes: int | None


@dataclass(frozen=True)
class DatedReport:
    """A report and when it came; stored text."""

    at: str
    report: DeviceReport


_COLUMNS = "at, app_version, people, drafts, waiting, persisted, kept_offline, free_bytes"


def keep_report(db: Connection, device_id: str, report: DeviceReport, now: datetime) -> None:
    """Keep a tablet's report in place of the one before."""
    values = (device_id, as_text(now), *vars(report).values())
    db.execute(
        f"INSERT OR REPLACE INTO device_report (device_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        values,
    )


def find_report(db: Connection, device_id: str) -> DatedReport | None:
    """Return a tablet's last report."""
    row = db.execute(f"SELECT {_COLUMNS} FROM device_report WHERE device_id = ?", (device_id,)).fetchone()  # noqa: S608
    return _dated(row) if row else None


def _dated(row: Row) -> DatedReport:
    values = dict(row)
    at = values.pop("at")
    for name in ("persisted", "kept_offline"):
        values[name] = bool(values[name])
    return DatedReport(at, DeviceReport(**values))
