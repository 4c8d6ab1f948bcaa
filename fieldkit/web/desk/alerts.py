"""Alerts: who is worried about whom since when, and who takes care of it. Their words are behind a button, logged."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import alerts
from fieldkit.services.retention import erase_due, list_due
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators are asked to take care."""


@blueprint.get("")
def alerts_page() -> str:
    """List alerts, the open ones first; without their words."""
    return render_template(
        "desk/alerts.html", lines=alerts.list_alerts(project(), now=now()), due=list_due(project(), now=now())
    )


@blueprint.get("/waiting")
def waiting() -> str:
    """Give what every page says of open alerts, for pages that stay open."""
    return render_template("desk/waiting_alerts_alone.html")


@blueprint.post("/<instance_id>/words")
def words(instance_id: str) -> str:
    """Show what an alert says; a POST, because the reading itself is recorded."""
    return _words(instance_id, None)


@blueprint.post("/<instance_id>/acknowledge")
def acknowledge(instance_id: str) -> Response:
    """Say that whoever is signed in takes care of it."""
    alerts.acknowledge_alert(project(), instance_id=instance_id, account=current_account(), now=now())
    flash(_("Noted: you take care of it."))
    return redirect(url_for("alerts.alerts_page"), code=303)


@blueprint.post("/<instance_id>/close")
def close(instance_id: str) -> Response | tuple[str, int]:
    """Keep what came of it in the vault, and say that it is over."""
    try:
        alerts.close_alert(
            project(),
            instance_id=instance_id,
            outcome=request.form.get("outcome", ""),
            account=current_account(),
            now=now(),
        )
    except Problem as problem:
        if problem.where != "outcome":
            raise
        return _words(instance_id, problem), problem.status
    flash(_("Closed. What came of it is in the vault."))
    return redirect(url_for("alerts.alerts_page"), code=303)


@blueprint.post("/erase-due")
def erase() -> Response:
    """Erase what the study keeps no longer."""
    erase_due(project(), actor=f"account:{current_account().id}", now=now())
    flash(_("Erased. Backups still hold it until they expire."))
    return redirect(url_for("alerts.alerts_page"), code=303)


def _words(instance_id: str, problem: Problem | None) -> str:
    page = alerts.read_alert(project(), instance_id=instance_id, account=current_account(), now=now())
    return render_template(
        "desk/alert.html", page=page, line=page.line, alert=page.line.alert, problem=problem, form=request.form
    )
