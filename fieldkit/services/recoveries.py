"""A forgotten PIN: the tablet asks, people compare a number, a coordinator approves, the tablet gets its key back.

The data key is sealed to the project when it comes and sealed to the tablet when it goes; it is never written in the
clear, and what was kept is taken out as soon as the request is over.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.sealing.header import is_text
from fieldkit.sealing.recovery import number_to_compare, rewrap_data_key
from fieldkit.store import recoveries as store
from fieldkit.store.devices import Device, load_device, mark_device_seen
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.recoveries import Recovery
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text, from_text

LASTS = timedelta(hours=24)
LONGEST_TEXT = 100
LONGEST_KEY = 1000
OPEN_PER_DEVICE = 20


@dataclass(frozen=True)
class WaitingRecovery:
    """A request as the desk shows it; `number` is what people compare, `asked_at` stored text."""

    id: str
    device_name: str
    person_name: str
    number: str
    asked_at: str

    @property
    def expires_at(self) -> datetime:
        """Until when it counts."""
        return from_text(self.asked_at) + LASTS


def ask_recovery(project: Project, *, device: Device, wanted: object, recovery_id: str, now: datetime) -> str:
    """Take a tablet's request and return its id; an open one of the same person makes room for it.

    Args:
        project: the open project.
        device: the tablet.
        wanted: `{"person", "name", "wrapped_key", "public_key"}` as it came.
        recovery_id: a fresh id.
        now: the moment.

    Raises:
        Problem: `422.recovery`, also when the keys could not be used later; `429.too-many-recoveries`.
    """
    recovery = _read(wanted, device, recovery_id, now)
    rewrap_data_key(
        recovery.wrapped_key, project.keys.sealing, public_key=recovery.public_key, person_id=recovery.person_id
    )

    def work(db: Connection) -> None:
        store.expire_recoveries(db, asked_before=now - LASTS)
        if store.count_open_recoveries(db, device.id) >= OPEN_PER_DEVICE:
            raise Problem(
                "429.too-many-recoveries",
                _("Too many people of this tablet wait for help with their PIN."),
                remedy=_("Ask the coordinator to look at the requests that wait."),
            )
        mark_device_seen(db, device, now)
        store.insert_recovery(db, recovery)
        _record(db, recovery, "recovery.asked", f"device:{device.id}", now)

    project.write(work)
    return recovery.id


def recovery_answer(project: Project, *, device: Device, recovery_id: str, now: datetime) -> tuple[str, bytes]:
    """Return the state of a tablet's request (`waiting`, `approved`, `refused`, `expired`, `done`) and its answer.

    The answer is empty unless it is approved.

    Raises:
        Problem: `404.recovery`.
    """
    with project.read() as db:
        recovery = _of_device(db, recovery_id, device)
    if recovery.state in ("waiting", "approved") and _is_over(recovery, now):
        return "expired", b""
    return recovery.state, recovery.answer


def finish_recovery(project: Project, *, device: Device, recovery_id: str, now: datetime) -> None:
    """Forget the answer: the tablet has it, or does not need it. Doing it twice is no problem.

    Raises:
        Problem: `404.recovery`.
    """

    def work(db: Connection) -> None:
        recovery = _of_device(db, recovery_id, device)
        if recovery.state in ("waiting", "approved"):
            store.end_recovery(db, recovery.id, state="done", now=now)
            _record(db, recovery, "recovery.done", f"device:{device.id}", now)

    project.write(work)


def list_waiting(project: Project, *, now: datetime) -> list[WaitingRecovery]:
    """Return what waits for a coordinator, the oldest first; what is too old is forgotten on the way."""
    with project.read() as db:
        waiting = store.list_waiting_recoveries(db)
        names = {one.device_id: device.name for one in waiting if (device := load_device(db, one.device_id))}
    if any(_is_over(one, now) for one in waiting):
        project.write(lambda db: store.expire_recoveries(db, asked_before=now - LASTS))
    return [
        WaitingRecovery(one.id, names[one.device_id], one.person_name, number_to_compare(one.public_key), one.asked_at)
        for one in waiting
        if not _is_over(one, now)
    ]


def approve_recovery(project: Project, *, recovery_id: str, account_id: str, now: datetime) -> None:
    """Seal the person's data key to the tablet that asked, for it to fetch.

    Raises:
        Problem: `404.recovery` when it does not wait any more; `422.recovery` when its keys cannot be used.
    """

    def work(db: Connection) -> None:
        recovery = _waiting(db, recovery_id, now)
        answer = rewrap_data_key(
            recovery.wrapped_key, project.keys.sealing, public_key=recovery.public_key, person_id=recovery.person_id
        )
        store.approve_recovery(db, recovery.id, answer=answer, account_id=account_id, now=now)
        _record(db, recovery, "recovery.approved", f"account:{account_id}", now)

    project.write(work)


def refuse_recovery(project: Project, *, recovery_id: str, account_id: str, now: datetime) -> None:
    """Refuse a request, for instance because the numbers differ.

    Raises:
        Problem: `404.recovery` when it does not wait any more.
    """

    def work(db: Connection) -> None:
        recovery = _waiting(db, recovery_id, now)
        store.end_recovery(db, recovery.id, state="refused", now=now, account_id=account_id)
        _record(db, recovery, "recovery.refused", f"account:{account_id}", now)

    project.write(work)


def _read(wanted: object, device: Device, recovery_id: str, now: datetime) -> Recovery:
    values: dict[str, Any] = wanted if isinstance(wanted, dict) else {}
    return Recovery(
        id=recovery_id,
        device_id=device.id,
        person_id=_plain(values, "person"),
        person_name=" ".join(_plain(values, "name").split()),
        wrapped_key=_key(values, "wrapped_key"),
        public_key=_key(values, "public_key"),
        asked_at=as_text(now),
        state="waiting",
        answer=b"",
    )


def _plain(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if is_text(value) and value.strip() and len(value) <= LONGEST_TEXT and value.isprintable():
        return value
    raise _malformed(name)


def _key(values: dict[str, Any], name: str) -> bytes:
    value = values.get(name)
    if isinstance(value, str) and len(value) <= LONGEST_KEY:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            pass
    raise _malformed(name)


def _malformed(name: str) -> Problem:
    return Problem("422.recovery", _("The request cannot be read."), where=name, remedy=_("Ask again on the tablet."))


def _is_over(recovery: Recovery, now: datetime) -> bool:
    return from_text(recovery.asked_at) < now - LASTS


def _of_device(db: Connection, recovery_id: str, device: Device) -> Recovery:
    recovery = store.find_recovery(db, recovery_id)
    if recovery is None or recovery.device_id != device.id:
        raise _no_recovery()
    return recovery


def _waiting(db: Connection, recovery_id: str, now: datetime) -> Recovery:
    recovery = store.find_recovery(db, recovery_id)
    if recovery is None or recovery.state != "waiting" or _is_over(recovery, now):
        raise _no_recovery()
    return recovery


def _no_recovery() -> Problem:
    return Problem(
        "404.recovery",
        _("This request does not wait any more."),
        remedy=_("Ask again on the tablet; a request counts for 24 hours."),
    )


def _record(db: Connection, recovery: Recovery, kind: str, actor: str, now: datetime) -> None:
    detail = {"device": recovery.device_id, "person": recovery.person_id}
    record_event(db, now=now, actor=actor, kind=kind, subject=f"recovery:{recovery.id}", detail=detail)
