"""The one transaction in which a submission is stored, joined by more of its files, or kept aside."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldkit.forms.instance import Instance
from fieldkit.services.derive import Derived
from fieldkit.services.derived_rows import (
    as_first_said,
    derive_in,
    ensure_participant_of,
    forget_derived,
    store_derived,
)
from fieldkit.services.place_files import ArrivedFile, place_files
from fieldkit.store import conflicts, submissions
from fieldkit.store.arriving import Surroundings, find_surroundings
from fieldkit.store.devices import Device, mark_device_seen
from fieldkit.store.events import record_event
from fieldkit.store.forms import PublishedForm
from fieldkit.store.media import record_media
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import NewSubmission, StoredSubmission
from fieldkit.store.times import as_text


@dataclass(frozen=True)
class Arrival:
    """A submission on its way into the store, with all that could be worked out before the transaction.

    Attributes:
        published: its form version, or None when no such one is published here.
        names: the files that the XML names, in NFC.
        derived: what follows from its answers; None when they cannot be read here.
        xml_mark: stands for the XML's hash in the log (`ProjectKeys.log_mark`).
        handed_in_by: who brought it in a spare copy, as events name them; None when the device sent it.
        as_of: at which counts of changes (see `fieldkit.store.known`) held what this relies on.
    """

    instance: Instance
    published: PublishedForm | None
    xml: bytes
    xml_sha256: str
    names: tuple[str, ...]
    derived: Derived | None
    files: tuple[ArrivedFile, ...]
    device: Device | None
    sealed: bool
    now: datetime
    xml_mark: str = ""
    handed_in_by: str | None = None
    as_of: tuple[int, ...] = ()


class Outdated(Exception):  # noqa: N818 - nothing is wrong: what was looked up has changed, and is looked up anew
    """A device or a form has changed since it was looked up for an arrival; nothing was stored."""


@dataclass(frozen=True)
class Received:
    """What is held durably of a submission, now that it was received.

    Attributes:
        files: every file that the XML names and that is held: name (NFC) to SHA-256.
        missing: names that the XML names and that have not come yet.
        unnamed: files that came and that the XML does not name: name to SHA-256.
        is_new: False when the same bytes had been received before.
    """

    instance_id: str
    form_id: str
    form_version: str
    xml_sha256: str
    files: dict[str, str]
    missing: tuple[str, ...]
    unnamed: dict[str, str]
    complete: bool
    received_at: str
    is_new: bool


def store_arrival(db: Connection, arrival: Arrival) -> Received | str:
    """Store an arrival, or keep it aside and return the reason (see `fieldkit.store.conflicts`).

    Raises:
        Outdated: when what it relies on no longer holds.
    """
    instance = arrival.instance
    around = find_surroundings(
        db, instance_id=instance.instance_id, xml_sha256=arrival.xml_sha256, form_id=instance.form_id
    )
    if any(count != around.changes for count in arrival.as_of):
        raise Outdated
    if arrival.files:
        record_media(db, [(file.sha256, file.bytes, file.content_type) for file in arrival.files], arrival.now)
    if arrival.device and not arrival.handed_in_by:
        mark_device_seen(db, arrival.device, arrival.now)
    known = submissions.find_submission(db, instance.instance_id) if around.is_held else None
    if reason := _reason_to_keep_aside(db, arrival, known):
        _keep_aside(db, arrival, reason)
        return reason
    return _join(db, arrival, known, around) if known else _begin(db, arrival, around)


def _begin(db: Connection, arrival: Arrival, around: Surroundings) -> Received:
    """Store what was not received before."""
    submission_id = _insert(db, arrival, around.edited_by)
    placed = _place(db, submission_id, arrival, around)
    complete = not arrival.names or submissions.mark_complete(db, submission_id, arrival.now)
    _record(db, arrival, "submission.received", {"files": placed, "complete": complete})
    files = _files_of(db, submission_id) if arrival.names or placed else _Files()
    return Received(
        instance_id=arrival.instance.instance_id,
        form_id=arrival.instance.form_id,
        form_version=arrival.instance.version,
        xml_sha256=arrival.xml_sha256,
        files=files.held,
        missing=files.missing,
        unnamed=files.unnamed,
        complete=complete,
        received_at=as_text(arrival.now),
        is_new=True,
    )


def _join(db: Connection, arrival: Arrival, known: StoredSubmission, around: Surroundings) -> Received:
    """Let more files, or none, join what was received before."""
    placed = _place(db, known.id, arrival, around)
    is_complete_now = submissions.mark_complete(db, known.id, arrival.now)
    if placed:
        _record(db, arrival, "submission.files-received", {"files": placed, "complete": is_complete_now})
    return _held_before(db, submissions.load_submission(db, known.id))


def _place(db: Connection, submission_id: int, arrival: Arrival, around: Surroundings) -> int:
    earlier = _files_kept_aside(db, arrival) if around.is_aside else []
    return place_files(db, submission_id, [*arrival.files, *earlier], arrival.now)


def _reason_to_keep_aside(db: Connection, arrival: Arrival, known: StoredSubmission | None) -> str | None:
    if known:
        return None if known.xml_sha256 == arrival.xml_sha256 else "instance-differs"
    if arrival.published is None:
        return "form-unknown"
    replaced_id = _replaced_id(arrival.instance)
    if replaced_id is None:
        return None
    replaced = submissions.find_submission(db, replaced_id)
    if replaced and replaced.form_id != arrival.instance.form_id:
        return "edit-of-other-form"
    is_stale = submissions.find_edit_of(db, replaced_id, arrival.instance.form_id) is not None
    return "edit-stale" if is_stale or _edits_its_own_edit(db, arrival.instance) else None


def _edits_its_own_edit(db: Connection, instance: Instance) -> bool:
    """Say whether what this edit replaces goes back to this very edit: all would take each other's place."""
    return any(
        each.deprecated_id == instance.instance_id for each in submissions.list_earlier(db, instance.deprecated_id)
    )


def _replaced_id(instance: Instance) -> str | None:
    return instance.deprecated_id or None if instance.deprecated_id != instance.instance_id else None


def _keep_aside(db: Connection, arrival: Arrival, reason: str) -> None:
    is_fresh = conflicts.keep_aside(
        db,
        instance_id=arrival.instance.instance_id,
        reason=reason,
        form_id=arrival.instance.form_id,
        form_version=arrival.instance.version,
        xml=arrival.xml,
        xml_sha256=arrival.xml_sha256,
        device_id=arrival.device.id if arrival.device else None,
        files=[(file.name, file.sha256) for file in arrival.files],
        now=arrival.now,
    )
    if is_fresh:
        _record(db, arrival, "submission.kept-aside", {"reason": reason, "files": len(arrival.files)})


def _files_kept_aside(db: Connection, arrival: Arrival) -> list[ArrivedFile]:
    """Return the files of the same submission from a time when it had to be kept aside."""
    earlier = conflicts.settle_kept_aside(db, arrival.instance.instance_id, arrival.xml_sha256, arrival.now)
    return [ArrivedFile(name, sha256) for name, sha256 in earlier]


def _insert(db: Connection, arrival: Arrival, edit: str | None) -> int:
    """Add the submission, its place among edits and the rows that follow from it; return its row number.

    `edit` is what says that it replaces this submission, for an edit may arrive before what it edits.
    """
    instance, published = arrival.instance, arrival.published
    if published is None:
        raise ValueError("a submission needs its form")
    derived = None if edit else arrival.derived
    if derived:
        derived = as_first_said(db, derived, published.questions, _replaced_id(instance))
        ensure_participant_of(db, derived, arrival.now)
    new = _new_submission(arrival, published, derived)
    submission_id = submissions.insert_submission(db, new, now=arrival.now)
    if arrival.names:
        submissions.insert_named_files(db, submission_id, arrival.names)
    if new.deprecated_id:
        _supersede(db, new.deprecated_id, instance.instance_id)
    if edit:
        submissions.mark_superseded(db, submission_id, edit)
        _derive_last_edit(db, edit, arrival.now)
    if derived:
        notice_version = published.notice_version
        store_derived(db, submission_id, derived, notice_version=notice_version, device=arrival.device)
    return submission_id


def _derive_last_edit(db: Connection, edit: str | None, now: datetime) -> None:
    """Let the last edit learn what its first version said, which came after it."""
    seen: set[str] = set()
    while edit and edit not in seen and (stored := submissions.find_submission(db, edit)):
        seen.add(edit)
        edit = stored.superseded_by
        if edit is None:
            derive_in(db, stored, now)


def _new_submission(arrival: Arrival, published: PublishedForm, derived: Derived | None) -> NewSubmission:
    replaced_id = _replaced_id(arrival.instance)
    return NewSubmission(
        instance_id=arrival.instance.instance_id,
        deprecated_id=replaced_id,
        form_version_id=published.version_id,
        device_id=arrival.device.id if arrival.device else None,
        participant_code=derived.participant_code if derived else None,
        notice_version=published.notice_version if derived else None,
        xml=arrival.xml,
        xml_sha256=arrival.xml_sha256,
        sealed=arrival.sealed,
        encrypted_elsewhere=arrival.instance.encrypted,
        complete=not arrival.names,
        state="edited" if replaced_id else "received",
    )


def _supersede(db: Connection, replaced_id: str, by: str) -> None:
    replaced = submissions.find_submission(db, replaced_id)
    if replaced:
        submissions.mark_superseded(db, replaced.id, by)
        forget_derived(db, replaced.id)


def _record(db: Connection, arrival: Arrival, kind: str, detail: dict[str, Any]) -> None:
    record_event(
        db,
        now=arrival.now,
        actor=arrival.handed_in_by or (f"device:{arrival.device.id}" if arrival.device else "server"),
        kind=kind,
        subject=f"submission:{arrival.instance.instance_id}",
        detail={"xml_mark": arrival.xml_mark, **detail},
    )


def current_holding(db: Connection, instance_id: str) -> Received | None:
    """Return what is held of a submission that was received before."""
    stored = submissions.find_submission(db, instance_id)
    return _held_before(db, stored) if stored else None


def _held_before(db: Connection, stored: StoredSubmission) -> Received:
    files = _files_of(db, stored.id)
    return Received(
        instance_id=stored.instance_id,
        form_id=stored.form_id,
        form_version=stored.form_version,
        xml_sha256=stored.xml_sha256,
        files=files.held,
        missing=files.missing,
        unnamed=files.unnamed,
        complete=stored.complete,
        received_at=stored.received_at,
        is_new=False,
    )


@dataclass(frozen=True)
class _Files:
    held: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unnamed: dict[str, str] = field(default_factory=dict)


def _files_of(db: Connection, submission_id: int) -> _Files:
    files = submissions.list_files(db, submission_id)
    return _Files(
        held={file.name: file.sha256 for file in files if file.state == "held" and file.sha256},
        missing=tuple(file.name for file in files if file.state == "missing"),
        unnamed={file.name: file.sha256 for file in files if file.state == "unnamed" and file.sha256},
    )
