"""Reading forms aloud, at the desk: what is missing in each language, and listening to what came in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from fieldkit.forms.prompts import PromptKind
from fieldkit.services import forms as forms_service
from fieldkit.services import prompts as service
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import now, project
from fieldkit.web.desk.files import as_received_file
from fieldkit.web.languages import direction_of

blueprint = Blueprint("prompts", __name__, url_prefix="/forms/<version_id>/prompts")

KIND_WORDS = {
    PromptKind.QUESTION: lazy_gettext("Question"),
    PromptKind.HINT: lazy_gettext("Hint"),
    PromptKind.CHOICE: lazy_gettext("Choice"),
    PromptKind.CONSTRAINT: lazy_gettext("When an answer does not fit"),
    PromptKind.REQUIRED: lazy_gettext("When an answer is missing"),
}


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Forms are the coordinators'."""


@blueprint.get("")
def prompts_page(version_id: str) -> str:
    """Show every text of a version in one language, what waits to be listened to first."""
    form = forms_service.form_version(project(), version_id)
    lines = service.prompt_lines(project(), form)
    counts = service.count_by_language(lines, form.languages)
    waiting = next((count.code for count in counts if count.waiting), form.languages[0].code if form.languages else "")
    language = request.args.get("language") or waiting
    shown = [line for line in lines if line.language == language]
    return render_template(
        "desk/prompts.html",
        form=form,
        counts=counts,
        names={one.code: one.name for one in form.languages},
        language=language,
        waiting=[line for line in shown if line.waiting],
        accepted=[line for line in shown if line.accepted and not line.waiting],
        missing=[line for line in shown if line.missing],
        kind_words=KIND_WORDS,
        direction_of=direction_of,
    )


@blueprint.get("/<prompt_id>/sound")
def sound(version_id: str, prompt_id: str) -> Response:
    """Play a recording."""
    forms_service.form_version(project(), version_id)
    return as_received_file(service.prompt_sound(project(), prompt_id), "sound")


@blueprint.post("/<prompt_id>")
def decide(version_id: str, prompt_id: str) -> Response:
    """Accept a recording, or have the text read again."""
    accept = request.form.get("decision") == "accept"
    prompt = service.decide_prompt(
        project(), prompt_id=prompt_id, accept=accept, account_id=current_account().id, now=now()
    )
    flash(_("Accepted. Tablets fetch it when they next have a network.") if accept else _("It is to be read again."))
    return redirect(url_for(".prompts_page", version_id=version_id, language=prompt.language), 303)
