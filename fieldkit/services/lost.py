"""A lost or stolen tablet: what was readable on it, the order to erase, the 72 hours, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.sealing.order import erase_order
from fieldkit.store import lost as store
from fieldkit.store.devices import Device, load_device
from fieldkit.store.events import record_event
from fieldkit.store.forms import list_form_versions
from fieldkit.store.lost import LostTablet
from fieldkit.store.project import Project
from fieldkit.store.recoveries import end_recoveries_of
from fieldkit.store.reports import DatedReport, find_report
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text, from_text

TIME_TO_TELL = timedelta(hours=72)
"""Within which a breach of personal data is notified to the authority (GDPR, Article 33)."""

SETTLEMENTS = ("authority told", "no risk")
LONGEST_REASON = 2000


@dataclass(frozen=True)
class TabletPage:
    """One tablet with everything that is known of it; `lost` is None while it is not lost."""

    device: Device
    report: DatedReport | None
    lost: LostTablet | None
    titles: tuple[str, ...]

    @property
    def decide_by(self) -> datetime | None:
        """When the 72 hours end, or None when they do not run."""
        if self.lost is None or self.lost.settled_at:
            return None
        return from_text(self.lost.reported_at) + TIME_TO_TELL


def tablet_page(project: Project, *, device_id: str) -> TabletPage:
    """Return one tablet.

    Raises:
        Problem: `404.device-not-found`.
    """
    with project.read() as db:
        device = _device(db, device_id)
        return TabletPage(device, find_report(db, device_id), store.find_lost(db, device_id), _titles(db))


def report_lost(project: Project, *, device_id: str, account_id: str | None, now: datetime) -> None:
    """Note that a tablet is lost, and have it erased when it is next heard from; doing it twice is no problem.

    What is known of it now is kept as it stands. It gets no forms and no records from now on; what it may still send
    is taken, and marked. `account_id` is None when a command reports it.

    Raises:
        Problem: `404.device-not-found`.
    """

    def work(db: Connection) -> None:
        device = _device(db, device_id)
        if device.lost_at:
            return
        order = erase_order(
            device_id=device_id,
            project_id=project.settings.project_id,
            at=as_text(now),
            key=project.keys.receipts,
        )
        store.insert_lost(
            db,
            device_id=device_id,
            account_id=account_id,
            last_seen_at=device.last_seen_at,
            report=find_report(db, device_id),
            titles=_titles(db),
            order=order,
            now=now,
        )
        ended = end_recoveries_of(db, device_id)
        actor = f"account:{account_id}" if account_id else "command"
        _record(db, "device.lost", device_id, actor, now, {"recoveries_ended": ended})

    project.write(work)


def order_for(project: Project, *, device: Device, now: datetime) -> tuple[str, bytes] | None:
    """Return the signed order (text, signature) that waits for this tablet, and note when it first got it."""
    if not device.lost_at:
        return None
    with project.read() as db:
        lost = store.find_lost(db, device.id)
    if lost is None:
        return None
    if lost.order_given_at is None:
        project.write(lambda db: _give_order(db, lost, now))
    return lost.order_text, lost.order_signature


def call_found(project: Project, *, device_id: str, account_id: str, now: datetime) -> None:
    """Say that a tablet is here again, so that the order no longer holds.

    Raises:
        Problem: `404.device-not-found`; `409.not-lost`; `409.erased` when it has erased itself already.
    """

    def work(db: Connection) -> None:
        lost = _lost(db, device_id)
        if lost.erased_at:
            raise Problem(
                "409.erased",
                _("The tablet has erased itself already."),
                remedy=_("Enrol it anew when it is here again."),
            )
        store.mark_found(db, lost.id, now)
        _record(db, "device.found", device_id, f"account:{account_id}", now, {})

    project.write(work)


def settle_loss(
    project: Project, *, device_id: str, settlement: str, reason: str, account_id: str, now: datetime
) -> None:
    """Note what was decided about telling the authority, with the reason; it ends the 72 hours.

    Raises:
        Problem: `404.device-not-found`, `409.not-lost`, `422.settlement`, `422.reason`.
    """
    reason = reason.strip()
    if settlement not in SETTLEMENTS:
        raise Problem("422.settlement", _("No decision was chosen."), where="settlement", remedy=_("Choose one."))
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Problem("422.reason", _("A reason is needed."), where="reason", remedy=_("Write in a few sentences why."))

    def work(db: Connection) -> None:
        lost = _lost(db, device_id)
        store.settle_lost(db, lost.id, settlement=settlement, reason=reason, account_id=account_id, now=now)
        _record(db, "device.loss-settled", device_id, f"account:{account_id}", now, {"settlement": settlement})

    project.write(work)


def open_losses(project: Project) -> list[TabletPage]:
    """Return the losses about which nobody has decided yet, the newest first."""
    with project.read() as db:
        found = [lost for lost in store.list_lost(db) if lost.settled_at is None]
        return [TabletPage(_device(db, one.device_id), None, one, one.titles) for one in found]


def _give_order(db: Connection, lost: LostTablet, now: datetime) -> None:
    if store.mark_order_given(db, lost.id, now):
        _record(db, "device.order-given", lost.device_id, f"device:{lost.device_id}", now, {})


def _device(db: Connection, device_id: str) -> Device:
    device = load_device(db, device_id)
    if device is None:
        raise Problem("404.device-not-found", _("There is no such device."), remedy=_("Load the list of tablets."))
    return device


def _lost(db: Connection, device_id: str) -> LostTablet:
    _device(db, device_id)
    lost = store.find_lost(db, device_id)
    if lost is None:
        raise Problem("409.not-lost", _("This tablet is not reported as lost."), remedy=_("Load the page again."))
    return lost


def _titles(db: Connection) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.title for form in list_form_versions(db, with_retired=False)))


def _record(db: Connection, kind: str, device_id: str, actor: str, now: datetime, detail: dict[str, object]) -> None:
    record_event(db, now=now, actor=actor, kind=kind, subject=f"device:{device_id}", detail=detail)
