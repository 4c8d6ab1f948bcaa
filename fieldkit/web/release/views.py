"""Choosing, reviewing, approving and publishing at the desk."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fieldkit.errors import Problem
from fieldkit.publish.method import LINES, method_rows
from fieldkit.services import release, release_choices, text_review
from fieldkit.services.accounts import list_accounts
from fieldkit.services.codebook import list_codes
from fieldkit.services.release import Prepared, Refused, ReleaseBuilt
from fieldkit.services.text_review import ChosenQuotation
from fieldkit.services.text_suggestions import suggest_for
from fieldkit.web.auth import current_account, require_role
from fieldkit.web.context import new_id, now, project
from fieldkit.web.languages import page_language
from fieldkit.web.release.previews import preview
from fieldkit.web.release.suggestions import marked
from fieldkit.web.release.words import KINDS, QUOTATION_STATES, gate_remedy, gate_what

blueprint = Blueprint("release", __name__, url_prefix="/release")
EMPTY_LINES = 3
"""How many empty lines for statements a page offers below those that are written."""


@blueprint.before_request
@require_role("coordinator")
def coordinators_only() -> None:
    """What may leave is decided by coordinators."""


@blueprint.get("/")
def index() -> str:
    """Show the gate as a list of what to do, and the releases so far."""
    return _index(release.prepare_release(project()))


@blueprint.get("/tables")
def tables_page() -> str:
    """Show the chosen tables and a form for another."""
    return _tables(None)


@blueprint.post("/tables")
def choose_table() -> Response | tuple[str, int]:
    """Choose a table."""
    form = request.form
    form_id, _separator, rows = form.get("rows", "").partition(" ")
    column_form, _separator, columns = form.get("columns", "").partition(" ")
    try:
        if columns and column_form != form_id:
            raise Problem(
                "422.two-forms",
                "Rows and columns are questions of two different forms.",
                where="columns",
                remedy="Choose two questions of one form.",
            )
        release_choices.choose_table(
            project(),
            title=form.get("title", ""),
            form_id=form_id,
            row_question=rows,
            column_question=columns or None,
            measure="mean" if form.get("columns") == "means" else "count",
            actor=f"account:{current_account().id}",
            now=now(),
            table_id=new_id(),
        )
    except Problem as problem:
        return _tables(problem), problem.status
    flash(_("The table is chosen. The plan shows what of it may be seen."))
    return redirect(url_for("release.tables_page"), code=303)


@blueprint.post("/tables/<table_id>/remove")
def remove_table(table_id: str) -> Response:
    """Take a table out."""
    release_choices.remove_table(project(), table_id=table_id, actor=f"account:{current_account().id}", now=now())
    flash(_("The table is taken out."))
    return redirect(url_for("release.tables_page"), code=303)


@blueprint.get("/heard")
def heard_page() -> str:
    """Show what we heard, language by language."""
    return _heard(None, {})


@blueprint.post("/heard/<language>")
def save_heard(language: str) -> Response | tuple[str, int]:
    """Keep what we heard in one language."""
    texts = request.form.getlist("statement")
    try:
        release_choices.save_heard(
            project(), language=language, texts=texts, account=current_account().id, now=now(), new_id=new_id
        )
    except Problem as problem:
        return _heard(problem, {language: texts}), problem.status
    flash(_("Kept. Approvals given before are void, because the plan has changed."))
    return redirect(url_for("release.heard_page", _anchor=language), code=303)


@blueprint.get("/quotations")
def quotations_page() -> str:
    """Show the quotations that were chosen, and passages that could be."""
    code_id = request.args.get("code") or None
    return render_template(
        "release/quotations.html",
        quotations=text_review.list_quotations(project()),
        candidates=text_review.list_candidates(project(), code_id=code_id),
        codes=[code for code in list_codes(project()) if not code.retired],
        code_id=code_id,
        states=QUOTATION_STATES,
    )


@blueprint.post("/quotations/<segment_id>/choose")
def choose_quotation(segment_id: str) -> Response:
    """Choose a passage and go on to read it."""
    text_review.choose_quotation(project(), segment_id=segment_id, account=current_account().id, now=now())
    return redirect(url_for("release.review_page", segment_id=segment_id), code=303)


@blueprint.post("/quotations/<segment_id>/take-out")
def take_out(segment_id: str) -> Response:
    """Take a quotation out."""
    text_review.take_out_quotation(project(), segment_id=segment_id, account=current_account().id, now=now())
    flash(_("The quotation is taken out."))
    return redirect(url_for("release.quotations_page"), code=303)


@blueprint.get("/quotations/<segment_id>")
def review_page(segment_id: str) -> str:
    """Show one quotation at the step where it stands."""
    return _review(text_review.find_quotation(project(), segment_id), None)


@blueprint.post("/quotations/<segment_id>/identifiers")
def review_identifiers(segment_id: str) -> Response | tuple[str, int]:
    """Take the judgement of step 1."""
    try:
        text_review.review_identifiers(
            project(),
            segment_id=segment_id,
            bound_sha256=request.form.get("bound", ""),
            published_text=request.form.get("words", ""),
            refused="refuse" in request.form,
            account=current_account().id,
            now=now(),
        )
    except Problem as problem:
        return _review(text_review.find_quotation(project(), segment_id), problem), problem.status
    return redirect(url_for("release.review_page", segment_id=segment_id), code=303)


@blueprint.post("/quotations/<segment_id>/recognition")
def review_recognition(segment_id: str) -> Response | tuple[str, int]:
    """Take the judgement of step 2, then go on to the next quotation that waits."""
    try:
        text_review.review_recognition(
            project(),
            segment_id=segment_id,
            bound_sha256=request.form.get("bound", ""),
            published_sha256=request.form.get("published", ""),
            refused="refuse" in request.form,
            account=current_account().id,
            now=now(),
        )
    except Problem as problem:
        return _review(text_review.find_quotation(project(), segment_id), problem), problem.status
    waiting = (one for one in text_review.list_quotations(project()) if one.state in ("unreviewed", "half"))
    following = next(waiting, None)
    if following is None:
        flash(_("Every chosen quotation is read."))
        return redirect(url_for("release.quotations_page"), code=303)
    return redirect(url_for("release.review_page", segment_id=following.passage.segment_id), code=303)


@blueprint.get("/plan")
def plan_page() -> str:
    """Show exactly what would be published."""
    return _plan(release.prepare_release(project()), None)


@blueprint.post("/plan/approve")
def approve() -> Response | tuple[str, int]:
    """Approve the plan that was shown."""
    try:
        release.approve_plan(
            project(), plan_sha256=request.form.get("plan", ""), account=current_account().id, now=now()
        )
    except Problem as problem:
        return _plan(release.prepare_release(project()), problem), problem.status
    flash(_("Your approval is noted."))
    return redirect(url_for("release.index"), code=303)


@blueprint.post("/build")
def build() -> Response | tuple[str, int]:
    """Publish, or say what stands in the way."""
    result = release.build_release(project(), actor=f"account:{current_account().id}", now=now())
    if isinstance(result, Refused):
        return _index(release.prepare_release(project()), refused=result), 409
    flash(_published(result))
    return redirect(url_for("release.index", _anchor="ledger"), code=303)


def _index(prepared: Prepared, refused: Refused | None = None) -> str:
    gate = [*refused.blocked_by, *(one for one in prepared.gate if not one.blocks)] if refused else prepared.gate
    return render_template(
        "release/index.html",
        prepared=prepared,
        refused=refused,
        blocking=[item for item in gate if item.blocks],
        notes=[item for item in gate if not item.blocks],
        ledger=[(entry, json.loads(entry.approvers)) for entry in release.list_ledger(project())],
        gate_what=gate_what,
        gate_remedy=gate_remedy,
        names=_names(),
        public_url=project().settings.public_url,
    )


def _tables(problem: Problem | None) -> str:
    forms = release_choices.list_tabulable_forms(project())
    labels = {
        (form.form_id, variable.name): variable.labels or {"": variable.name.rsplit("/", 1)[-1]}
        for form in forms
        for variable in form.variables
    }
    return render_template(
        "release/tables.html",
        problem=problem,
        form=request.form,
        forms=forms,
        labels=labels,
        language=page_language(),
        tables=release_choices.list_tables(project()),
        rules=project().settings.release,
    )


def _heard(problem: Problem | None, typed: dict[str, list[str]]) -> str:
    statements: dict[str, list[str]] = {language: [] for language in project().settings.languages}
    for statement in release_choices.list_heard(project()):
        statements.setdefault(statement.language, []).append(statement.text)
    lines = {language: typed.get(language) or [*texts, *[""] * EMPTY_LINES] for language, texts in statements.items()}
    return render_template("release/heard.html", problem=problem, lines=lines)


def _review(quotation: ChosenQuotation, problem: Problem | None) -> str:
    text = quotation.passage.text
    words = request.form.get("words") or quotation.published_text or quotation.passage.text
    return render_template(
        "release/review.html",
        quotation=quotation,
        problem=problem,
        words=words,
        pieces=marked(
            text, suggest_for(project(), quotation.passage, actor=f"account:{current_account().id}", now=now())
        ),
        kinds=KINDS,
        states=QUOTATION_STATES,
    )


def _plan(prepared: Prepared, problem: Problem | None) -> str:
    return render_template(
        "release/plan.html",
        prepared=prepared,
        plan=prepared.plan,
        problem=problem,
        previews=[preview(table, page_language()) for table in prepared.plan.tables],
        method=[(_(LINES[str(row["name"])][0]), row["value"]) for row in method_rows(prepared.plan)],
        names=_names(),
        approved=current_account().id in prepared.approvers,
    )


def _names() -> dict[str, str]:
    return {account.id: account.name for account in list_accounts(project())}


def _published(built: ReleaseBuilt) -> str:
    if built.already:
        return str(_("Release %(number)s holds exactly this already.", number=built.release))
    return str(_("Release %(number)s is published.", number=built.release))
