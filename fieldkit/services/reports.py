"""What tablets report of themselves. A report counts things and names nobody; only what it changes is in the log."""

from datetime import datetime
from typing import Any

from fieldkit.errors import Problem
from fieldkit.store.devices import Device, mark_device_revoked, mark_device_seen
from fieldkit.store.events import record_event
from fieldkit.store.lost import find_lost, mark_erased
from fieldkit.store.project import Project
from fieldkit.store.reports import DeviceReport, keep_report
from fieldkit.store.sqlite import Connection

LONGEST_VERSION = 100
LARGEST_COUNT = 1_000_000
LARGEST_SPACE = 2**53
"""Bytes; the largest number that JSON carries safely."""


def read_report(values: object) -> tuple[DeviceReport, bool]:
    """Return the report that a tablet sent, and whether it says that it erased itself.

    Raises:
        Problem: `422.report` with the name of the value that is wrong.
    """
    if not isinstance(values, dict):
        raise _wrong("report")
    report = DeviceReport(
        app_version=_version(values.get("app_version")),
        people=_count(values, "people"),
        drafts=_count(values, "drafts"),
        waiting=_count(values, "waiting"),
        persisted=_yes_or_no(values, "persisted"),
        kept_offline=_yes_or_no(values, "kept_offline"),
        free_bytes=None if values.get("free_bytes") is None else _count(values, "free_bytes", LARGEST_SPACE),
    )
    return report, _yes_or_no({"erased": False, **values}, "erased")


def take_report(project: Project, *, device: Device, report: DeviceReport, erased: bool, now: datetime) -> None:
    """Keep a tablet's report as its last one; one that has erased itself is no longer enrolled."""

    def store(db: Connection) -> None:
        mark_device_seen(db, device, now)
        keep_report(db, device.id, report, now)
        if erased:
            _end(db, device, now)

    project.write(store)


def _end(db: Connection, device: Device, now: datetime) -> None:
    lost = find_lost(db, device.id)
    if lost:
        mark_erased(db, lost.id, now)
    mark_device_revoked(db, device.id, now)
    record_event(db, now=now, actor=f"device:{device.id}", kind="device.erased", subject=f"device:{device.id}")


def _version(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_VERSION or not value.isprintable():
        raise _wrong("app_version")
    return value


def _count(values: dict[str, Any], name: str, largest: int = LARGEST_COUNT) -> int:
    value = values.get(name)
    if type(value) is not int or not 0 <= value <= largest:
        raise _wrong(name)
    return value


def _yes_or_no(values: dict[str, Any], name: str) -> bool:
    value = values.get(name)
    if type(value) is not bool:
        raise _wrong(name)
    return value


def _wrong(name: str) -> Problem:
    return Problem(
        "422.report", "The tablet's report cannot be read.", where=name, remedy="Update the app on the tablet."
    )
