"""How long alerts and additions are kept: what is due, and its erasing, which a person orders and the log keeps.

The study decides the periods (`fieldkit.config.RetentionSettings`); nothing is erased by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldkit.store import retention as store
from fieldkit.store.events import record_event
from fieldkit.store.project import Project
from fieldkit.store.retention import DueRow
from fieldkit.store.sqlite import Connection
from fieldkit.store.vault import open_vault


@dataclass(frozen=True)
class Due:
    """What is due, the longest over first.

    Attributes:
        undecided: something is held, and the study has not said for how long.
    """

    alerts: tuple[DueRow, ...]
    additions: tuple[DueRow, ...]
    undecided: bool

    @property
    def count(self) -> int:
        """How many alerts and additions are due."""
        return len(self.alerts) + len(self.additions)


@dataclass(frozen=True)
class Erased:
    """What was erased: alerts, additions, and files of additions that nothing else names."""

    alerts: int
    additions: int
    files: int


def list_due(project: Project, *, now: datetime) -> Due:
    """Return the alerts and additions whose period is over."""
    retention = project.settings.retention
    with project.read() as db:
        undecided = min(retention.alert_days, retention.addition_days) == 0 and store.count_kept(db) > 0
        return Due(
            alerts=tuple(row for row, _words in _due_alerts(db, project, now)),
            additions=tuple(_due_additions(db, project, now)),
            undecided=undecided,
        )


def erase_due(project: Project, *, actor: str, now: datetime) -> Erased:
    """Erase what is due. When it fails half-way, the rest is still due; backups are not touched, they expire."""
    with project.read() as db:
        alerts = _due_alerts(db, project, now)
    with open_vault(project, now=now) as vault:  # first, so that no words stay behind an alert that forgot them
        for _row, words in alerts:
            vault.remove_alert(words)

    def work(db: Connection) -> Erased:
        for row, _words in alerts:
            store.erase_alert(db, row.instance_id, now)
            record_event(db, now=now, actor=actor, kind="alert.erased", subject=f"alert:{row.instance_id}")
        additions = _due_additions(db, project, now)
        files = [_erase_addition(db, project, row, actor, now) for row in additions]
        return Erased(len(alerts), len(additions), sum(files))

    erased = project.write(work)
    store.empty_log(project.database)
    return erased


def _erase_addition(db: Connection, project: Project, row: DueRow, actor: str, now: datetime) -> int:
    files = store.erase_addition(db, project.media, row.instance_id, now)
    subject = f"addition:{row.instance_id}"
    record_event(db, now=now, actor=actor, kind="addition.erased", subject=subject, detail={"files": files})
    return files


def _due_alerts(db: Connection, project: Project, now: datetime) -> list[tuple[DueRow, str]]:
    days = project.settings.retention.alert_days
    return store.list_due_alerts(db, now - timedelta(days=days)) if days else []


def _due_additions(db: Connection, project: Project, now: datetime) -> list[DueRow]:
    days = project.settings.retention.addition_days
    return store.list_due_additions(db, now - timedelta(days=days)) if days else []
