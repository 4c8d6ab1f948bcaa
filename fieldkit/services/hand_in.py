"""Taking in a spare copy that somebody carried to the desk: each record by the ordinary rules of receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from fieldkit.errors import Problem
from fieldkit.sealing.header import require_key
from fieldkit.sealing.spare import SpareCopy, SpareRecord, parts_of, read_spare
from fieldkit.services.envelopes import envelope_holding, store_envelope
from fieldkit.store.devices import Device, load_device
from fieldkit.store.events import record_event
from fieldkit.store.project import Project

KEPT_ASIDE = frozenset({"404.form-not-found", "409.instance-differs", "409.edit-stale", "409.edit-of-other-form"})


@dataclass(frozen=True)
class HandedIn:
    """What became of one record.

    Attributes:
        outcome: `received`, `here` (it was here already), `aside` (kept aside for a person), `refused`, or `cut` (the
            file does not hold all of it).
        problem: why, unless it was received or here.
    """

    instance_id: str
    form_id: str
    outcome: str
    problem: Problem | None = None


@dataclass(frozen=True)
class HandIn:
    """What became of a whole file; `device` is the one that the file names, unproved, or None when nobody knows it."""

    device: Device | None
    records: tuple[HandedIn, ...]

    def count(self, outcome: str) -> int:
        """Return how many records ended so."""
        return sum(record.outcome == outcome for record in self.records)

    @property
    def is_done(self) -> bool:
        """Whether every record of the file is held now as a record."""
        return all(record.outcome in ("received", "here") for record in self.records)


def hand_in(project: Project, *, stream: BinaryIO, actor: str, now: datetime, take_whole: bool = False) -> HandIn:
    """Take in every record of a spare copy; those that are here already stay as they are.

    Args:
        project: the open project.
        stream: the file; it can be sought.
        actor: who brings it, as events name them.
        now: the moment.
        take_whole: of a file that was cut short, take the records that are whole; else such a file is refused.

    Raises:
        Problem: `422.spare`, `413.spare-index`, `422.envelope` (a header is malformed), `422.spare-foreign`,
            `422.spare-cut`; `507.…` and `503.…` in the middle: what was taken until then stays, and the file can be
            handed in again.
    """
    spare = read_spare(stream)
    _check(project, spare, take_whole)
    with project.read() as db:
        device = load_device(db, spare.device_id)
    results = tuple(_take(project, stream, record, device, actor, now) for record in spare.records)
    done = HandIn(device, results)
    detail: dict[str, object] = {
        outcome: done.count(outcome) for outcome in ("received", "here", "aside", "refused", "cut")
    }
    detail["device"] = "as the copy says"  # nothing in it proves where it was saved
    subject = f"device:{device.id}" if device else "project"
    project.write(
        lambda db: record_event(db, now=now, actor=actor, kind="spare.handed-in", subject=subject, detail=detail)
    )
    return done


def _check(project: Project, spare: SpareCopy, take_whole: bool) -> None:
    if spare.project_id != project.settings.project_id:
        raise Problem(
            "422.spare-foreign",
            "This spare copy belongs to another project.",
            remedy="Hand it in at the desk of the project whose tablet saved it.",
        )
    if not spare.is_whole and not take_whole:
        cut = sum(not record.is_whole for record in spare.records)
        raise Problem(
            "422.spare-cut",
            f"This file was cut short: {cut} of its {len(spare.records)} records are not whole. Nothing was taken.",
            remedy="Copy it once more from the tablet; if that is not possible, take what is whole.",
        )


def _take(
    project: Project, stream: BinaryIO, record: SpareRecord, device: Device | None, actor: str, now: datetime
) -> HandedIn:
    header = record.header

    def ended(outcome: str, problem: Problem | None = None) -> HandedIn:
        return HandedIn(header.instance_id, header.form_id, outcome, problem)

    try:
        require_key(header, project.keys.sealing_key_id)
        if envelope_holding(project, header):
            return ended("here")
        if not record.is_whole:
            return ended("cut", Problem("422.spare-cut", "The file does not hold all of this record."))
        open_part = parts_of(stream, record)
        held = store_envelope(project, header, open_part, device=device, now=now, handed_in_by=actor)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return ended("aside" if problem.code in KEPT_ASIDE else "refused", problem)
    return ended("received" if held.is_new else "here")
