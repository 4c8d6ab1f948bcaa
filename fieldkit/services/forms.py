"""Forms: publishing a version, listing, retiring, declaring what the questions of a foreign form mean."""

import hashlib
import json
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from fieldkit.errors import Problem
from fieldkit.forms.library import instrument, is_kits_own
from fieldkit.forms.lint import role_misfit, roles_twice
from fieldkit.forms.media import normal_name
from fieldkit.forms.model import CompiledForm, Question, Role
from fieldkit.forms.roles import RoleError, declare, with_role
from fieldkit.forms.xlsform import compile_form
from fieldkit.services.derived_rows import derive_again
from fieldkit.store import forms as store
from fieldkit.store.events import record_event
from fieldkit.store.forms import FormDocuments, FormMedia, PublishedForm
from fieldkit.store.media import media_path, record_media
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import list_instances_of_version
from fieldkit.store.times import as_text

__all__ = [
    "FormDocuments",
    "FormMedia",
    "PublishedForm",
    "add_form",
    "add_instrument",
    "as_published",
    "check_form",
    "declare_roles",
    "form_documents",
    "form_media_content",
    "form_version",
    "list_forms",
    "retire_form",
]

LIST_TYPES = {"csv": "text/csv", "xml": "text/xml", "geojson": "application/geo+json"}
"""Types of lists as the tablet's engine knows them, whatever the machine's own table says."""


def add_form(
    project: Project,
    *,
    name: str,
    content: bytes,
    media: Mapping[str, bytes],
    language_codes: Mapping[str, str],
    actor: str,
    now: datetime,
    new_id: Callable[[], str],
) -> PublishedForm:
    """Publish an XLSForm with its files as an immutable version; the same again gives the version that is there.

    Raises:
        FormRefused: when the form cannot be published as it is.
        Problem: `409.form-version-exists` when the project holds another form under this id and version;
            `409.form-id-taken` for an id of the kit's own.
    """
    compiled = compile_form(name, content, media=media, language_codes=language_codes)
    _refuse_kit_forms(compiled.form_id)
    files = _files(compiled, media)
    form = as_published(compiled, files, name=name, version_id=new_id(), now=now)
    for file_content in files.values():
        project.keep(file_content)
    documents = FormDocuments(compiled.xform, compiled.tablet_xform, content)
    return project.write(lambda db: _publish(db, form, documents, actor=actor, now=now))


def check_form(
    *, name: str, content: bytes, media: Mapping[str, bytes], language_codes: Mapping[str, str]
) -> CompiledForm:
    """Compile an XLSForm without publishing it, for its findings.

    Raises:
        FormRefused: when it cannot be published as it is.
    """
    return compile_form(name, content, media=media, language_codes=language_codes)


def add_instrument(
    project: Project, *, name: str, actor: str, now: datetime, new_id: Callable[[], str]
) -> PublishedForm:
    """Publish an instrument of the library; published already, it gives the version that is there.

    Raises:
        Problem: `404.instrument-not-found`; `409.form-version-exists` when its id and version are taken.
    """
    chosen = instrument(name)
    return add_form(
        project,
        name=chosen.file_name,
        content=chosen.content,
        media={},
        language_codes={},
        actor=actor,
        now=now,
        new_id=new_id,
    )


def list_forms(project: Project, *, with_retired: bool = True) -> list[PublishedForm]:
    """Return every published version: forms by title, the newest version of each first."""
    with project.read() as db:
        return store.list_form_versions(db, with_retired=with_retired)


def form_titles(project: Project) -> dict[str, dict[str, str]]:
    """Return form id → language code → title, for the languages in which a form has a title of its own."""
    with project.read() as db:
        return store.list_titles(db)


def form_version(project: Project, version_id: str) -> PublishedForm:
    """Return one version.

    Raises:
        Problem: `404.form-not-found`.
    """
    with project.read() as db:
        return store.load_form_version(db, version_id)


def form_documents(project: Project, version_id: str) -> FormDocuments:
    """Return the bytes of a version: XForm, the tablet's XForm, the spreadsheet as it was uploaded.

    Raises:
        Problem: `404.form-not-found`.
    """
    with project.read() as db:
        store.load_form_version(db, version_id)
        return store.load_documents(db, version_id)


def form_media_content(project: Project, version_id: str, name: str) -> tuple[FormMedia, bytes]:
    """Return a file of a version with its bytes.

    Raises:
        Problem: `404.form-not-found`, `404.form-media-not-found`.
    """
    form = form_version(project, version_id)
    found = next((one for one in form.media if one.name == normal_name(name)), None)
    if found is None:
        raise Problem("404.form-media-not-found", _("The form has no such file."), remedy=_("Load the form anew."))
    return found, media_path(project.media, found.sha256).read_bytes()


def retire_form(project: Project, *, version_id: str, actor: str, now: datetime) -> PublishedForm:
    """Stop offering a version to tablets; what was collected with it stays, and drafts of it can still be sent.

    Raises:
        Problem: `404.form-not-found`.
    """

    def retire(db: Connection) -> PublishedForm:
        form = store.load_form_version(db, version_id)
        if form.retired_at is None:
            store.set_retired(db, version_id, as_text(now))
            _record(db, form, "form.retired", actor, now)
        return store.load_form_version(db, version_id)

    return project.write(retire)


def declare_roles(
    project: Project, *, version_id: str, declarations: Mapping[str, Mapping[str, str]], actor: str, now: datetime
) -> PublishedForm:
    """Say what the questions of a foreign form mean; what was declared before is replaced as a whole.

    What was collected with it already is read anew, record by record; done again, it ends the same.

    `declarations` holds the words of `forms.roles.declare` by question path: `{"role": "consent", "scope": "totals"}`.

    Raises:
        Problem: `404.form-not-found`; `409.form-instrument` for one of the kit's own instruments, whose roles are part
            of it; `422.role-invalid` with the question's path in `where`.
    """

    def declare_all(db: Connection) -> PublishedForm:
        form = store.load_form_version(db, version_id)
        if form.instrument:
            raise _roles_are_fixed()
        questions = tuple(replace(question, role=None) for question in form.questions)
        questions = tuple(_declared(question, declarations.get(question.path, {})) for question in questions)
        _refuse_roles_twice(questions)
        store.set_roles(db, version_id, questions, _keep_notice(db, questions, now))
        roles = store.roles_as_json(questions)
        detail = {"roles_sha256": hashlib.sha256(roles.encode()).hexdigest(), "count": len(json.loads(roles))}
        record_event(
            db, now=now, actor=actor, kind="form.roles-declared", subject=f"form-version:{version_id}", detail=detail
        )
        return store.load_form_version(db, version_id)

    form = project.write(declare_all)
    with project.read() as db:
        collected = list_instances_of_version(db, version_id)
    for instance_id in collected:
        derive_again(project, instance_id=instance_id, now=now)
    return form


def _refuse_kit_forms(form_id: str) -> None:
    if is_kits_own(form_id):
        raise Problem(
            "409.form-id-taken",
            _("The id %(id)s belongs to the kit itself.", id=form_id),
            where="settings",
            remedy=_("Write another form_id into the sheet settings."),
        )


def _publish(
    db: Connection, form: PublishedForm, documents: FormDocuments, *, actor: str, now: datetime
) -> PublishedForm:
    existing = store.find_form_version(db, form.form_id, form.version)
    if existing is not None:
        _refuse_other_content(db, existing, form, documents.source)
        return _offer_again(db, existing, actor=actor, now=now)
    record_media(db, [(one.sha256, one.bytes, one.content_type) for one in form.media], now)
    form = replace(form, notice_version=_keep_notice(db, form.questions, now))
    store.insert_form_version(db, form, documents, now=now)
    _record(db, form, "form.published", actor, now)
    return form


def _refuse_other_content(db: Connection, existing: PublishedForm, form: PublishedForm, source: bytes) -> None:
    """Let the same spreadsheet pass, and one that was only saved again; roles that the desk declared do not count."""
    same_source = store.load_documents(db, existing.version_id).source == source
    same_roles = store.roles_as_json(existing.questions) == store.roles_as_json(form.questions)
    if _fingerprint(existing) == _fingerprint(form) and (same_source or same_roles):
        return
    raise Problem(
        "409.form-version-exists",
        _(
            "The project already has another form with the id %(id)s and the version %(version)s.",
            id=form.form_id,
            version=form.version,
        ),
        where="settings",
        remedy=_("Write a new version into the column version of the sheet settings, and upload it again."),
    )


def _offer_again(db: Connection, existing: PublishedForm, *, actor: str, now: datetime) -> PublishedForm:
    if existing.retired_at is not None:
        store.set_retired(db, existing.version_id, None)
        _record(db, existing, "form.offered-again", actor, now)
    return replace(existing, retired_at=None)


def _fingerprint(form: PublishedForm) -> tuple[object, ...]:
    """Return what a device receives of a version."""
    files = frozenset((one.name, one.sha256) for one in form.media)
    return form.xform_sha256, form.tablet_xform_sha256, form.languages, files


def as_published(
    compiled: CompiledForm, files: Mapping[str, bytes], *, name: str, version_id: str, now: datetime
) -> PublishedForm:
    """Describe a compiled form with its files as a version that was published at `now` under `version_id`."""
    return PublishedForm(
        version_id=version_id,
        form_id=compiled.form_id,
        version=compiled.version,
        title=compiled.title,
        instrument=compiled.instrument,
        languages=compiled.languages,
        questions=compiled.questions,
        findings=compiled.findings,
        published_at=as_text(now),
        retired_at=None,
        xform_sha256=hashlib.sha256(compiled.xform).hexdigest(),
        xform_md5=_md5(compiled.xform),
        tablet_xform_sha256=hashlib.sha256(compiled.tablet_xform).hexdigest(),
        tablet_xform_bytes=len(compiled.tablet_xform),
        source_name=name,
        notice_version=None,
        media=tuple(_form_media(file_name, content) for file_name, content in sorted(files.items())),
    )


def _files(compiled: CompiledForm, media: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that the form names, those made from the spreadsheet first in right."""
    supplied = {normal_name(name): content for name, content in media.items()}
    return {
        name: content for name, content in {**supplied, **compiled.made_media}.items() if name in compiled.media_names
    }


def _form_media(name: str, content: bytes) -> FormMedia:
    known = LIST_TYPES.get(name.rsplit(".", 1)[-1].lower()) or mimetypes.guess_type(name)[0]
    content_type = known or "application/octet-stream"
    return FormMedia(name, hashlib.sha256(content).hexdigest(), _md5(content), len(content), content_type)


def _md5(content: bytes) -> str:
    """Return the hash that OpenRosa clients compare; it protects nothing."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _keep_notice(db: Connection, questions: Sequence[Question], now: datetime) -> str | None:
    """Keep the information text that the questions with the role notice give together; return its version."""
    texts: dict[str, list[str]] = {}
    for question in with_role(tuple(questions), Role.NOTICE):
        for code, label in question.labels.items():
            texts.setdefault(code, []).append(label)
    if not texts:
        return None
    kept = json.dumps({code: "\n\n".join(parts) for code, parts in texts.items()}, ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(kept.encode()).hexdigest()
    store.keep_notice(db, version, kept, now)
    return version


def _declared(question: Question, words: Mapping[str, str]) -> Question:
    try:
        declared = replace(question, role=declare(words))
    except RoleError as mistake:
        raise Problem("422.role-invalid", str(mistake), where=question.path, remedy=mistake.remedy) from mistake
    if what := role_misfit(declared):
        raise Problem("422.role-invalid", what, where=question.path, remedy=_("Give the role to another question."))
    return declared


def _refuse_roles_twice(questions: Sequence[Question]) -> None:
    for question in roles_twice(questions):
        raise Problem(
            "422.role-invalid",
            _("Another question has this role already, and only one can have it."),
            where=question.path,
            remedy=_("Keep one of them."),
        )


def _record(db: Connection, form: PublishedForm, kind: str, actor: str, now: datetime) -> None:
    files = sorted(one.sha256 for one in form.media)
    detail = {"form_id": form.form_id, "version": form.version, "xform_sha256": form.xform_sha256, "media": files}
    record_event(db, now=now, actor=actor, kind=kind, subject=f"form-version:{form.version_id}", detail=detail)


def _roles_are_fixed() -> Problem:
    return Problem(
        "409.form-instrument",
        _("What the questions of a built-in instrument mean is part of it."),
        remedy=_("Change it in the spreadsheet, and upload that as a new version."),
    )
