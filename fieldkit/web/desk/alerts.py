"""Alerts: who is worried about whom since when, and who takes care of it. Their words are behind a button, logged."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.services import alerts
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
    return render_template("desk/alerts.html", lines=alerts.list_alerts(project(), now=now()))


@blueprint.post("/<instance_id>/words")
def words(instance_id: str) -> str:
    """Show what an alert says; a POST, because the reading itself is recorded."""
    page = alerts.read_alert(project(), instance_id=instance_id, account=current_account(), now=now())
    return render_template("desk/alert.html", page=page, line=page.line, alert=page.line.alert)


@blueprint.post("/<instance_id>/acknowledge")
def acknowledge(instance_id: str) -> Response:
    """Say that whoever is signed in takes care of it."""
    alerts.acknowledge_alert(project(), instance_id=instance_id, account=current_account(), now=now())
    flash(_("Noted: you take care of it."))
    return redirect(url_for("alerts.alerts_page"), code=303)
