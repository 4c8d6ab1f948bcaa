"""The rows that follow from a submission: whose it is, what they agreed to, the contact and its ratings."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.instance import read_answers
from fieldkit.forms.model import Question
from fieldkit.services.derive import Derived, corrected, derive
from fieldkit.store import consents, contacts, participants, submissions
from fieldkit.store.contacts import ContactFacts, Rating
from fieldkit.store.devices import Device, load_device
from fieldkit.store.forms import PublishedForm, find_form_version
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import StoredSubmission
from fieldkit.store.times import from_text


def ensure_participant_of(db: Connection, derived: Derived, now: datetime) -> None:
    """Make sure that the participant exists whom a submission names, if it names one."""
    if derived.participant_code:
        participants.ensure_participant(db, derived.participant_code, now)


def store_derived(
    db: Connection,
    submission_id: int,
    derived: Derived,
    *,
    notice_version: str | None,
    device: Device | None,
) -> None:
    """Write the consents and the contact of a stored submission, which `device` sent under this notice."""
    if derived.consents:
        consents.insert_consents(
            db,
            submission_id,
            participant_code=derived.participant_code,
            notice_version=notice_version,
            scopes=derived.consents,
            at=derived.consented_at,
        )
    if derived.contact:
        _store_contact(db, submission_id, derived.contact, derived.ratings, device)


def forget_derived(db: Connection, submission_id: int) -> None:
    """Remove the rows that follow from a submission, which something else has replaced."""
    consents.delete_consents_of_submission(db, submission_id)
    contacts.delete_contact_of_submission(db, submission_id)


def as_first_said(db: Connection, derived: Derived, questions: Sequence[Question], replaced_id: str | None) -> Derived:
    """Return what a record means that replaces `replaced_id`, as far as its earlier versions are here."""
    [*_, first] = [None, *submissions.list_earlier(db, replaced_id)]
    published = find_form_version(db, first.form_id, first.form_version) if first else None
    if first is None or published is None or first.encrypted_elsewhere:
        return derived
    return corrected(derived, _derived_alone(db, first, published), questions)


def derive_again(project: Project, *, instance_id: str, now: datetime) -> None:
    """Derive a submission's rows anew, for instance after the desk declared roles for its form.

    Raises:
        Problem: `404.submission-not-found`.
    """
    project.write(lambda db: derive_in(db, require_submission(db, instance_id), now))


def derive_in(db: Connection, stored: StoredSubmission, now: datetime) -> None:
    """Derive a submission's rows anew, within a transaction."""
    published = find_form_version(db, stored.form_id, stored.form_version)
    if published is None or stored.encrypted_elsewhere:
        return
    forget_derived(db, stored.id)
    if stored.superseded_by is not None:
        return
    derived = as_first_said(db, _derived_alone(db, stored, published), published.questions, stored.deprecated_id)
    device = load_device(db, stored.device_id) if stored.device_id else None
    ensure_participant_of(db, derived, now)
    participants.assign_participant(db, stored.id, derived.participant_code, published.notice_version)
    store_derived(db, stored.id, derived, notice_version=published.notice_version, device=device)


def _derived_alone(db: Connection, stored: StoredSubmission, published: PublishedForm) -> Derived:
    answers = read_answers(published.questions, submissions.load_xml(db, stored.id))
    return derive(published.questions, answers, now=from_text(stored.received_at))


def require_submission(db: Connection, instance_id: str) -> StoredSubmission:
    """Return the submission with this instanceID.

    Raises:
        Problem: `404.submission-not-found`.
    """
    stored = submissions.find_submission(db, instance_id)
    if stored is None:
        raise Problem("404.submission-not-found", _("There is no such record."), where=instance_id)
    return stored


def _store_contact(
    db: Connection, submission_id: int, contact: ContactFacts, ratings: Sequence[Rating], device: Device | None
) -> None:
    device_id, researcher_id = (device.id, device.researcher_id) if device else (None, None)
    contact_id = contacts.insert_contact(db, submission_id, contact, device_id=device_id, researcher_id=researcher_id)
    contacts.insert_ratings(db, contact_id, ratings, rater=researcher_id or device_id or "unknown")
