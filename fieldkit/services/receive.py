"""Receiving one submission, whoever sends it: everything it brings is durable before anybody is told so.

The files are kept first, then one transaction (`fieldkit.services.arrival`) stores the XML as received, places the
files, lets an edit take the place of what it edits and derives the rows that follow. Nothing that was sent is dropped:
what cannot become a submission is kept aside, and a file that nothing names is kept beside the others.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from lxml import etree

from fieldkit.errors import Problem
from fieldkit.forms.instance import Instance, files_in, instance_of
from fieldkit.forms.submission_xml import parse_submission
from fieldkit.services.arrival import Arrival, Outdated, Received, store_arrival
from fieldkit.services.derive import derive
from fieldkit.services.enrol import still_enrolled
from fieldkit.services.place_files import ArrivedFile
from fieldkit.services.practice import refuse_practice
from fieldkit.store import conflicts, submissions
from fieldkit.store.devices import Device
from fieldkit.store.known import KnownDevice, KnownForm
from fieldkit.store.media import IncomingFile, keep_file
from fieldkit.store.project import Project
from fieldkit.store.submissions import StoredSubmission


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came with a submission: its name as the client spelled it, and a temporary file of the project."""

    name: str
    path: Path
    sha256: str
    bytes: int
    content_type: str


def receive_submission(
    project: Project,
    *,
    xml: bytes,
    files: Sequence[ReceivedFile],
    device: Device | KnownDevice | None,
    sealed: bool,
    now: datetime,
    handed_in_by: str | None = None,
) -> Received:
    """Store a submission with the files that came along; when this returns, all of it is on disk.

    The same bytes may be received any number of times, also at once, each time with other files. `handed_in_by` names
    who brought it in a spare copy, as events do; without it, the device sent it. A device that is given as known stores
    nothing any more from the moment when its enrolment ends; another one was asked about by the caller.

    Raises:
        Problem: `400.…` when the XML is no submission; `422.practice` when it was only practice; `403.token-revoked`.
            Kept aside: `404.form-not-found`, `409.instance-differs`, `409.edit-stale`, `409.edit-of-other-form`.
            `507.disk-full` and `503.…` when nothing was stored.
    """
    root = parse_submission(xml)
    instance = instance_of(root)
    refuse_practice(instance.form_id)
    for file in files:
        keep_file(project.media, IncomingFile(file.path, file.sha256, file.bytes))
    sha256 = hashlib.sha256(xml).hexdigest()
    mark = project.keys.log_mark(sha256)
    sent = _Sent(xml, sha256, mark, root, instance, tuple(files), sealed, now, handed_in_by)
    outcome = _store(project, sent, device)
    if isinstance(outcome, str):
        raise _kept_aside(outcome, instance)
    return outcome


def submission_status(project: Project, instance_id: str) -> dict[str, Any]:
    """Say everything that is held of one record, as `fieldkit submissions --id` prints it.

    `count` is the number of submissions stored under this instanceID: 0 or 1.
    """
    with project.read() as db:
        stored = submissions.find_submission(db, instance_id)
        aside = conflicts.list_kept_aside(db, instance_id=instance_id, settled=True)
        files = submissions.list_files(db, stored.id) if stored else []
    status: dict[str, Any] = {
        "instance_id": instance_id,
        "count": 1 if stored else 0,
        "complete": bool(stored and stored.complete),
        "missing": [file.name for file in files if file.state == "missing"],
        "xml_sha256": stored.xml_sha256 if stored else None,
        "attachments": {file.name: {"sha256": file.sha256} for file in files if file.state == "held"},
        "unnamed": [{"name": file.name, "sha256": file.sha256} for file in files if file.state == "unnamed"],
        "file_conflicts": [{"name": file.name, "sha256": file.sha256} for file in files if file.state == "conflict"],
        "kept_aside": [
            {
                "reason": one.reason,
                "xml_sha256": one.xml_sha256,
                "received_at": one.received_at,
                "files": dict(one.files),
            }
            for one in aside
        ],
    }
    return status | (_record_facts(stored) if stored else {})


def _record_facts(stored: StoredSubmission) -> dict[str, Any]:
    return {
        "form_id": stored.form_id,
        "form_version": stored.form_version,
        "state": stored.state,
        "sealed": stored.sealed,
        "encrypted_elsewhere": stored.encrypted_elsewhere,
        "received_at": stored.received_at,
        "completed_at": stored.completed_at,
        "deprecated_id": stored.deprecated_id,
        "superseded_by": stored.superseded_by,
    }


@dataclass(frozen=True)
class _Sent:
    """A submission as it was sent; `root` is its XML, parsed, `mark` stands for its hash in the log."""

    xml: bytes
    sha256: str
    mark: str
    root: etree._Element
    instance: Instance
    files: tuple[ReceivedFile, ...]
    sealed: bool
    now: datetime
    handed_in_by: str | None


def _store(project: Project, sent: _Sent, device: Device | KnownDevice | None) -> Received | str:
    """Store what was sent, by the word of what is known of its form and its device at that very moment."""
    while True:
        form = project.known.form(sent.instance.form_id, sent.instance.version)
        arrival = _arrival(sent, form, device)
        try:
            return project.write(partial(store_arrival, arrival=arrival))
        except Outdated:
            project.known.forget()
            if isinstance(device, KnownDevice):
                device = still_enrolled(project, device)


def _arrival(sent: _Sent, form: KnownForm | None, device: Device | KnownDevice | None) -> Arrival:
    names, derived = sent.instance.file_names, None
    if form is not None and not sent.instance.encrypted:
        answers = form.reader.answers_of(sent.root)
        names = files_in(answers)
        derived = derive(form.form.questions, answers, now=sent.now)
    return Arrival(
        instance=sent.instance,
        published=form.form if form else None,
        xml=sent.xml,
        xml_sha256=sent.sha256,
        names=names,
        derived=derived,
        files=tuple(ArrivedFile(file.name, file.sha256, file.bytes, file.content_type) for file in sent.files),
        device=device.device if isinstance(device, KnownDevice) else device,
        sealed=sent.sealed,
        now=sent.now,
        xml_mark=sent.mark,
        handed_in_by=sent.handed_in_by,
        as_of=tuple(one.as_of for one in (form, device) if isinstance(one, KnownForm | KnownDevice)),
    )


def _kept_aside(reason: str, instance: Instance) -> Problem:
    remedy = _("What was sent is kept aside for the coordinator; nothing is lost.")
    if reason == "form-unknown":
        what = _("This form, or this version of it, is not published here.")
        return Problem(
            "404.form-not-found", what, where=f"{instance.form_id} {instance.version}".strip(), remedy=remedy
        )
    what = {
        "instance-differs": _("Another record was already received under the same instanceID."),
        "edit-stale": _("The record that this edit replaces was already replaced by another edit."),
        "edit-of-other-form": _("The record that this edit replaces belongs to another form."),
    }[reason]
    return Problem(f"409.{reason}", what, where=instance.instance_id, remedy=remedy)
