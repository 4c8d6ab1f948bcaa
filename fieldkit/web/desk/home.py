"""Home: what waits for me, the earliest due first, with one next action each."""

from flask import Blueprint, render_template

from fieldkit.services.alerts import open_alerts
from fieldkit.services.enrol import list_devices
from fieldkit.services.forms import list_forms
from fieldkit.services.lost import open_losses
from fieldkit.services.recoveries import list_waiting
from fieldkit.services.review import waiting_for
from fieldkit.store.times import as_text
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@require_role("coordinator", "partner")
def home() -> str:
    """Show what waits; a new project is told its first steps instead."""
    account = current_account()
    if account.role == "partner":
        return render_template("desk/partner_home.html", public_url=project().settings.public_url)
    return render_template(
        "desk/home.html",
        waiting=waiting_for(project(), account),
        alerts=open_alerts(project(), account, now=now()),
        recoveries=list_waiting(project(), now=now()),
        losses=open_losses(project()),
        has_forms=any(form.retired_at is None for form in list_forms(project())),
        has_devices=any(device.revoked_at is None for device in list_devices(project())),
        this_moment=as_text(now()),
    )
