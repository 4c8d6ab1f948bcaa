"""Forgotten PINs: a coordinator compares the number with the one on the tablet and approves, or refuses."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.services import recoveries
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project

blueprint = Blueprint("recoveries", __name__, url_prefix="/people/recoveries")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators help with a PIN."""


@blueprint.post("/<recovery_id>/approve")
def approve(recovery_id: str) -> Response:
    """Let the tablet have the person's key."""
    recoveries.approve_recovery(project(), recovery_id=recovery_id, account_id=current_account().id, now=now())
    flash(_("Approved. The person can choose a new PIN on the tablet now."))
    return redirect(url_for("people.people_page"), code=303)


@blueprint.post("/<recovery_id>/refuse")
def refuse(recovery_id: str) -> Response:
    """Refuse."""
    recoveries.refuse_recovery(project(), recovery_id=recovery_id, account_id=current_account().id, now=now())
    flash(_("Refused. Nothing was opened."))
    return redirect(url_for("people.people_page"), code=303)
