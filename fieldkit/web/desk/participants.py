"""One participant's page: records, consents, and what the identity vault holds. Each look into the vault is logged."""

from base64 import b64encode
from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import vault
from fieldkit.services.participants import participant_page as read_page
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project
from fieldkit.web.headers import content_policy
from fieldkit.web.words import problem_text

blueprint = Blueprint("participants", __name__, url_prefix="/people/participants")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators meet participants' files."""


@blueprint.get("/<code>")
def participant_page(code: str) -> str:
    """Show what was collected; who the person is stays closed until it is asked for."""
    return _page(code, with_identity=False)


@blueprint.post("/<code>/identity")
def open_identity(code: str) -> Response:
    """Show who the person is; a POST, because the reading itself is recorded."""
    answer = make_response(_page(code, with_identity=True))
    answer.headers["Content-Security-Policy"] = content_policy(
        img_src="'self' data:"
    )  # signatures never have an address
    return answer


@blueprint.post("/<code>/person")
def save_person(code: str) -> Response:
    """Store who the person is and how to reach them."""
    name, contact = request.form.get("name", ""), request.form.get("contact", "")
    _require_participant(code)
    return _try(
        code,
        lambda: vault.save_person(project(), code=code, name=name, contact=contact, actor=_actor(), now=now()),
        _("Kept in the vault."),
    )


@blueprint.post("/<code>/pseudonyms")
def save_pseudonym(code: str) -> Response:
    """Choose what stands in for a name in the person's texts."""
    _require_participant(code)
    return _try(
        code,
        lambda: vault.save_pseudonym(
            project(),
            participant_code=code,
            original=request.form.get("original", ""),
            stand_in=request.form.get("stand_in", ""),
            pseudonym_id=new_id(),
            actor=_actor(),
            now=now(),
        ),
        _("Kept in the vault."),
    )


@blueprint.post("/<code>/notes")
def add_note(code: str) -> Response:
    """Keep a safeguarding note."""
    _require_participant(code)
    text = request.form.get("text", "")
    return _try(
        code,
        lambda: vault.add_note(project(), code=code, text=text, note_id=new_id(), actor=_actor(), now=now()),
        _("Kept in the vault."),
    )


@blueprint.post("/<code>/<any(pseudonym, safeguarding_note, signature):table>/<row_id>/remove")
def remove_entry(code: str, table: str, row_id: str) -> Response:
    """Remove one entry of the vault for good."""
    return _try(
        code,
        lambda: vault.remove_entry(project(), code=code, table=table, row_id=row_id, actor=_actor(), now=now()),
        _("Removed for good."),
    )


def _page(code: str, *, with_identity: bool) -> str:
    page = read_page(project(), code=code, with_identity=with_identity, actor=_actor(), now=now())
    return render_template("desk/participant.html", page=page, as_data=lambda image: b64encode(image).decode())


def _require_participant(code: str) -> None:
    read_page(project(), code=code, with_identity=False, actor=_actor(), now=now())


def _try(code: str, act: Callable[[], object], said: str) -> Response:
    try:
        act()
    except Problem as problem:
        said = f"{problem_text(problem.what)} {problem_text(problem.remedy)}"
    flash(said)
    return redirect(url_for("participants.participant_page", code=code), code=303)


def _actor() -> str:
    return f"account:{current_account().id}"
