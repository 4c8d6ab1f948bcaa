"""Settings that a coordinator changes in the browser."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.i18n.catalogues import available_languages
from fieldkit.services.settings import change_settings, time_zones
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project
from fieldkit.web.desk.settings_form import read_form

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Only coordinators change the project."""


@blueprint.get("")
def settings_page() -> str:
    """Show the settings."""
    return _page(None)


@blueprint.post("")
def change() -> Response | tuple[str, int]:
    """Write new settings."""
    form = request.form
    wanted = read_form(form)
    try:
        change_settings(project(), wanted, actor=f"account:{current_account().id}", now=now())
    except Problem as problem:
        return _page(problem), problem.status
    flash(_("The settings were changed."))
    return redirect(url_for("settings.settings_page"), code=303)


def _page(problem: Problem | None) -> str:
    settings = project().settings
    languages = tuple(dict.fromkeys((*settings.languages, *available_languages())))
    return render_template(
        "desk/settings.html",
        settings=settings,
        form=request.form,
        problem=problem,
        languages=languages,
        time_zones=time_zones(),
    )
