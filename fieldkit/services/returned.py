"""Returned records on their way back to the tablet that sent them, and to no other.

A tablet's token lies on the tablet in the clear, and answers of people must not come back for it alone: each record
says, inside its envelope, whose secret it returns to. That secret lies on the tablet under the person's PIN.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.instance import instance_name
from fieldkit.store import returned as store
from fieldkit.store.devices import Device
from fieldkit.store.events import record_event
from fieldkit.store.forms import PublishedForm, load_form_version
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.returned import ReturnedFile, ReturnedRow
from fieldkit.store.sqlite import Connection


@dataclass(frozen=True)
class ReturnedRecord:
    """A record that waits for its correction.

    Attributes:
        form: the very version that it was filled in with, retired or not.
        title: the name that the record gives itself, else its form's title.
        reason: what the reviewer wrote.
        returned_at: stored text.
        files: those that the record names.
    """

    instance_id: str
    form: PublishedForm
    title: str
    reason: str
    returned_at: str
    xml_sha256: str
    files: tuple[ReturnedFile, ...]


def list_returned(project: Project, *, device: Device, secret: str) -> list[ReturnedRecord]:
    """Return what stands as returned to this device and to the person with this secret, the earliest returned first.

    Nothing comes back to a tablet that is lost.
    """
    if device.lost_at:
        return []
    with project.read() as db:
        return [_returned(db, row) for row in store.list_returned(db, device.id, _hash(secret))]


def returned_xml(project: Project, *, device: Device, secret: str, instance_id: str, now: datetime) -> bytes:
    """Return a returned record's bytes as received, and note in the log that they went back.

    Raises:
        Problem: `404.record`.
    """
    with project.read() as db:
        row = _row(db, device, secret, instance_id)
    _log(project, device, "record.sent-back", instance_id, now, {"xml_sha256": row.xml_sha256})
    return row.xml


def returned_file(
    project: Project, *, device: Device, secret: str, instance_id: str, sha256: str, now: datetime
) -> tuple[ReturnedFile, Path]:
    """Return a file of a returned record and its place, and note in the log that it went back.

    Raises:
        Problem: `404.record`, `404.file`.
    """
    with project.read() as db:
        files = store.list_returned_files(db, _row(db, device, secret, instance_id).id)
    found = next((file for file in files if file.sha256 == sha256), None)
    if found is None:
        raise Problem("404.file", _("This record has no such file."), remedy=_("Load the list of returned records."))
    _log(project, device, "file.sent-back", instance_id, now, {"sha256": sha256})
    return found, media_path(project.media, sha256)


def _returned(db: Connection, row: ReturnedRow) -> ReturnedRecord:
    form = load_form_version(db, row.form_version_id)
    return ReturnedRecord(
        instance_id=row.instance_id,
        form=form,
        title=instance_name(row.xml) or form.title,
        reason=row.reason,
        returned_at=row.returned_at,
        xml_sha256=row.xml_sha256,
        files=tuple(store.list_returned_files(db, row.id)),
    )


def _row(db: Connection, device: Device, secret: str, instance_id: str) -> ReturnedRow:
    row = None if device.lost_at else store.find_returned(db, device.id, _hash(secret), instance_id)
    if row is None:
        raise Problem(
            "404.record",
            _("This record was not returned to this tablet, or it was corrected already."),
            remedy=_("Load the list of returned records."),
        )
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _log(project: Project, device: Device, kind: str, instance_id: str, now: datetime, detail: dict[str, str]) -> None:
    actor, subject = f"device:{device.id}", f"submission:{instance_id}"
    project.write(lambda db: record_event(db, now=now, actor=actor, kind=kind, subject=subject, detail=dict(detail)))
