"""Reading the log, and checking its chain."""

from dataclasses import dataclass

from fieldkit.store.accounts import names_of_accounts
from fieldkit.store.devices import list_devices
from fieldkit.store.events import Event, first_broken_event, list_events
from fieldkit.store.project import Project

PAGE_LENGTH = 100


@dataclass(frozen=True)
class LogPage:
    """Events, newest first; `next_before` leads to older ones. `names` are of accounts and devices, by actor."""

    events: tuple[Event, ...]
    next_before: int | None
    names: dict[str, str]


@dataclass(frozen=True)
class LogCheck:
    """What walking the chain found: how many events, and the number of the first that does not fit, or None."""

    count: int
    first_broken: int | None


def read_log(project: Project, *, before: int | None = None) -> LogPage:
    """Return one page of the log."""
    with project.read() as db:
        found = list_events(db, before=before, limit=PAGE_LENGTH + 1)
        names = {f"account:{key}": name for key, name in names_of_accounts(db).items()}
        names |= {f"device:{device.id}": device.name for device in list_devices(db)}
    page = tuple(found[:PAGE_LENGTH])
    return LogPage(page, page[-1].number if len(found) > PAGE_LENGTH else None, names)


def check_log(project: Project) -> LogCheck:
    """Walk the whole chain of hashes."""
    with project.read() as db:
        newest = list_events(db, limit=1)
        return LogCheck(newest[0].number if newest else 0, first_broken_event(db))
