"""One record with all that is known of it, its bytes and its files; every reading is noted in the log."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldkit.errors import Problem
from fieldkit.forms.clock import clock_ahead
from fieldkit.forms.instance import read_answers
from fieldkit.forms.kit_records import read_addition
from fieldkit.services.record_answers import Difference, Heading, Line, differences_between, lines_of, unasked_of
from fieldkit.services.review import no_conflict, no_record, warnings_about
from fieldkit.store import accounts, conflicts, reviews, submissions
from fieldkit.store.accounts import Account
from fieldkit.store.conflicts import KeptAside
from fieldkit.store.contacts import ContactFacts, find_contact
from fieldkit.store.events import Event, list_events, record_event
from fieldkit.store.forms import PublishedForm, load_form_version
from fieldkit.store.kit_records import AdditionRow, list_additions
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.reviews import RecordRow, Review
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import SubmissionFile


@dataclass(frozen=True)
class ReadAddition:
    """What somebody added to a record after it was sealed: `files` are name and SHA-256, times stored text."""

    instance_id: str
    words: str
    files: tuple[tuple[str, str], ...]
    device_name: str | None
    received_at: str


@dataclass(frozen=True)
class RecordPage:
    """One record with everything that is known of it.

    Attributes:
        lines: headings and answers in the form's order; empty for a record encrypted to a foreign key.
        unasked: names and values that nobody was asked for (calculations, times, device).
        files: those that the record names, held or missing; then those kept aside (`unnamed`, `conflict`).
        kept_aside: what came under the same instanceID and could not be taken, unsettled.
        replaced: the record that this one is an edit of, when it is held.
        replaced_by: the edit that took this one's place, when there is one.
        versions: this record and what it corrects and is corrected by, the first first; only itself when there is none.
        additions: what was added on the tablet after it was sealed, the first first.
        names: of accounts, by id.
        warnings: reasons to think twice before approving, as `warnings_about` names them.
        contact: what it says of a visit, call or message; None when it describes none, or was replaced.
        clock_ahead: seconds by which the clock of the tablet was ahead of the server's; negative when behind.
    """

    record: RecordRow
    form: PublishedForm
    lines: tuple[Heading | Line, ...]
    unasked: tuple[tuple[str, str], ...]
    files: tuple[SubmissionFile, ...]
    consents: tuple[tuple[str, bool], ...]
    reviews: tuple[Review, ...]
    kept_aside: tuple[KeptAside, ...]
    replaced: RecordRow | None
    replaced_by: RecordRow | None
    versions: tuple[RecordRow, ...]
    additions: tuple[ReadAddition, ...]
    events: tuple[Event, ...]
    names: dict[str, str]
    warnings: tuple[str, ...]
    contact: ContactFacts | None
    clock_ahead: int


@dataclass(frozen=True)
class ConflictPage:
    """What was kept aside beside what is stored under the same instanceID.

    Attributes:
        stored: the record, or None when there is none (its form was unknown, or it edits something else).
        differences: what the two answer otherwise; empty when there is nothing to compare.
    """

    conflict: KeptAside
    stored: RecordRow | None
    differences: tuple[Difference, ...]


def conflict_page(
    project: Project, *, conflict_id: int, account: Account, language: str, now: datetime
) -> ConflictPage:
    """Return what was kept aside, compared with what is stored, and note in the log who read it.

    Raises:
        Problem: `404.conflict`.
    """
    with project.read() as db:
        conflict = next((one for one in conflicts.list_kept_aside(db) if one.id == conflict_id), None)
        other = conflicts.load_kept_aside_xml(db, conflict_id)
        if conflict is None or other is None:
            raise no_conflict()
        stored = reviews.find_record_by_instance(db, conflict.instance_id)
        page = ConflictPage(conflict, stored, _differences(db, stored, other, language) if stored else ())
    _log_conflict(project, conflict_id, "conflict.read", account, now)
    return page


def record_page(project: Project, *, record_id: int, account: Account, language: str, now: datetime) -> RecordPage:
    """Return one record with everything that is known of it, and note in the log who read it.

    Raises:
        Problem: `404.record`.
    """
    with project.read() as db:
        record = _record(db, record_id)
        page = _page(db, record, language)
    _log_reading(project, record, "record.read", account, now)
    return page


def raw_xml(project: Project, *, record_id: int, account: Account, now: datetime) -> bytes:
    """Return a record's bytes as received, and note in the log who took them.

    Raises:
        Problem: `404.record`.
    """
    with project.read() as db:
        record = _record(db, record_id)
        xml = submissions.load_xml(db, record_id)
    _log_reading(project, record, "record.downloaded", account, now)
    return xml


def record_file(project: Project, *, record_id: int, sha256: str, account: Account, now: datetime) -> tuple[str, Path]:
    """Return name and place of a file of a record, and note in the log who saw it.

    Raises:
        Problem: `404.record`, or `404.file` when the record has no such file.
    """
    with project.read() as db:
        record = _record(db, record_id)
        found = next((file for file in submissions.list_files(db, record_id) if file.sha256 == sha256), None)
    if found is None:
        raise Problem("404.file", "This record has no such file.", remedy="Reload the record's page.")
    _log_reading(project, record, "file.read", account, now, sha256=sha256)
    return found.name, media_path(project.media, sha256)


def addition_file(
    project: Project, *, record_id: int, addition_id: str, sha256: str, account: Account, now: datetime
) -> tuple[str, Path]:
    """Return name and place of a file that was added to a record, and note in the log who saw it.

    Raises:
        Problem: `404.record`, or `404.file` when there is no such file.
    """
    with project.read() as db:
        record = _record(db, record_id)
        added = [one for one in list_additions(db, record.instance_id) if one.instance_id == addition_id]
    found = next((name for one in added for name, digest in one.files if digest == sha256), None)
    if found is None:
        raise Problem("404.file", "This record has no such file.", remedy="Reload the record's page.")
    _log_reading(project, record, "file.read", account, now, sha256=sha256)
    return found, media_path(project.media, sha256)


def kept_aside_xml(project: Project, *, conflict_id: int, account: Account, now: datetime) -> bytes:
    """Return the bytes of a submission kept aside, and note in the log who took them.

    Raises:
        Problem: `404.conflict`.
    """
    with project.read() as db:
        xml = conflicts.load_kept_aside_xml(db, conflict_id)
    if xml is None:
        raise no_conflict()
    _log_conflict(project, conflict_id, "conflict.downloaded", account, now)
    return xml


def _page(db: Connection, record: RecordRow, language: str) -> RecordPage:
    form = load_form_version(db, record.form_version_id)
    xml = submissions.load_xml(db, record.id)
    answers = read_answers(form.questions, xml)
    files = tuple(submissions.list_files(db, record.id))
    return RecordPage(
        record=record,
        form=form,
        lines=tuple(lines_of(form.questions, answers, language=language, files=files)),
        unasked=tuple(unasked_of(answers)),
        files=files,
        consents=tuple(reviews.list_consents(db, record.id)),
        reviews=tuple(reviews.list_reviews(db, record.id)),
        kept_aside=tuple(conflicts.list_kept_aside(db, instance_id=record.instance_id)),
        replaced=_by_instance(db, record.deprecated_id),
        replaced_by=_by_instance(db, record.superseded_by),
        versions=tuple(_versions(db, record)),
        additions=tuple(_read_addition(row) for row in list_additions(db, record.instance_id)),
        events=tuple(list_events(db, subject=f"submission:{record.instance_id}", limit=50)),
        names=accounts.names_of_accounts(db),
        warnings=warnings_about(db, record),
        contact=find_contact(db, record.id),
        clock_ahead=clock_ahead(xml),
    )


def _differences(db: Connection, stored: RecordRow, other: bytes, language: str) -> tuple[Difference, ...]:
    questions = load_form_version(db, stored.form_version_id).questions
    held = read_answers(questions, submissions.load_xml(db, stored.id))
    return tuple(differences_between(held, read_answers(questions, other), language=language))


def _log_conflict(project: Project, conflict_id: int, kind: str, account: Account, now: datetime) -> None:
    actor, subject = f"account:{account.id}", f"conflict:{conflict_id}"
    project.write(lambda db: record_event(db, now=now, actor=actor, kind=kind, subject=subject))


def _versions(db: Connection, record: RecordRow) -> list[RecordRow]:
    """Walk the chain of corrections to both its ends; a chain that bites its own tail is walked once."""
    chain, seen = [record], {record.instance_id}
    while (earlier := _by_instance(db, chain[0].deprecated_id)) and earlier.superseded_by == chain[0].instance_id:
        if earlier.instance_id in seen:
            break
        chain.insert(0, earlier)
        seen.add(earlier.instance_id)
    while (later := _by_instance(db, chain[-1].superseded_by)) and later.instance_id not in seen:
        chain.append(later)
        seen.add(later.instance_id)
    return chain


def _read_addition(row: AdditionRow) -> ReadAddition:
    words = read_addition(row.xml).words
    return ReadAddition(row.instance_id, words, row.files, row.device_name, row.received_at)


def _by_instance(db: Connection, instance_id: str | None) -> RecordRow | None:
    return reviews.find_record_by_instance(db, instance_id) if instance_id else None


def _record(db: Connection, record_id: int) -> RecordRow:
    record = reviews.find_record(db, record_id)
    if record is None:
        raise no_record()
    return record


def _log_reading(
    project: Project, record: RecordRow, kind: str, account: Account, now: datetime, **detail: str
) -> None:
    actor, subject = f"account:{account.id}", f"submission:{record.instance_id}"
    project.write(lambda db: record_event(db, now=now, actor=actor, kind=kind, subject=subject, detail=dict(detail)))
