"""Examining a project: what could lose or betray what it holds, each with what to do about it."""

import hashlib
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from fieldkit.errors import Problem
from fieldkit.sealing.keys import key_file
from fieldkit.services.lost import TIME_TO_TELL
from fieldkit.services.retention import list_due
from fieldkit.store.checks import (
    count_missing_files,
    count_unsettled_conflicts,
    find_damage,
    iterate_media,
    list_applied_migrations,
)
from fieldkit.store.events import first_broken_event, list_events
from fieldkit.store.kit_records import list_alerts
from fieldkit.store.lost import list_lost
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.sqlite import SQLITE_VERSION, DatabaseError
from fieldkit.store.times import from_text
from fieldkit.store.vault import open_vault

LITTLE_SPACE, TOO_LITTLE_SPACE = 2 * 1024**3, 200 * 1024**2
"""Bytes free on the disk: below the first a warning, below the second a fault."""


class Health(StrEnum):
    """A FAULT needs mending; a WARNING needs a decision."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at, what was seen, and what to do."""

    name: str
    health: Health
    what: str
    remedy: str = ""


def examine(project: Project, *, hash_media: bool, now: datetime) -> list[Examined]:
    """Look at everything that can be looked at from inside an open project.

    Args:
        project: the open project.
        hash_media: read every file and compare its hash; else only its length (quick on large projects).
        now: the moment, by which alerts and losses wait.
    """
    checks: tuple[Callable[[Project], Examined], ...] = (
        _sqlite,
        _migrations,
        _database,
        _event_chain,
        _keys,
        _rights,
        lambda opened: _media(opened, hash_media=hash_media),
        _missing_files,
        _conflicts,
        lambda opened: _vault(opened, now),
        lambda opened: _alerts(opened, now),
        lambda opened: _retention(opened, now),
        lambda opened: _losses(opened, now),
        _temporary_files,
        _free_space,
        _base_url,
    )
    return [check(project) for check in checks]


def _sqlite(_project: Project) -> Examined:
    return Examined("sqlite", Health.OK, f"SQLite {SQLITE_VERSION} is safe for several writers.")


def _migrations(project: Project) -> Examined:
    with project.read() as db:
        applied = list_applied_migrations(db)
    return Examined("migrations", Health.OK, f"The database is up to date ({applied[-1]}).")


def _database(project: Project) -> Examined:
    with project.read() as db:
        damage = find_damage(db)
    if damage:
        what = f"The database is damaged: {'; '.join(damage[:3])}."
        return Examined("database", Health.FAULT, what, "Stop the server and restore the newest sound backup.")
    return Examined("database", Health.OK, "The database is sound.")


def _event_chain(project: Project) -> Examined:
    with project.read() as db:
        broken = first_broken_event(db)
    if broken is not None:
        what = f"The log does not fit together from event {broken}: it was changed outside Fieldkit."
        return Examined("log", Health.FAULT, what, "Compare with a backup to find what was changed, and when.")
    return Examined("log", Health.OK, "The log's hash chain is whole.")


def _keys(project: Project) -> Examined:
    path = key_file(project.settings.project_id)
    if path.resolve().is_relative_to(project.folder):
        what = "The keys lie inside the project's folder, so a copy of the folder opens everything."
        return Examined("keys", Health.FAULT, what, "Set FIELDKIT_KEYS to a folder elsewhere and move them there.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Examined("keys", Health.FAULT, f"Others may read {path}.", f"Run: chmod 600 {path}")
    with project.read() as db:
        events = list_events(db, subject=f"project:{project.settings.project_id}", limit=1000)
    expected = {event.detail["sealing_key_id"] for event in events if "sealing_key_id" in event.detail}
    if expected and project.keys.sealing_key_id not in expected:
        what = "The keys on this machine are not those that the project began with."
        return Examined("keys", Health.FAULT, what, "Restore the right key file from its backup before tablets send.")
    return Examined("keys", Health.OK, f"The keys are in {path}; is there a backup of this file?")


def _rights(project: Project) -> Examined:
    if stat.S_IMODE(project.folder.stat().st_mode) & 0o007:
        what = "Every account of this machine may look into the project's folder."
        return Examined("rights", Health.WARNING, what, f"Run: chmod 700 {project.folder}")
    return Examined("rights", Health.OK, "Only its owner's accounts may look into the folder.")


def _media(project: Project, *, hash_media: bool) -> Examined:
    count, wrong = 0, []
    with project.read() as db:
        for sha256, length in iterate_media(db):
            count += 1
            if not _is_whole(media_path(project.media, sha256), sha256, length, hash_media):
                wrong.append(sha256)
    if wrong:
        what = f"{len(wrong)} of {count} files are missing or changed, the first is {wrong[0]}."
        return Examined("media", Health.FAULT, what, "Restore them from a backup; their names are their hashes.")
    return Examined("media", Health.OK, f"{count} files are as they came ({'hashes' if hash_media else 'lengths'}).")


def _is_whole(path: Path, sha256: str, length: int, hash_media: bool) -> bool:
    if not path.is_file() or path.stat().st_size != length:
        return False
    if not hash_media:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _missing_files(project: Project) -> Examined:
    with project.read() as db:
        count = count_missing_files(db)
    if count:
        what = f"{count} files that records name have not come yet."
        return Examined(
            "files awaited", Health.WARNING, what, "Ask that these tablets be opened where there is network."
        )
    return Examined("files awaited", Health.OK, "Every file that a record names is here.")


def _conflicts(project: Project) -> Examined:
    with project.read() as db:
        count = count_unsettled_conflicts(db)
    if count:
        what = f"{count} submissions were kept aside because they contradict another."
        return Examined("kept aside", Health.WARNING, what, "Look at them at the desk and decide.")
    return Examined("kept aside", Health.OK, "Nothing is kept aside.")


def _vault(project: Project, now: datetime) -> Examined:
    if not (project.folder / "vault.db").exists():
        return Examined("vault", Health.OK, "Nothing has been put into the vault yet.")
    with project.read() as db:
        alerts = [alert for alert in list_alerts(db, open_only=False) if not alert.erased_at]
    try:
        with open_vault(project, now=now) as vault:
            damage = vault.find_damage()
            missing = sum(vault.find_alert_words(alert.xml_sha256) is None for alert in alerts)
    except (DatabaseError, Problem) as error:
        damage, missing = [str(error)], 0
    if damage or missing:
        what = f"The vault is damaged: {damage[0]}." if damage else f"The vault lacks the words of {missing} alerts."
        return Examined("vault", Health.FAULT, what, "Stop the server and restore vault.db from the newest backup.")
    return Examined("vault", Health.OK, "The vault is sound and holds the words of every alert.")


def _alerts(project: Project, now: datetime) -> Examined:
    with project.read() as db:
        received = [alert.received_at for alert in list_alerts(db, open_only=True)]
    longest = timedelta(hours=project.settings.safeguarding.hours)
    late = sum(from_text(at) + longest <= now for at in received)
    if received:
        health = Health.FAULT if late else Health.WARNING
        what = f"Nobody takes care of {len(received)} alerts yet, {late} of them for more than {longest}."
        return Examined("alerts", health, what, "Read them at the desk, at /alerts, and take care of them.")
    return Examined("alerts", Health.OK, "Somebody takes care of every alert.")


def _retention(project: Project, now: datetime) -> Examined:
    due = list_due(project, now=now)
    if due.count:
        what = f"{len(due.alerts)} alerts and {len(due.additions)} additions are due to be erased."
        return Examined("retention", Health.WARNING, what, "Erase them at the desk, at /alerts, or by erase-due.")
    if due.undecided:
        what = "The study has not decided how long alerts and additions are kept."
        return Examined("retention", Health.WARNING, what, "Decide it with your adviser, at /settings/safety.")
    return Examined("retention", Health.OK, "Nothing is due to be erased.")


def _losses(project: Project, now: datetime) -> Examined:
    with project.read() as db:
        lost = list_lost(db)
    waiting = [one for one in lost if one.settled_at is None]
    if any(from_text(one.reported_at) + TIME_TO_TELL <= now for one in waiting):
        what = "For a lost tablet the 72 hours are over and nobody has decided whether the authority is told."
        return Examined("lost tablets", Health.FAULT, what, "Decide at the desk, at /people.")
    if waiting:
        what = f"The 72 hours run for {len(waiting)} lost tablets."
        return Examined("lost tablets", Health.WARNING, what, "Decide at the desk, at /people.")
    erased = sum(one.erased_at is not None for one in lost)
    return Examined("lost tablets", Health.OK, f"{len(lost)} are lost, {erased} of them have erased themselves.")


def _temporary_files(project: Project) -> Examined:
    left = [path for path in project.folder.glob("incoming/*/*") if path.is_file() and path.stat().st_size]
    if left:
        what = f"{len(left)} files are arriving at this moment."
        return Examined("temporary files", Health.OK, what)
    return Examined("temporary files", Health.OK, "No temporary files are left.")


def _free_space(project: Project) -> Examined:
    free = shutil.disk_usage(project.folder).free
    what = f"{free / 1024**3:.1f} GiB are free."
    if free >= LITTLE_SPACE:
        return Examined("space", Health.OK, what)
    health = Health.FAULT if free < TOO_LITTLE_SPACE else Health.WARNING
    return Examined(
        "space", health, what, "Make room, or move the project to a larger disk, before records are refused."
    )


def _base_url(project: Project) -> Examined:
    address = project.settings.base_url
    if project.settings.secure_context:
        return Examined("address", Health.OK, f"Tablets can work offline at {address}.")
    what = f"{address} is no secure context: tablets there cannot work offline, take photos or seal records."
    return Examined("address", Health.WARNING, what, "Serve it by https; docs/operating.md shows how.")
