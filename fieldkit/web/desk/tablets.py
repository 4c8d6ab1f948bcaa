"""One tablet: what it last said of itself, and, once it is lost, what was readable on it and what became of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import lost
from fieldkit.services.accounts import list_accounts
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project

blueprint = Blueprint("tablets", __name__, url_prefix="/people/tablets")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators see what is on tablets."""


@blueprint.get("/<device_id>")
def tablet_page(device_id: str) -> str:
    """Show one tablet; the page prints as a sheet."""
    return _page(device_id, None)


@blueprint.post("/<device_id>/lost")
def report_lost(device_id: str) -> Response:
    """Note that it is lost or stolen, and have it erased."""
    lost.report_lost(project(), device_id=device_id, account_id=current_account().id, now=now())
    flash(_("Noted. The tablet is told to erase itself as soon as it has a network."))
    return _back(device_id)


@blueprint.post("/<device_id>/found")
def call_found(device_id: str) -> Response:
    """Take the order back: the tablet is here again."""
    lost.call_found(project(), device_id=device_id, account_id=current_account().id, now=now())
    flash(_("Noted. The tablet is not told to erase itself any more."))
    return _back(device_id)


@blueprint.post("/<device_id>/settle")
def settle(device_id: str) -> Response | tuple[str, int]:
    """Note what was decided about telling the authority."""
    try:
        lost.settle_loss(
            project(),
            device_id=device_id,
            settlement=request.form.get("settlement", ""),
            reason=request.form.get("reason", ""),
            account_id=current_account().id,
            now=now(),
        )
    except Problem as problem:
        if problem.status != 422:
            raise
        return _page(device_id, problem), problem.status
    flash(_("Noted. The 72 hours have ended."))
    return _back(device_id)


def _page(device_id: str, problem: Problem | None) -> str:
    page = lost.tablet_page(project(), device_id=device_id)
    left = page.decide_by - now() if page.decide_by else None
    return render_template(
        "desk/tablet.html",
        page=page,
        device=page.device,
        lost=page.lost,
        hours_left=int(left.total_seconds() // 3600) if left else None,
        names={account.id: account.name for account in list_accounts(project())},
        problem=problem,
        form=request.form,
    )


def _back(device_id: str) -> Response:
    return redirect(url_for("tablets.tablet_page", device_id=device_id), code=303)
