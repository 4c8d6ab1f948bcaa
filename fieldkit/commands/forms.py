"""`fieldkit form`: publish an XLSForm, list what is published."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit.commands.answer import Answer, Exit, json_option, moment, opened, project_argument
from fieldkit.errors import Problem, UsageProblem

if TYPE_CHECKING:
    from fieldkit.forms.findings import FormRefused
    from fieldkit.forms.model import Finding
    from fieldkit.services.forms import PublishedForm


@click.group()
def form() -> None:
    """Publish forms and list them."""


@form.command()
@project_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("media", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="NAME=CODE",
    help="The code of a language that the form only names.",
)
@json_option
def add(folder: Path, file: Path, media: tuple[Path, ...], languages: tuple[str, ...]) -> Answer:
    """Publish the XLSForm FILE (.xlsx, .xls, .csv, .md) with its MEDIA as an immutable version."""
    import uuid

    from fieldkit.forms.findings import FormRefused
    from fieldkit.services.forms import add_form

    content, codes = _content(file), dict(_language(pair) for pair in languages)
    files = {path.name: _content(path) for path in media}
    with opened(folder) as project:
        try:
            published = add_form(
                project,
                name=file.name,
                content=content,
                media=files,
                language_codes=codes,
                actor="command",
                now=moment(),
                new_id=lambda: str(uuid.uuid4()),
            )
        except FormRefused as refused:
            return _refusal(file, refused)
    return Answer(
        _as_object(published), "\n".join([f"Published {_form_line(published)}.", *_lines(published.findings)])
    )


@form.command("list")
@project_argument
@json_option
def list_(folder: Path) -> Answer:
    """List the published forms and their versions."""
    from fieldkit.services.forms import list_forms

    with opened(folder) as project:
        forms = list_forms(project)
    text = "\n".join(_form_line(published) for published in forms) or "No form is published yet."
    return Answer({"forms": [_as_object(published) for published in forms]}, text)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            "404.file",
            f"This file cannot be read: {error.strerror}.",
            where=str(path),
            remedy="Check its name and rights.",
        ) from error


def _language(pair: str) -> tuple[str, str]:
    name, equals, code = pair.rpartition("=")
    if not (equals and name and code):
        raise UsageProblem(
            "400.language", f"{pair!r} is not NAME=CODE.", where="--language", remedy="Write for example Arabic=ar."
        )
    return name, code


def _refusal(file: Path, refused: "FormRefused") -> Answer:
    data = {**refused.as_dict(), "findings": [finding_object(finding) for finding in refused.findings]}
    text = "\n".join([f"{file.name} was not published:", *_lines(refused.findings)])
    return Answer(data, text, Exit.REFUSED)


def _as_object(published: "PublishedForm") -> dict[str, Any]:
    return {
        "form_id": published.form_id,
        "version": published.version,
        "version_id": published.version_id,
        "title": published.title,
        "instrument": published.instrument,
        "languages": [{"name": language.name, "code": language.code} for language in published.languages],
        "questions": len(published.questions),
        "media": [media.name for media in published.media],
        "xform_sha256": published.xform_sha256,
        "findings": [finding_object(finding) for finding in published.findings],
    }


def finding_object(finding: "Finding") -> dict[str, Any]:
    """Return a finding as `--json` prints it: place by sheet, row and column."""
    return {**asdict(finding), "severity": str(finding.severity)}


def _lines(findings: Iterable["Finding"]) -> list[str]:
    from fieldkit.forms.findings import place

    return [
        f"  {finding.severity}{f' at {place(finding)}' if place(finding) else ''}: {finding.what} {finding.remedy}"
        for finding in findings
    ]


def _form_line(published: "PublishedForm") -> str:
    codes = ", ".join(language.code for language in published.languages)
    return f"{published.form_id} version {published.version}: {published.title} ({codes})"
