"""Enrolling devices, knowing them by their token, revoking them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.store import devices
from fieldkit.store.devices import Device
from fieldkit.store.events import record_event
from fieldkit.store.known import KnownDevice, count_of_changes
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection

SHORTEST_TOKEN = 43
"""Characters of 256 random bits in URL-safe base64."""

LONGEST_NAME = 100


@dataclass(frozen=True)
class Enrolment:
    """What is shown once, when a device is enrolled. The token is a secret and is nowhere else.

    Attributes:
        device_id: the device.
        token_id: names the token in lists and logs without giving it away.
        token: the secret.
        tablet_url: opens the tablet app; the token is in the fragment, which no server ever sees.
        openrosa_url: the server address for ODK Collect and its like.
    """

    device_id: str
    token_id: str
    token: str = field(repr=False)
    tablet_url: str = field(repr=False)
    openrosa_url: str = field(repr=False)


def enrol_device(
    project: Project, *, name: str, actor: str, now: datetime, token: str, ids: Callable[[], str]
) -> Enrolment:
    """Enrol a device under `name`.

    Args:
        project: the open project.
        name: what people call it; never a participant's name.
        actor: who enrols it, as events name them.
        now: the moment.
        token: at least 256 fresh random bits, URL-safe (`secrets.token_urlsafe(32)`).
        ids: gives fresh ids.

    Raises:
        Problem: `422.device-name` when the name is empty or too long.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Problem("422.device-name", _("The device has no usable name."), remedy=_("Give it a short name."))
    if len(token) < SHORTEST_TOKEN:
        raise ValueError("a token needs 256 random bits")
    device_id, token_id = ids(), hashlib.sha256(token.encode()).hexdigest()[:8]

    def store(db: Connection) -> None:
        devices.insert_device(
            db, device_id=device_id, token_id=token_id, token_hash=_token_hash(token), name=name, now=now
        )
        record_event(
            db,
            now=now,
            actor=actor,
            kind="device.enrolled",
            subject=f"device:{device_id}",
            detail={"token_id": token_id},
        )

    project.write(store)
    base = project.settings.base_url
    return Enrolment(device_id, token_id, token, f"{base}/tablet/#enrol={token}", f"{base}/key/{token}")


def device_for_token(project: Project, token: str, *, lost_too: bool = False) -> Device:
    """Return the device that may act with this token.

    Args:
        project: the open project.
        token: as the device sent it.
        lost_too: also one that was reported as lost, until it has erased itself, so that it can be told to.

    Raises:
        Problem: `401.token-unknown`, or `403.token-revoked`.
    """
    with project.read() as db:
        device = devices.find_device_by_token_hash(db, _token_hash(token))
    if device is None:
        raise _unknown()
    if lost_too and device.lost_at and not device.erased_at:
        return device
    return _require_enrolled(device)


def known_device(project: Project, token: str) -> KnownDevice:
    """Return the device that may act with this token, perhaps from memory: who stores by its word compares the count.

    Raises:
        Problem: `401.token-unknown`, or `403.token-revoked`.
    """
    known = project.known.device(_token_hash(token))
    if known is None:
        raise _unknown()
    _require_enrolled(known.device)
    return known


def still_enrolled(project: Project, known: KnownDevice) -> KnownDevice:
    """Look a known device up anew.

    Raises:
        Problem: `403.token-revoked`.
    """
    with project.read() as db:
        as_of, device = count_of_changes(db), devices.load_device(db, known.device.id)
    if device is None:
        raise _revoked()
    return KnownDevice(_require_enrolled(device), as_of)


def revoke_device(project: Project, *, device_id: str, actor: str, now: datetime) -> None:
    """End a device's enrolment. What it sent stays.

    Raises:
        Problem: `404.device-not-found`; doing it twice is no problem.
    """

    def store(db: Connection) -> None:
        if devices.load_device(db, device_id) is None:
            raise Problem("404.device-not-found", _("There is no such device."))
        if devices.mark_device_revoked(db, device_id, now):
            record_event(db, now=now, actor=actor, kind="device.revoked", subject=f"device:{device_id}")

    project.write(store)


def list_devices(project: Project) -> list[Device]:
    """Return all devices in the order of their enrolment, revoked ones among them."""
    with project.read() as db:
        return devices.list_devices(db)


def _require_enrolled(device: Device) -> Device:
    if device.revoked_at is not None or device.lost_at is not None:
        raise _revoked()
    return device


def _unknown() -> Problem:
    return Problem(
        "401.token-unknown",
        _("This device is not enrolled in this project."),
        remedy=_("Ask the coordinator for a new enrolment link or QR code."),
    )


def _revoked() -> Problem:
    return Problem(
        "403.token-revoked",
        _("This device's enrolment was ended."),
        remedy=_("Ask the coordinator to enrol it again; keep its records until then."),
    )


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
