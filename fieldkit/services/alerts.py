"""Alerts: worries about a person that must reach somebody. Each reading is in the log before the words are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.store import kit_records as store
from fieldkit.store.accounts import Account, find_account
from fieldkit.store.events import record_event
from fieldkit.store.kit_records import AlertRow
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import from_text
from fieldkit.store.vault import open_vault

LONGEST_OUTCOME = 5000


@dataclass(frozen=True)
class AlertLine:
    """An alert in a list.

    Attributes:
        open_for: how long it waited, or has waited until now, since the server received it.
        for_everyone: nobody acknowledged it in time, or no lead is named: every coordinator is asked.
    """

    alert: AlertRow
    open_for: timedelta
    for_everyone: bool

    @property
    def hours(self) -> int:
        """Whole hours of waiting."""
        return int(self.open_for.total_seconds()) // 3600

    @property
    def minutes(self) -> int:
        """Minutes of waiting beyond the whole hours."""
        return int(self.open_for.total_seconds()) % 3600 // 60


@dataclass(frozen=True)
class OpenAlerts:
    """What is not over yet.

    Attributes:
        mine: nobody takes care of them yet, and this account is asked to.
        others: nobody takes care of them yet; they wait for the lead.
        in_my_care: how many this account takes care of and has not closed.
    """

    mine: tuple[AlertLine, ...]
    others: tuple[AlertLine, ...]
    lead_name: str
    in_my_care: int


@dataclass(frozen=True)
class AlertPage:
    """One alert with its words; `words` is None when the vault does not hold them, `outcome` before it is closed."""

    line: AlertLine
    words: str | None
    outcome: str | None


def list_alerts(project: Project, *, now: datetime) -> list[AlertLine]:
    """Return all alerts: the open ones first, danger and the oldest on top, then the newest acknowledged ones."""
    with project.read() as db:
        lead = _lead(db, project)
        return [_line(project, alert, lead, now) for alert in store.list_alerts(db, open_only=False)]


def open_alerts(project: Project, account: Account, *, now: datetime) -> OpenAlerts:
    """Return the alerts that nobody takes care of yet, for one coordinator's home page."""
    with project.read() as db:
        lead = _lead(db, project)
        alerts = store.list_alerts(db, open_only=False)
    lines = [_line(project, alert, lead, now) for alert in alerts if not alert.acknowledged_at]
    is_lead = lead is not None and lead.id == account.id
    return OpenAlerts(
        mine=tuple(line for line in lines if is_lead or line.for_everyone),
        others=tuple(line for line in lines if not (is_lead or line.for_everyone)),
        lead_name=lead.name if lead else "",
        in_my_care=sum(alert.acknowledged_by == account.id and not alert.closed_at for alert in alerts),
    )


def count_open(project: Project) -> int:
    """Count the alerts that nobody takes care of yet."""
    with project.read() as db:
        return store.count_open_alerts(db)


def read_alert(project: Project, *, instance_id: str, account: Account, now: datetime) -> AlertPage:
    """Return an alert with its words; the reading is logged first.

    Raises:
        Problem: `404.alert`; `410.alert-erased` when its words are gone, as the study decided.
    """
    with project.read() as db:
        alert = _alert(db, instance_id)
        if alert.erased_at:
            raise _erased()
        line = _line(project, alert, _lead(db, project), now)
    project.write(lambda db: _record(db, alert, "alert.read", account, now))
    with open_vault(project, now=now) as vault:
        words, outcome = vault.find_alert_words(alert.xml_sha256), vault.find_alert_outcome(alert.xml_sha256)
    return AlertPage(line, words, outcome)


def acknowledge_alert(project: Project, *, instance_id: str, account: Account, now: datetime) -> None:
    """Say that this person takes care of an alert; it stops the clock.

    Raises:
        Problem: `404.alert`; `409.alert-acknowledged` when somebody else does already.
    """

    def work(db: Connection) -> None:
        alert = _alert(db, instance_id)
        if not store.mark_acknowledged(db, instance_id, account_id=account.id, now=now):
            raise Problem(
                "409.alert-acknowledged",
                _("Somebody takes care of this alert already."),
                remedy=_("Ask them what is being done."),
            )
        _record(db, alert, "alert.acknowledged", account, now)

    project.write(work)


def close_alert(project: Project, *, instance_id: str, outcome: str, account: Account, now: datetime) -> None:
    """Write down what came of an alert, into the vault, and that it is over.

    Raises:
        Problem: `404.alert`; `422.alert-outcome` without words or with too many; `409.alert-not-cared-for` while
            nobody takes care of it; `409.alert-closed`; `500.alert-words` when the vault does not hold the alert.
    """
    outcome = outcome.strip()
    if not 0 < len(outcome) <= LONGEST_OUTCOME:
        raise Problem(
            "422.alert-outcome",
            _("Write what came of it before you close it."),
            where="outcome",
            remedy=_("A few sentences, at most %(count)s characters.", count=LONGEST_OUTCOME),
        )

    def work(db: Connection) -> None:
        alert = _alert(db, instance_id)
        _require_in_care(alert)
        store.mark_closed(db, instance_id, account_id=account.id, now=now)
        # The vault is written first: what fails here leaves an outcome that the next attempt replaces.
        with open_vault(project, now=now) as vault:
            if not vault.put_alert_outcome(alert.xml_sha256, outcome):
                raise _lost_words()
        _record(db, alert, "alert.closed", account, now)

    project.write(work)


def _require_in_care(alert: AlertRow) -> None:
    if alert.closed_at:
        raise Problem("409.alert-closed", _("This alert is closed already."), remedy=_("Load the page again."))
    if not alert.acknowledged_at:
        raise Problem(
            "409.alert-not-cared-for",
            _("Nobody takes care of this alert yet."),
            remedy=_("Say first that you take care of it."),
        )


def _lost_words() -> Problem:
    return Problem("500.alert-words", _("The vault does not hold its words. Restore vault.db from a backup."))


def _erased() -> Problem:
    return Problem(
        "410.alert-erased",
        _("What this alert said was erased."),
        remedy=_("The study decided how long alerts are kept."),
    )


def _line(project: Project, alert: AlertRow, lead: Account | None, now: datetime) -> AlertLine:
    until = from_text(alert.acknowledged_at) if alert.acknowledged_at else now
    open_for = max(until - from_text(alert.received_at), timedelta())
    too_long = open_for >= timedelta(hours=project.settings.safeguarding.hours)
    return AlertLine(alert, open_for, for_everyone=lead is None or too_long)


def _lead(db: Connection, project: Project) -> Account | None:
    """Return the lead's account when it is an open one of a coordinator."""
    account_id = project.settings.safeguarding.account
    account = find_account(db, account_id) if account_id else None
    return account if account and account.role == "coordinator" and not account.disabled_at else None


def _alert(db: Connection, instance_id: str) -> AlertRow:
    alert = store.find_alert(db, instance_id)
    if alert is None:
        raise Problem("404.alert", _("There is no such alert."), remedy=_("Look for it in the list of alerts."))
    return alert


def _record(db: Connection, alert: AlertRow, kind: str, account: Account, now: datetime) -> None:
    subject = f"alert:{alert.instance_id}"
    record_event(db, now=now, actor=f"account:{account.id}", kind=kind, subject=subject)
