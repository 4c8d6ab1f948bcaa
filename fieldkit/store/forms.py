"""Forms, their immutable published versions, the files that belong to them, and the notices that they give."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from fieldkit.errors import Problem
from fieldkit.forms.itemsets import ITEMSETS, TABLET_ITEMSETS
from fieldkit.forms.model import Choice, Finding, FormLanguage, Question, RoleDeclaration, Severity
from fieldkit.forms.roles import role_as_dict, role_from_dict
from fieldkit.store.sqlite import Connection, Row
from fieldkit.store.times import as_text

_COLUMNS = """version.id, version.form_id, version.version, form.title, form.instrument, version.languages,
  version.questions, version.roles, version.findings, version.published_at, version.retired_at, version.xform_sha256,
  version.xform_md5, version.tablet_xform_sha256, length(version.tablet_xform) AS tablet_xform_bytes,
  version.source_name, version.notice_version"""
_FROM = "FROM form_version AS version JOIN form ON form.form_id = version.form_id"


@dataclass(frozen=True)
class FormMedia:
    """A file of a form version; `md5` and `sha256` are of exactly the bytes that are served."""

    name: str
    sha256: str
    md5: str
    bytes: int
    content_type: str


@dataclass(frozen=True)
class PublishedForm:
    """A published version of a form, without the bytes of its documents.

    Attributes:
        version_id: names the version everywhere inside the project.
        instrument: interview, service-contact, or an empty string for a foreign form.
        questions: in the form's order, with their roles.
        findings: what was said at publishing.
        retired_at: stored time, or None while tablets are offered the version.
        xform_sha256: of the XForm for OpenRosa clients; xform_md5 likewise.
        tablet_xform_sha256: of the XForm that the tablet's engine reads.
        notice_version: of the information text in its questions with the role notice, or None.
    """

    version_id: str
    form_id: str
    version: str
    title: str
    instrument: str
    languages: tuple[FormLanguage, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    published_at: str
    retired_at: str | None
    xform_sha256: str
    xform_md5: str
    tablet_xform_sha256: str
    tablet_xform_bytes: int
    source_name: str
    notice_version: str | None
    media: tuple[FormMedia, ...]

    @property
    def client_media(self) -> tuple[FormMedia, ...]:
        """The files that OpenRosa clients need."""
        return tuple(one for one in self.media if one.name != TABLET_ITEMSETS)

    @property
    def tablet_media(self) -> tuple[FormMedia, ...]:
        """The files that the tablet needs."""
        return tuple(one for one in self.media if one.name != ITEMSETS)


@dataclass(frozen=True)
class FormDocuments:
    """The bytes of a form version: for OpenRosa clients, for the tablet, and as its author uploaded it."""

    xform: bytes
    tablet_xform: bytes
    source: bytes


def insert_form_version(db: Connection, form: PublishedForm, documents: FormDocuments, *, now: datetime) -> None:
    """Store a version with its media, which `media` must hold already; the form takes its title and instrument."""
    db.execute(
        "INSERT INTO form (form_id, title, instrument, created_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (form_id) DO UPDATE SET title = excluded.title, instrument = excluded.instrument",
        (form.form_id, form.title, form.instrument or None, as_text(now)),
    )
    values = {
        "id": form.version_id,
        "form_id": form.form_id,
        "version": form.version,
        "xform": documents.xform,
        "xform_sha256": form.xform_sha256,
        "xform_md5": form.xform_md5,
        "tablet_xform": documents.tablet_xform,
        "tablet_xform_sha256": form.tablet_xform_sha256,
        "source_name": form.source_name,
        "source": documents.source,
        "languages": _json([asdict(language) for language in form.languages]),
        "questions": _json([_question_as_dict(question) for question in form.questions]),
        "roles": roles_as_json(form.questions),
        "findings": _json([asdict(finding) for finding in form.findings]),
        "notice_version": form.notice_version,
        "published_at": form.published_at,
    }
    db.execute(
        f"INSERT INTO form_version ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
        tuple(values.values()),
    )
    db.executemany(
        "INSERT INTO form_media (form_version_id, name, sha256, md5) VALUES (?, ?, ?, ?)",
        [(form.version_id, media.name, media.sha256, media.md5) for media in form.media],
    )


def load_form_version(db: Connection, version_id: str) -> PublishedForm:
    """Return a version by its id.

    Raises:
        Problem: `404.form-not-found`.
    """
    row = db.execute(f"SELECT {_COLUMNS} {_FROM} WHERE version.id = ?", (version_id,)).fetchone()
    if row is None:
        raise Problem("404.form-not-found", "There is no such form in this project.", remedy="Open the list of forms.")
    return _published(db, row)


def find_form_version(db: Connection, form_id: str, version: str) -> PublishedForm | None:
    """Return the version that a submission names, retired or not."""
    row = db.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE version.form_id = ? AND version.version = ?",
        (form_id, version),
    ).fetchone()
    return _published(db, row) if row else None


def list_form_versions(db: Connection, *, with_retired: bool = True) -> list[PublishedForm]:
    """Return all versions: forms by title, the newest version of each first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE ? OR version.retired_at IS NULL"
        " ORDER BY form.title, form.form_id, version.published_at DESC, version.rowid DESC",
        (with_retired,),
    ).fetchall()
    return [_published(db, row) for row in rows]


def list_titles(db: Connection) -> dict[str, dict[str, str]]:
    """Return form id → language code → title, as the newest version of each form says it."""
    rows = db.execute("SELECT form_id, languages FROM form_version ORDER BY published_at, rowid")
    return {row["form_id"]: {one.code: one.title for one in _languages(row["languages"]) if one.title} for row in rows}


def load_documents(db: Connection, version_id: str) -> FormDocuments:
    """Return the bytes of a version that exists."""
    row = db.execute("SELECT xform, tablet_xform, source FROM form_version WHERE id = ?", (version_id,)).fetchone()
    return FormDocuments(bytes(row["xform"]), bytes(row["tablet_xform"]), bytes(row["source"]))


def set_retired(db: Connection, version_id: str, retired_at: str | None) -> None:
    """Take a version out of what tablets are offered, or put it back with None."""
    db.execute("UPDATE form_version SET retired_at = ? WHERE id = ?", (retired_at, version_id))


def set_roles(db: Connection, version_id: str, questions: Sequence[Question], notice_version: str | None) -> None:
    """Keep the roles of `questions` with a version, and the notice that they make."""
    db.execute(
        "UPDATE form_version SET roles = ?, notice_version = ? WHERE id = ?",
        (roles_as_json(questions), notice_version, version_id),
    )


def keep_notice(db: Connection, version: str, texts: str, now: datetime) -> None:
    """Keep a notice: `texts` is JSON of language code → text, `version` its SHA-256."""
    db.execute(
        "INSERT INTO notice (version, texts, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (version, texts, as_text(now)),
    )


def load_notice(db: Connection, version: str) -> dict[str, str] | None:
    """Return a notice as language code → text."""
    row = db.execute("SELECT texts FROM notice WHERE version = ?", (version,)).fetchone()
    return dict(json.loads(row["texts"])) if row else None


def roles_as_json(questions: Iterable[Question]) -> str:
    """Return the declared roles as they are kept: JSON of path → declaration."""
    return _json({question.path: role_as_dict(question.role) for question in questions if question.role})


def _published(db: Connection, row: Row) -> PublishedForm:
    return PublishedForm(
        version_id=row["id"],
        form_id=row["form_id"],
        version=row["version"],
        title=row["title"],
        instrument=row["instrument"] or "",
        languages=_languages(row["languages"]),
        questions=_questions(row["questions"], row["roles"]),
        findings=_findings(row["findings"]),
        published_at=row["published_at"],
        retired_at=row["retired_at"],
        xform_sha256=row["xform_sha256"],
        xform_md5=row["xform_md5"],
        tablet_xform_sha256=row["tablet_xform_sha256"],
        tablet_xform_bytes=row["tablet_xform_bytes"],
        source_name=row["source_name"],
        notice_version=row["notice_version"],
        media=_media(db, row["id"]),
    )


def _media(db: Connection, version_id: str) -> tuple[FormMedia, ...]:
    rows = db.execute(
        "SELECT form_media.name, form_media.sha256, form_media.md5, media.bytes, media.content_type FROM form_media"
        " JOIN media USING (sha256) WHERE form_version_id = ? ORDER BY form_media.name",
        (version_id,),
    )
    return tuple(FormMedia(**dict(row)) for row in rows)


@lru_cache(maxsize=64)
def _questions(questions: str, roles: str) -> tuple[Question, ...]:
    """Decode the questions of a version; every submission needs them, and the texts hardly ever change."""
    declared: dict[str, RoleDeclaration] = {path: role_from_dict(one) for path, one in json.loads(roles).items()}
    return tuple(replace(_question_from_dict(one), role=declared.get(one["path"])) for one in json.loads(questions))


@lru_cache(maxsize=64)
def _languages(languages: str) -> tuple[FormLanguage, ...]:
    return tuple(FormLanguage(**one) for one in json.loads(languages))


@lru_cache(maxsize=64)
def _findings(findings: str) -> tuple[Finding, ...]:
    return tuple(_finding(one) for one in json.loads(findings))


def _question_as_dict(question: Question) -> dict[str, Any]:
    values = {**asdict(question), "choices": [[choice.value, choice.labels] for choice in question.choices]}
    del values["role"]
    return values


def _question_from_dict(values: dict[str, Any]) -> Question:
    choices = tuple(Choice(value, labels) for value, labels in values["choices"])
    return Question(**{**values, "choices": choices})


def _finding(values: dict[str, Any]) -> Finding:
    return Finding(**{**values, "severity": Severity(values["severity"])})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
