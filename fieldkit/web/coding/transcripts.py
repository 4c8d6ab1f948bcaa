"""The list of transcripts, and the ways in: files, and the narrative answers of approved records."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response

from fieldkit.coding.importers import ENDINGS
from fieldkit.coding.importers.plain import CHARACTER_SETS
from fieldkit.errors import Problem
from fieldkit.services.correct import correct_transcript
from fieldkit.services.transcribe import ImportedTranscript, import_transcript, transcripts_from_record
from fieldkit.services.transcripts import find_version, list_transcripts
from fieldkit.web.coding.room import blueprint, coder
from fieldkit.web.context import context, now, project

LEFT_OUT = {
    "footnotes": lazy_gettext("footnotes"),
    "endnotes": lazy_gettext("endnotes"),
    "comments": lazy_gettext("comments"),
}


@blueprint.get("/")
def index() -> str:
    """Show every transcript, and the records that could become one."""
    overview = list_transcripts(project())
    return render_template("coding/index.html", overview=overview, account_id=coder().id)


@blueprint.get("/import")
def import_page() -> str:
    """Ask for a file."""
    return _import_form(None)


@blueprint.post("/import")
def import_file() -> Response | tuple[str, int]:
    """Read the file; what cannot be read is said beside the form, which keeps what was typed."""
    form, file = request.form, request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Problem("422.file", "No file was chosen.", where="file", remedy="Choose the file to import.")
        made = import_transcript(
            project(),
            name=file.filename,
            content=file.read(),
            title=form.get("title", ""),
            language=form.get("language", "").strip(),
            kind="translation" if form.get("transcript_id") else "original",
            transcript_id=form.get("transcript_id") or None,
            participant_code=form.get("participant_code", "").strip() or None,
            character_set=form.get("character_set", ""),
            account=coder().id,
            now=now(),
            new_id=context().new_id,
        )
    except Problem as problem:
        return _import_form(problem), problem.status
    _say_what_was_read(made)
    return redirect(url_for("coding.workbench", transcript_id=made.transcript_id), code=303)


@blueprint.post("/from-record")
def from_record() -> Response:
    """Make transcripts of a record's narrative answers and open the first."""
    made = transcripts_from_record(
        project(),
        instance_id=request.form.get("instance_id", ""),
        account=coder().id,
        now=now(),
        new_id=context().new_id,
    )
    return redirect(url_for("coding.workbench", transcript_id=made[0].id), code=303)


@blueprint.get("/versions/<version_id>/correct")
def correct_page(version_id: str) -> str:
    """Show a text to correct it."""
    return render_template("coding/correct.html", version=find_version(project(), version_id), problem=None)


@blueprint.post("/versions/<version_id>/correct")
def correct(version_id: str) -> str | tuple[str, int]:
    """Store the corrected text, and show what could not be carried over."""
    text = request.form.get("text", "")
    try:
        done = correct_transcript(
            project(), version_id=version_id, text=text, account=coder().id, now=now(), new_id=context().new_id
        )
    except Problem as problem:
        version = find_version(project(), version_id)
        page = render_template("coding/correct.html", version=version, typed=text, problem=problem)
        return page, problem.status
    return render_template("coding/corrected.html", done=done)


def _import_form(problem: Problem | None) -> str:
    return render_template(
        "coding/import.html",
        problem=problem,
        overview=list_transcripts(project()),
        endings=ENDINGS,
        character_sets=CHARACTER_SETS,
        typed=request.form or request.args,
    )


def _say_what_was_read(made: ImportedTranscript) -> None:
    turns = ngettext("%(num)d turn was found.", "%(num)d turns were found.", made.turns)
    speakers = ", ".join(made.speakers) or _("No speaker is named.")
    flash(" ".join((turns, _("Speakers: %(names)s.", names=speakers), _("Read as %(how)s.", how=made.how))))
    if made.left_out:
        flash(
            _(
                "Left out, because it stands apart from the text: %(what)s.",
                what=", ".join(str(LEFT_OUT[part]) for part in made.left_out),
            )
        )
    if made.doubt is not None:
        flash(
            _(
                "From turn %(number)d on the translation may not stand beside its original; look there.",
                number=made.doubt + 1,
            )
        )
