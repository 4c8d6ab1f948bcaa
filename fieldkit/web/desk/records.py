"""Records: the list, one record's page, its files, the decision on it, and what was kept aside."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone, to_utc
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import records, review
from fieldkit.services.accounts import list_accounts
from fieldkit.services.transcribe import transcripts_from_record
from fieldkit.store.reviews import TIME_TO_REVIEW, RecordFilter
from fieldkit.web.asking import row_number
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project
from fieldkit.web.desk.files import as_download, as_received_file, control_for
from fieldkit.web.languages import page_language
from fieldkit.web.words import STATES, state_sign

blueprint = Blueprint("records", __name__, url_prefix="/records")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Records are raw; only coordinators read them."""


@blueprint.get("")
def records_page() -> str:
    """List records, newest first, narrowed by form, state, completeness or owner."""
    wanted = _filter_from_address()
    found = review.list_records(project(), wanted, before=request.args.get("before", type=row_number))
    return render_template("desk/records.html", found=found, wanted=wanted, states=STATES, address=_address)


@blueprint.get("/<int:record_id>")
def record_page(record_id: int) -> str:
    """Show one record; reading it stands in the log."""
    return _show(record_id, None)


@blueprint.post("/<int:record_id>/decision")
def decide(record_id: int) -> Response | tuple[str, int]:
    """Take a decision; what was typed stays when it cannot be taken."""
    form = request.form
    try:
        review.decide(
            project(),
            instance_id=form.get("instance_id", ""),
            state=form.get("state", ""),
            reason=form.get("reason", ""),
            account=current_account(),
            now=now(),
            owner_id=form.get("owner") or None,
            due_at=_day(form.get("due", "")),
            reviews_seen=form.get("reviews_seen", type=int),
            despite_warnings="despite" in form,
        )
    except Problem as problem:
        return _show(record_id, problem), problem.status
    flash(_("Noted: %(state)s.", state=state_sign(form["state"]).word))
    return redirect(url_for("records.record_page", record_id=record_id), code=303)


@blueprint.post("/<int:record_id>/transcript")
def make_transcript(record_id: int) -> Response | tuple[str, int]:
    """Turn the record's narrative answers into transcripts, and go to the room where they are read."""
    try:
        made = transcripts_from_record(
            project(),
            instance_id=request.form.get("instance_id", ""),
            account=current_account().id,
            now=now(),
            new_id=new_id,
        )
    except Problem as problem:
        return _show(record_id, problem), problem.status
    flash(_("The record's narrative answers are %(count)s transcripts now.", count=len(made)))
    return redirect(url_for("coding.index"), code=303)


@blueprint.get("/<int:record_id>/xml")
def record_xml(record_id: int) -> Response:
    """Give the bytes as they were received."""
    xml = records.raw_xml(project(), record_id=record_id, account=current_account(), now=now())
    return as_download(xml, f"record-{record_id}.xml")


@blueprint.get("/<int:record_id>/files/<sha256>")
def record_file(record_id: int, sha256: str) -> Response:
    """Give a file as it was received; only pictures and sounds of known kinds open in the page."""
    name, path = records.record_file(
        project(), record_id=record_id, sha256=sha256, account=current_account(), now=now()
    )
    return as_received_file(path, name)


@blueprint.get("/<int:record_id>/additions/<addition_id>/files/<sha256>")
def addition_file(record_id: int, addition_id: str, sha256: str) -> Response:
    """Give a file that was added to the record after it was locked."""
    name, path = records.addition_file(
        project(), record_id=record_id, addition_id=addition_id, sha256=sha256, account=current_account(), now=now()
    )
    return as_received_file(path, name)


@blueprint.get("/conflicts")
def conflicts_page() -> str:
    """List what came in and could not be taken."""
    return render_template("desk/conflicts.html", conflicts=review.list_conflicts(project()))


@blueprint.get("/conflicts/<int:conflict_id>")
def conflict_page(conflict_id: int) -> str:
    """Show what was kept aside beside what is stored; reading it stands in the log."""
    page = records.conflict_page(
        project(), conflict_id=conflict_id, account=current_account(), language=page_language(), now=now()
    )
    return render_template("desk/conflict.html", page=page, conflict=page.conflict)


@blueprint.post("/conflicts/<int:conflict_id>")
def settle(conflict_id: int) -> Response:
    """Leave what is stored as it is; what was kept aside needs nothing more."""
    review.settle_conflict(project(), conflict_id=conflict_id, account=current_account(), now=now())
    flash(_("Settled. What is stored stays as it is; the other version is kept, but asks for nothing more."))
    return redirect(url_for("records.conflicts_page"), code=303)


@blueprint.get("/conflicts/<int:conflict_id>/xml")
def conflict_xml(conflict_id: int) -> Response:
    """Give the bytes that were kept aside."""
    xml = records.kept_aside_xml(project(), conflict_id=conflict_id, account=current_account(), now=now())
    return as_download(xml, f"kept-aside-{conflict_id}.xml")


def _show(record_id: int, problem: Problem | None) -> str:
    page = records.record_page(
        project(), record_id=record_id, account=current_account(), language=page_language(), now=now()
    )
    return render_template(
        "desk/record.html",
        control_for=control_for,
        page=page,
        record=page.record,
        problem=problem,
        form=request.form,
        coordinators=review.open_coordinators(list_accounts(project())),
        due_day=(now() + TIME_TO_REVIEW).astimezone(get_timezone()).date().isoformat(),
    )


def _filter_from_address() -> RecordFilter:
    complete = {"yes": True, "no": False}.get(request.args.get("complete", ""))
    state = request.args.get("state") or None
    return RecordFilter(
        form_id=request.args.get("form") or None,
        state=state if state in STATES else None,
        complete=complete,
        owner_id=current_account().id if "mine" in request.args else None,
        words=request.args.get("words", "").strip() or None,
    )


def _address(**changes: Any) -> str:
    """Return the list's address with other choices; None takes one away."""
    kept = request.args.to_dict()
    kept.pop("before", None)
    values = {name: value for name, value in {**kept, **changes}.items() if value not in (None, "")}
    return url_for("records.records_page", **values)


def _day(text: str) -> datetime | None:
    """Return the end of a day that a date field holds, as the project's clocks have it, or None for anything else."""
    try:
        evening: datetime = to_utc(datetime.combine(date.fromisoformat(text), time(23, 59)))
        return evening.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
