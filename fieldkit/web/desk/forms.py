"""Forms: the list, publishing a spreadsheet with its files, a version's page, the roles of its questions."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.forms.findings import FormRefused, error
from fieldkit.forms.languages import UNNAMED, suggest_code
from fieldkit.forms.library import instruments
from fieldkit.forms.lint import KINDS_OF_ROLE
from fieldkit.forms.model import Finding, Question, Role, Severity
from fieldkit.forms.roles import SCOPES
from fieldkit.services import forms as service
from fieldkit.services import prompts as prompts_service
from fieldkit.services.forms import PublishedForm
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project
from fieldkit.web.desk import form_words
from fieldkit.web.desk.files import as_download
from fieldkit.web.desk.form_upload import Upload, keep_upload, read_upload
from fieldkit.web.languages import direction_of, page_language
from fieldkit.web.titles import form_name

blueprint = Blueprint("forms", __name__, url_prefix="/forms")

ROLE_PARTS = ("role", "scope", "section", "weight", "critical", "hierarchy")
PREVIEW_FINDINGS = 200
LANGUAGE_FINDINGS = ("language-without-code", "language-unknown", "language-unnamed")


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """Forms are the coordinators'."""


@blueprint.get("")
def forms_page() -> str:
    """Show the forms, what the library offers, and where to upload."""
    return _list_page()


@blueprint.post("")
def publish() -> Response | tuple[str, int]:
    """Publish an upload; errors and open doubts come back beside it, its files kept."""
    upload = read_upload()
    try:
        findings = _check(upload)
        if _doubts(findings) and "despite" not in request.form:
            return _list_page(upload=upload, findings=findings), 200
        form = _publish(upload)
    except FormRefused as refused:
        return _list_page(upload=upload, findings=refused.findings, refused=True), refused.status
    except Problem as problem:
        return _list_page(upload=upload, problem=problem), problem.status
    title = form_name(form.form_id, form.title)
    flash(_("Published: %(title)s, version %(version)s.", title=title, version=form.version))
    return redirect(url_for(".form_page", version_id=form.version_id), 303)


@blueprint.post("/library/<name>")
def add_instrument(name: str) -> Response | tuple[str, int]:
    """Publish an instrument of the library."""
    try:
        form = service.add_instrument(project(), name=name, actor=_actor(), now=now(), new_id=new_id)
    except Problem as problem:
        return _list_page(problem=problem), problem.status
    title = form_name(form.form_id, form.title)
    flash(_("Published: %(title)s, version %(version)s.", title=title, version=form.version))
    return redirect(url_for(".form_page", version_id=form.version_id), 303)


@blueprint.get("/<version_id>")
def form_page(version_id: str) -> str:
    """Show one version: its questions in order, their roles, its languages, files and findings."""
    return _version_page(service.form_version(project(), version_id))


@blueprint.get("/<version_id>/spreadsheet")
def spreadsheet(version_id: str) -> Response:
    """Give back the spreadsheet as it was uploaded."""
    form = service.form_version(project(), version_id)
    return as_download(service.form_documents(project(), version_id).source, form.source_name)


@blueprint.get("/<version_id>/media/<path:name>")
def media(version_id: str, name: str) -> Response:
    """Give back one of its files."""
    file, content = service.form_media_content(project(), version_id, name)
    return as_download(content, file.name)


@blueprint.post("/<version_id>/retire")
def retire(version_id: str) -> Response:
    """Stop offering a version."""
    service.retire_form(project(), version_id=version_id, actor=_actor(), now=now())
    flash(_("Retired. Tablets are not offered it any more; what was collected with it stays."))
    return redirect(url_for(".form_page", version_id=version_id), 303)


@blueprint.post("/<version_id>/roles")
def declare_roles(version_id: str) -> Response | tuple[str, int]:
    """Keep what the questions mean; what was chosen stays on the page when it does not go together."""
    form = service.form_version(project(), version_id)
    chosen = _chosen_roles(form.questions)
    try:
        service.declare_roles(project(), version_id=version_id, declarations=chosen, actor=_actor(), now=now())
    except Problem as problem:
        return _version_page(form, chosen=chosen, problem=problem), problem.status
    flash(_("Kept. Everything collected with this form was read anew."))
    return redirect(url_for(".form_page", version_id=version_id), 303)


def _check(upload: Upload) -> tuple[Finding, ...]:
    if upload.spreadsheet is None:
        raise FormRefused([error("no-file", "No spreadsheet was chosen.", "Choose the file in which the form stands.")])
    name, content = upload.spreadsheet
    return service.check_form(name=name, content=content, media=upload.media, language_codes=upload.codes).findings


def _publish(upload: Upload) -> PublishedForm:
    name, content = upload.spreadsheet or ("", b"")
    return service.add_form(
        project(),
        name=name,
        content=content,
        media=upload.media,
        language_codes=upload.codes,
        actor=_actor(),
        now=now(),
        new_id=new_id,
    )


def _doubts(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.WARNING for finding in findings)


def _list_page(
    *,
    upload: Upload | None = None,
    findings: Sequence[Finding] = (),
    refused: bool = False,
    problem: Problem | None = None,
) -> str:
    published = service.list_forms(project())
    findings = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    return render_template(
        "desk/forms.html",
        forms=_by_form(published),
        instruments=[one.name for one in instruments()],
        instrument_words=form_words.INSTRUMENT_WORDS,
        taken={form.instrument for form in published if form.retired_at is None},
        upload=upload,
        kept=keep_upload(upload) if upload else "",
        findings=findings[:PREVIEW_FINDINGS],
        more_findings=max(0, len(findings) - PREVIEW_FINDINGS),
        unclear_languages=_unclear_languages(findings, upload),
        severities=form_words.SEVERITIES,
        refused=refused,
        problem=problem,
    )


def _by_form(published: Sequence[PublishedForm]) -> list[list[PublishedForm]]:
    """Return the versions of each form together, the newest first."""
    found: dict[str, list[PublishedForm]] = {}
    for form in published:
        found.setdefault(form.form_id, []).append(form)
    return list(found.values())


def _unclear_languages(findings: Sequence[Finding], upload: Upload | None) -> dict[str, str]:
    """Return the languages whose code was guessed or is unknown, with what stands in their fields."""
    typed = upload.codes if upload else {}
    names = [*typed, *(_language_of(finding) for finding in findings if finding.code in LANGUAGE_FINDINGS)]
    return {name: typed.get(name) or suggest_code(name) for name in dict.fromkeys(names)}


def _language_of(finding: Finding) -> str:
    return UNNAMED if finding.code == "language-unnamed" else finding.column.rsplit(":", 1)[-1].strip()


def _version_page(
    form: PublishedForm, *, chosen: Mapping[str, Mapping[str, str]] | None = None, problem: Problem | None = None
) -> str:
    return render_template(
        "desk/form.html",
        form=form,
        lines=[(question, question.path.count("/") - 2, _wording(form, question)) for question in form.questions],
        words=chosen if chosen is not None else _declared(form.questions),
        problem=problem,
        severities=form_words.SEVERITIES,
        role_words=form_words.ROLE_WORDS,
        scope_words=form_words.SCOPE_WORDS,
        kind_words=form_words.KIND_WORDS,
        automatic=form_words.AUTOMATIC,
        fitting_roles=fitting_roles,
        scopes=SCOPES,
        aloud=prompts_service.count_by_language(prompts_service.prompt_lines(project(), form), form.languages),
        direction_of=direction_of,
    )


def _wording(form: PublishedForm, question: Question) -> tuple[str, str] | None:
    """Return language code and text of a question: in the reader's language, else in the first of the form's."""
    codes = [page_language(), *(language.code for language in form.languages)]
    return next(((code, question.labels[code]) for code in codes if question.labels.get(code)), None)


def fitting_roles(question: Question) -> list[Role]:
    """Return the roles that a question can have."""
    if question.kind in {"group", "repeat"}:
        return []
    open_to_all = set(Role) - set(KINDS_OF_ROLE) if question.kind != "note" else set()
    fitting = {role for role, kinds in KINDS_OF_ROLE.items() if question.kind in kinds} | open_to_all
    return [role for role in Role if role in fitting]


def _declared(questions: Sequence[Question]) -> dict[str, dict[str, str]]:
    return {
        question.path: {
            "role": question.role.role,
            "scope": question.role.scope,
            "section": question.role.section,
            "weight": f"{question.role.weight:g}",
            "critical": "yes" if question.role.critical else "",
            "hierarchy": question.role.hierarchy,
        }
        for question in questions
        if question.role
    }


def _chosen_roles(questions: Sequence[Question]) -> dict[str, dict[str, str]]:
    """Read the pickers; the fields that belong to another role than the chosen one are hidden, and do not count."""
    parts_of = {Role.CONSENT: {"scope"}, Role.CRITERION: {"section", "weight", "critical"}}
    parts_of[Role.QUASI_IDENTIFIER] = {"hierarchy"}
    chosen = {}
    for number, question in enumerate(questions):
        role = request.form.get(f"role-{number}", "")
        parts = {"role", *(parts_of.get(Role(role), set()) if role in set(Role) else set())}
        chosen[question.path] = {part: request.form.get(f"{part}-{number}", "") for part in ROLE_PARTS if part in parts}
    return {path: words for path, words in chosen.items() if words["role"]}


def _actor() -> str:
    return f"account:{current_account().id}"
