"""Settings of care: whom to call, who looks after worries, what is offered near the participants."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.services import offers
from fieldkit.services.accounts import list_accounts
from fieldkit.services.review import open_coordinators
from fieldkit.services.safety import SafetyForm, change_safety, safety_words
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project

blueprint = Blueprint("safety", __name__, url_prefix="/settings")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators change the project."""


@blueprint.get("/safety")
def safety_page() -> str:
    """Show whom tablets say to call, and who gets alerts."""
    return _safety(None)


@blueprint.post("/safety")
def change() -> Response | tuple[str, int]:
    """Write whom to call, and who gets alerts."""
    try:
        change_safety(project(), _read(request.form), actor=_actor(), now=now())
    except Problem as problem:
        return _safety(problem), problem.status
    flash(_("The settings were changed. Tablets learn of it when they next have a network."))
    return redirect(url_for("safety.safety_page"), code=303)


@blueprint.get("/offers")
def offers_page() -> str:
    """Show what is offered near the participants."""
    return _offers(None, "")


@blueprint.post("/offers")
def add_offer() -> Response | tuple[str, int]:
    """Add an offer."""
    return _save(new_id(), is_new=True)


@blueprint.post("/offers/<offer_id>")
def save_offer(offer_id: str) -> Response | tuple[str, int]:
    """Change an offer."""
    return _save(offer_id, is_new=False)


@blueprint.post("/offers/<offer_id>/remove")
def remove_offer(offer_id: str) -> Response:
    """Take an offer out."""
    offers.remove_offer(project(), offer_id=offer_id, actor=_actor(), now=now())
    flash(_("Taken out."))
    return redirect(url_for("safety.offers_page"), code=303)


def _save(offer_id: str, *, is_new: bool) -> Response | tuple[str, int]:
    form, languages = request.form, project().settings.languages
    try:
        offers.save_offer(
            project(),
            offer_id=offer_id,
            title={language: form.get(f"title_{language}", "") for language in languages},
            words={language: form.get(f"words_{language}", "") for language in languages},
            phone=form.get("phone", ""),
            url=form.get("url", ""),
            must_exist=not is_new,
            actor=_actor(),
            now=now(),
        )
    except Problem as problem:
        return _offers(problem, "" if is_new else offer_id), problem.status
    flash(_("Kept. Tablets learn of it when they next have a network."))
    return redirect(url_for("safety.offers_page"), code=303)


def _safety(problem: Problem | None) -> str:
    settings = project().settings
    kept = {
        "safety_number": settings.safety.number,
        **{f"safety_words_{language}": safety_words(project(), language) for language in settings.languages},
        "safeguarding_name": settings.safeguarding.name,
        "safeguarding_number": settings.safeguarding.number,
        "safeguarding_account": settings.safeguarding.account,
        "safeguarding_hours": str(settings.safeguarding.hours),
        "alert_days": str(settings.retention.alert_days or ""),
        "addition_days": str(settings.retention.addition_days or ""),
    }
    return render_template(
        "desk/safety.html",
        values=kept | request.form.to_dict(),
        languages=settings.languages,
        problem=problem,
        coordinators=open_coordinators(list_accounts(project())),
    )


def _offers(problem: Problem | None, wrong: str) -> str:
    return render_template(
        "desk/offers.html",
        offers=offers.list_offers(project()),
        languages=project().settings.languages,
        problem=problem,
        wrong=wrong,
        form=request.form if problem else {},
    )


def _read(form: MultiDict[str, str]) -> SafetyForm:
    return SafetyForm(
        number=form.get("safety_number", ""),
        words={language: form.get(f"safety_words_{language}", "") for language in project().settings.languages},
        lead_name=form.get("safeguarding_name", ""),
        lead_number=form.get("safeguarding_number", ""),
        lead_account=form.get("safeguarding_account", ""),
        hours=form.get("safeguarding_hours", ""),
        alert_days=form.get("alert_days", ""),
        addition_days=form.get("addition_days", ""),
    )


def _actor() -> str:
    return f"account:{current_account().id}"
