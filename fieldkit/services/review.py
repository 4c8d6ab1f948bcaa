"""Review: what waits for whom, lists of records, the decision on one, conflicts settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldkit.errors import Problem
from fieldkit.forms.clock import WRONG_CLOCK_SECONDS, clock_ahead
from fieldkit.store import accounts, conflicts, reviews, submissions
from fieldkit.store.accounts import Account
from fieldkit.store.conflicts import KeptAside
from fieldkit.store.events import record_event
from fieldkit.store.kit_records import list_additions_without_record
from fieldkit.store.lost import was_lost_at
from fieldkit.store.project import Project
from fieldkit.store.reviews import RecordFilter, RecordRow, Review
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import as_text

PAGE_LENGTH = 50
DECISIONS = ("approved", "has issues", "rejected")
NEED_REASON = ("has issues", "rejected")


@dataclass(frozen=True)
class RecordList:
    """One page of records; `next_before` leads to the following one, or is None on the last."""

    records: tuple[RecordRow, ...]
    next_before: int | None
    counts: dict[str, int]
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Waiting:
    """What waits for one coordinator: the earliest due records, and how many there are of each thing.

    `added_to` counts the records that have not come, while something that was added to them has.
    """

    records: tuple[RecordRow, ...]
    total: int
    incomplete: int
    conflicts: int
    added_to: int


def list_records(project: Project, wanted: RecordFilter, *, before: int | None = None) -> RecordList:
    """Return one page of records that were not replaced, newest first."""
    with project.read() as db:
        found = reviews.list_records(db, wanted, before=before, limit=PAGE_LENGTH + 1)
        counts, forms = reviews.count_by_state(db), reviews.list_forms_with_records(db)
    page = tuple(found[:PAGE_LENGTH])
    return RecordList(page, page[-1].id if len(found) > PAGE_LENGTH else None, counts, tuple(forms))


def waiting_for(project: Project, account: Account, *, limit: int = 8) -> Waiting:
    """Return what waits for this coordinator, the earliest due first."""
    with project.read() as db:
        return Waiting(
            records=tuple(reviews.list_waiting(db, account.id, limit=limit)),
            total=reviews.count_waiting(db, account.id),
            incomplete=reviews.count_incomplete(db),
            conflicts=len(conflicts.list_kept_aside(db)),
            added_to=len(list_additions_without_record(db)),
        )


def decide(
    project: Project,
    *,
    instance_id: str,
    state: str,
    reason: str,
    account: Account,
    now: datetime,
    owner_id: str | None = None,
    due_at: datetime | None = None,
    reviews_seen: int | None = None,
    despite_warnings: bool = False,
) -> None:
    """Put a record into a review state, with a reason and an owner of the next step.

    Args:
        project: the open project.
        instance_id: the record.
        state: `approved`, `has issues` or `rejected`.
        reason: what to tell whoever comes after; needed unless approved.
        account: who decides.
        now: the moment.
        owner_id: who does the next step; without it, who decides.
        due_at: by when; only what has issues still has a day.
        reviews_seen: how many decisions the page showed, so that two people do not overrule each other unawares.
        despite_warnings: approve although something is missing or contradicts itself.

    Raises:
        Problem: `404.record`; `422.decision`, `422.reason`, `422.owner`; `409.replaced`, `409.decided-meanwhile`,
            `409.think-twice` when it is approved and something speaks against it.
    """
    reason = reason.strip()
    _check_decision(state, reason)

    def work(db: Connection) -> None:
        record = reviews.find_record_by_instance(db, instance_id)
        if record is None:
            raise no_record()
        _check_standing(db, record, reviews_seen)
        if state == "approved" and not despite_warnings and warnings_about(db, record):
            raise Problem(
                "409.think-twice",
                "Something speaks against approving this record; nothing was changed.",
                where="despite",
                remedy="Read the warnings, then confirm that you approve it all the same.",
            )
        owner = _coordinator(db, owner_id or account.id)
        due = as_text(due_at or now + reviews.TIME_TO_REVIEW) if state == "has issues" else None
        reviews.set_state(db, record.id, state=state, owner_id=owner.id, due_at=due)
        reviews.insert_review(db, record.id, Review(state, reason, account.id, as_text(now)))
        record_event(
            db,
            now=now,
            actor=f"account:{account.id}",
            kind="submission.reviewed",
            subject=f"submission:{instance_id}",
            detail={"from": record.state, "to": state, "owner": owner.id, "despite_warnings": despite_warnings},
        )

    project.write(work)


def list_conflicts(project: Project, *, settled: bool = False) -> tuple[KeptAside, ...]:
    """Return what was kept aside and waits for a person, newest first; with the settled when asked."""
    with project.read() as db:
        return tuple(conflicts.list_kept_aside(db, settled=settled))


def settle_conflict(project: Project, *, conflict_id: int, account: Account, now: datetime) -> None:
    """Say that what is stored stays and what was kept aside needs nothing more; its bytes are kept all the same.

    Raises:
        Problem: `404.conflict`.
    """

    def work(db: Connection) -> None:
        found = next((one for one in conflicts.list_kept_aside(db) if one.id == conflict_id), None)
        if found is None:
            raise no_conflict()
        conflicts.settle_kept_aside(db, found.instance_id, found.xml_sha256, now)
        record_event(
            db,
            now=now,
            actor=f"account:{account.id}",
            kind="conflict.settled",
            subject=f"submission:{found.instance_id}",
            detail={"xml_mark": project.keys.log_mark(found.xml_sha256), "reason": found.reason},
        )

    project.write(work)


def warnings_about(db: Connection, record: RecordRow) -> tuple[str, ...]:
    """Return the reasons to think twice before approving a record.

    They are `incomplete` (files are missing), `conflict` (other bytes came for a file), `unnamed` (files that nothing
    names), `kept-aside` (other versions came under the same instanceID), `encrypted` (to a key that is not ours),
    `lost` (it came from a tablet that stood as lost or stolen then), `clock` (that tablet's clock was wrong).
    """
    states = {file.state for file in submissions.list_files(db, record.id)}
    found = {
        "incomplete": not record.complete,
        "conflict": "conflict" in states,
        "unnamed": "unnamed" in states,
        "kept-aside": bool(conflicts.list_kept_aside(db, instance_id=record.instance_id)),
        "encrypted": record.encrypted_elsewhere,
        "lost": bool(record.device_id) and was_lost_at(db, record.device_id or "", record.received_at),
        "clock": abs(clock_ahead(submissions.load_xml(db, record.id))) >= WRONG_CLOCK_SECONDS,
    }
    return tuple(name for name, holds in found.items() if holds)


def _check_decision(state: str, reason: str) -> None:
    if state not in DECISIONS:
        raise Problem("422.decision", "No decision was chosen.", where="state", remedy="Choose one of the three.")
    if state in NEED_REASON and not reason:
        raise Problem(
            "422.reason",
            "A reason is needed.",
            where="reason",
            remedy="Write what is wrong, so that the next person knows what to do.",
        )


def _check_standing(db: Connection, record: RecordRow, reviews_seen: int | None) -> None:
    if record.superseded_by:
        raise Problem(
            "409.replaced",
            "This record was replaced by a later edit; decide on that one.",
            remedy="Open the edit from the top of this page.",
        )
    if reviews_seen is not None and len(reviews.list_reviews(db, record.id)) != reviews_seen:
        raise Problem(
            "409.decided-meanwhile",
            "Somebody else decided on this record while you were reading it; nothing was changed.",
            remedy="Read what they wrote, then decide again if you still want to.",
        )


def _coordinator(db: Connection, account_id: str) -> Account:
    account = accounts.find_account(db, account_id)
    if account is None or account.role != "coordinator" or account.disabled_at:
        raise Problem(
            "422.owner",
            "The next step needs an owner who is a coordinator.",
            where="owner",
            remedy="Choose one from the list.",
        )
    return account


def no_record() -> Problem:
    """Return what is said about a record that is not there."""
    return Problem("404.record", "There is no such record.", remedy="Look for it in the list of records.")


def no_conflict() -> Problem:
    """Return what is said about a conflict that is not there."""
    return Problem(
        "404.conflict", "Nothing is kept aside here, or it is settled already.", remedy="Reload the list of conflicts."
    )


def open_coordinators(everyone: Sequence[Account]) -> list[Account]:
    """Return those who can own a next step."""
    return [account for account in everyone if account.role == "coordinator" and not account.disabled_at]
