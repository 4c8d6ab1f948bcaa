"""Receiving additions and alerts: they come in envelopes as records do, and get the same receipts.

The words of an alert go into the vault before anything else is stored, so that a receipt never speaks of words that are
not held. Nobody sees them without the log saying so (`fieldkit.services.alerts`).
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.instance import Instance
from fieldkit.forms.kit_records import ADDITION, KIT_FORMS, read_addition, read_alert
from fieldkit.services.arrival import Received
from fieldkit.services.derive import moment_in
from fieldkit.services.place_files import plain_name
from fieldkit.services.receive import ReceivedFile
from fieldkit.store import kit_records as store
from fieldkit.store.devices import Device, mark_device_seen
from fieldkit.store.events import record_event
from fieldkit.store.kit_records import HeldKitRecord
from fieldkit.store.media import IncomingFile, keep_file, record_media
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text
from fieldkit.store.vault import open_vault

HOUR = timedelta(hours=1)
ALERTS_PER_HOUR = 60
"""Of one tablet. What comes beyond stays on it and is sent later, so that a stolen token cannot bury a real alert."""

LARGEST_ALERT = 256 * 1024
"""Bytes of its XML, which the app fills up to a multiple of 1,024."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_-]{0,99}")


@dataclass(frozen=True)
class _Arriving:
    """A kit record on its way into the store; `actor` as events name who brings it."""

    instance: Instance
    xml: bytes
    xml_sha256: str
    xml_mark: str
    files: dict[str, str]
    device: Device | None
    actor: str
    now: datetime

    @property
    def is_carried(self) -> bool:
        """Whether somebody brought it in a spare copy."""
        return self.device is None or self.actor != f"device:{self.device.id}"


def is_kit_form(form_id: str) -> bool:
    """Say whether records of this form are the kit's own."""
    return form_id in KIT_FORMS


def receive_kit_record(
    project: Project,
    *,
    instance: Instance,
    xml: bytes,
    files: Sequence[ReceivedFile],
    device: Device | None,
    handed_in_by: str | None,
    now: datetime,
) -> Received:
    """Store an addition or an alert; when this returns, all of it is on disk. The same again changes nothing.

    Raises:
        Problem: `409.kit-record-differs` when other bytes are held under its instanceID; `422.kit-record`; `429.alerts`
            and `413.alert-too-large` from a tablet; `507.…` and `503.…` when nothing was stored.
    """
    _require_plain_id(instance.instance_id)
    xml_sha256 = hashlib.sha256(xml).hexdigest()
    arriving = _Arriving(
        instance=instance,
        xml=xml,
        xml_sha256=xml_sha256,
        xml_mark=project.keys.log_mark(xml_sha256),
        files={plain_name(file.name): file.sha256 for file in files},
        device=device,
        actor=handed_in_by or (f"device:{device.id}" if device else "server"),
        now=now,
    )
    with project.read() as db:
        if held := store.find_kit_record(db, instance.instance_id):
            return _held_before(held, arriving)
        _require_room_for_alert(db, arriving)
    for file in files:
        keep_file(project.media, IncomingFile(file.path, file.sha256, file.bytes))
    insert = _addition(arriving) if instance.form_id == ADDITION else _alert(project, arriving)

    def work(db: Connection) -> Received:
        record_media(db, [(file.sha256, file.bytes, file.content_type) for file in files], now)
        if device and not handed_in_by:
            mark_device_seen(db, device, now)
        if held := store.find_kit_record(db, instance.instance_id):
            return _held_before(held, arriving)
        _require_room_for_alert(db, arriving)
        insert(db)
        return _received(arriving)

    return project.write(work)


def _require_room_for_alert(db: Connection, arriving: _Arriving) -> None:
    """Refuse more alerts of one tablet than anybody could read; those that are carried in come from a person."""
    if arriving.instance.form_id == ADDITION or arriving.device is None or arriving.is_carried:
        return
    if len(arriving.xml) > LARGEST_ALERT:
        raise Problem("413.alert-too-large", _("The alert is too large."), remedy=_("Call the coordinator."))
    if store.count_alerts_of(db, arriving.device.id, since=arriving.now - HOUR) >= ALERTS_PER_HOUR:
        raise Problem(
            "429.alerts",
            _("This tablet has sent very many alerts within an hour."),
            remedy=_("They stay on the tablet, which sends them later. If somebody is in danger, call now."),
        )


def _require_plain_id(instance_id: str) -> None:
    """Refuse an id that cannot stand in an address of the desk: nobody could read that alert, or open that file.

    The app gives `uuid:` and a random number.
    """
    if not _PLAIN_ID.fullmatch(instance_id):
        raise Problem("422.kit-record", "The instanceID is none that the tablet app gives.", where="instanceID")


def kit_record_holding(db: Connection, instance_id: str, form_id: str, form_version: str) -> Received | None:
    """Return what is held of a kit record that was received before, as its receipt says it.

    None for one that was erased: only its parts, sent again, name the files for which its sender waits.
    """
    held = store.find_kit_record(db, instance_id)
    return _holding(held, form_id, form_version, is_new=False) if held and not held.erased else None


def _addition(arriving: _Arriving) -> Callable[[Connection], None]:
    """Return what stores an addition.

    Raises:
        Problem: `422.kit-record` when it does not say to which record it belongs.
    """
    adds_to = read_addition(arriving.xml).adds_to
    if not adds_to:
        raise Problem("422.kit-record", _("The addition does not say to which record it belongs."))
    detail = {"adds_to": adds_to, "xml_mark": arriving.xml_mark, "files": len(arriving.files)}

    def insert(db: Connection) -> None:
        store.insert_addition(
            db,
            instance_id=arriving.instance.instance_id,
            adds_to=adds_to,
            device_id=arriving.device.id if arriving.device else None,
            xml=arriving.xml,
            xml_sha256=arriving.xml_sha256,
            files=arriving.files,
            now=arriving.now,
        )
        _record(db, arriving, "addition.received", f"submission:{adds_to}", detail)

    return insert


def _alert(project: Project, arriving: _Arriving) -> Callable[[Connection], None]:
    """Put an alert's words into the vault and return what stores the rest of it."""
    alert = read_alert(arriving.xml)
    with open_vault(project, now=arriving.now) as vault:
        vault.put_alert_words(arriving.xml_sha256, alert.words, now=arriving.now)
    said_at = moment_in(alert.said_at)
    detail = {"urgent": alert.urgent, "xml_mark": arriving.xml_mark}  # whom it is about must not outlive it

    def insert(db: Connection) -> None:
        store.insert_alert(
            db,
            instance_id=arriving.instance.instance_id,
            about=alert.about or None,
            urgent=alert.urgent,
            said_at=as_text(said_at) if said_at else None,
            device_id=arriving.device.id if arriving.device else None,
            xml_sha256=arriving.xml_sha256,
            now=arriving.now,
        )
        _record(db, arriving, "alert.received", f"alert:{arriving.instance.instance_id}", detail)

    return insert


def _record(db: Connection, arriving: _Arriving, kind: str, subject: str, detail: Mapping[str, object]) -> None:
    record_event(db, now=arriving.now, actor=arriving.actor, kind=kind, subject=subject, detail=dict(detail))


def _held_before(held: HeldKitRecord, arriving: _Arriving) -> Received:
    if held.xml_sha256 != arriving.xml_sha256:
        raise Problem(
            "409.kit-record-differs",
            _("Something else was already received under the same id."),
            where=held.instance_id,
            remedy=_("It stays on the tablet: show it to the coordinator."),
        )
    if held.erased:  # its sender may let go of it, and nothing comes back here
        held = replace(held, files=arriving.files)
    return _holding(held, arriving.instance.form_id, arriving.instance.version, is_new=False)


def _received(arriving: _Arriving) -> Received:
    instance = arriving.instance
    held = HeldKitRecord(instance.instance_id, arriving.xml_sha256, arriving.files, as_text(arriving.now))
    return _holding(held, instance.form_id, instance.version, is_new=True)


def _holding(held: HeldKitRecord, form_id: str, form_version: str, *, is_new: bool) -> Received:
    return Received(
        instance_id=held.instance_id,
        form_id=form_id,
        form_version=form_version,
        xml_sha256=held.xml_sha256,
        files=held.files,
        missing=(),
        unnamed={},
        complete=True,
        received_at=held.received_at,
        is_new=is_new,
    )
