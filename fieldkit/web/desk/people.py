"""People: tablets and who carries them, accounts, invitations."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import accounts, enrol
from fieldkit.services.qr import collect_settings, qr_svg
from fieldkit.services.recoveries import list_waiting
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project
from fieldkit.web.languages import interface_languages

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators let people in and out."""


@blueprint.get("")
def people_page() -> str:
    """List tablets and accounts."""
    return _page()


@blueprint.post("/tablets")
def enrol_tablet() -> str | tuple[str, int]:
    """Enrol a tablet and show its codes, this once: the secret in them is kept nowhere."""
    try:
        enrolment = enrol.enrol_device(
            project(),
            name=request.form.get("device", ""),
            actor=f"account:{current_account().id}",
            now=now(),
            token=secrets.token_urlsafe(32),
            ids=new_id,
        )
    except Problem as problem:
        return _page(enrol_problem=problem), problem.status
    settings = collect_settings(enrolment.openrosa_url, project().settings.title)
    return render_template(
        "desk/enrolled.html",
        enrolment=enrolment,
        device=" ".join(request.form["device"].split()),
        tablet_code=Markup(qr_svg(enrolment.tablet_url, title=_("Link for the tablet"))),  # noqa: S704 - our own SVG
        collect_code=Markup(qr_svg(settings, title=_("Settings for ODK Collect"))),  # noqa: S704 - our own SVG
    )


@blueprint.post("/tablets/<device_id>/revoke")
def revoke(device_id: str) -> Response:
    """End a tablet's enrolment."""
    enrol.revoke_device(project(), device_id=device_id, actor=f"account:{current_account().id}", now=now())
    flash(_("The enrolment was ended. What the tablet has sent stays."))
    return redirect(url_for("people.people_page"), code=303)


@blueprint.post("/invitations")
def invite() -> str | tuple[str, int]:
    """Prepare a one-time link and show it, this once."""
    token, form = secrets.token_urlsafe(32), request.form
    try:
        invitation = accounts.invite(
            project(),
            name=form.get("name", ""),
            email=form.get("email", ""),
            role=form.get("role", ""),
            language=form.get("language", ""),
            actor=current_account(),
            now=now(),
            token=token,
        )
    except Problem as problem:
        return _page(invite_problem=problem), problem.status
    link = project().settings.base_url + url_for("auth.join_page", token=token)
    return render_template("desk/invited.html", invitation=invitation, link=link)


@blueprint.post("/invitations/<invitation_id>/end")
def take_invitation_back(invitation_id: str) -> Response:
    """End an invitation that was not taken up yet."""
    actor = f"account:{current_account().id}"
    accounts.take_invitation_back(project(), invitation_id=invitation_id, actor=actor, now=now())
    flash(_("The invitation was taken back; its link opens nothing any more."))
    return redirect(url_for("people.people_page"), code=303)


@blueprint.post("/accounts/<account_id>/close")
def close_account(account_id: str) -> Response:
    """Close an account; what it owned comes to who closes it."""
    accounts.close_account(project(), account_id=account_id, actor=current_account(), now=now())
    flash(_("The account was closed; the records that it owned are yours now."))
    return redirect(url_for("people.people_page"), code=303)


def _page(*, enrol_problem: Problem | None = None, invite_problem: Problem | None = None) -> str:
    devices = enrol.list_devices(project())
    return render_template(
        "desk/people.html",
        devices=sorted(devices, key=lambda device: device.revoked_at is not None),
        recoveries=list_waiting(project(), now=now()),
        accounts=accounts.list_accounts(project()),
        invitations=accounts.list_open_invitations(project(), now=now()),
        languages=interface_languages(),
        form=request.form,
        enrol_problem=enrol_problem,
        invite_problem=invite_problem,
    )
