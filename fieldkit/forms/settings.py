"""The sheet `settings`: which form this is, in which version. What is missing is assigned, and said."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldkit.forms.findings import error, note, warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

INSTRUMENTS = ("interview", "service-contact")
_FORM_ID = ("form_id", "id_string", "set_form_id")
_TITLE = ("form_title", "title", "set_form_title")
_MAX_ID = 120


@dataclass(frozen=True)
class FormSettings:
    """Which form a workbook is.

    Attributes:
        titles: language, as its author names it → what the form is called in it.
    """

    form_id: str
    version: str
    title: str
    instrument: str
    titles: Mapping[str, str] = field(default_factory=dict)


def settle_settings(workbook: Workbook, *, file_name: str, digest: str) -> tuple[Workbook, FormSettings, list[Finding]]:
    """Read the settings, assign what is missing, and take out what would send answers elsewhere.

    Args:
        workbook: as it was read.
        file_name: gives the id of a form that has none.
        digest: hex hash of everything uploaded; gives the version of a form that has none.

    Returns:
        The workbook with complete settings; the settings; what was found.
    """
    sheet = workbook.sheet("settings")
    first = sheet.rows[0] if sheet.rows else Row(2, {})
    reader = _Reader(sheet, dict(first.cells), first.number)
    form_id = reader.value(_FORM_ID, "form_id", lambda: id_from_name(file_name), "the file's name")
    version = reader.value(("version",), "version", lambda: f"h{digest[:12]}", "the file's content")
    titles = reader.take_titles()
    title = reader.value(
        _TITLE, "form_title", lambda: next(iter(titles.values()), form_id), "the form's id", quiet=True
    )
    instrument = reader.take("fieldkit::instrument")
    reader.check(form_id, version, instrument)
    if address := reader.take("submission_url"):
        reader.findings.append(reader.said_elsewhere(address))
    settled = sheet.with_rows([Row(first.number, reader.cells), *sheet.rows[1:]])
    settings = FormSettings(form_id, version, title, instrument, titles)
    return workbook.with_sheet("settings", settled), settings, reader.findings


def id_from_name(file_name: str) -> str:
    """Return the form id that a file's name gives: `Visit form (2).xlsx` → `visit-form-2`."""
    stem = re.split(r"[/\\]", file_name)[-1].rsplit(".", 1)[0]
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-_")[:_MAX_ID] or "form"


def content_digest(content: bytes, media: Mapping[str, bytes]) -> str:
    """Return the hex SHA-256 over a form's spreadsheet and its media: the same upload, the same digest."""
    digest = hashlib.sha256(hashlib.sha256(content).digest())
    for name in sorted(media):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(media[name]).digest())
    return digest.hexdigest()


class _Reader:
    def __init__(self, sheet: Sheet, cells: dict[str, str], number: int) -> None:
        self.sheet, self.cells, self.number = sheet, cells, number
        self.findings: list[Finding] = []

    def take(self, name: str) -> str:
        """Remove a setting that is for us alone and return it."""
        header = self.sheet.column(name)
        return self.cells.pop(header, "") if header else ""

    def take_titles(self) -> dict[str, str]:
        """Remove the titles in one language each (`form_title::Arabic (ar)`), for XForms know only one title."""
        found = {}
        for header in [one for one in self.cells if "::" in one]:
            base, _separator, language = header.partition("::")
            if snake_case(base) in _TITLE and language.strip():
                found[language.strip()] = self.cells.pop(header)
        return found

    def value(self, names: tuple[str, ...], column: str, assign, source: str, *, quiet: bool = False) -> str:  # type: ignore[no-untyped-def]
        header = self.sheet.column(*names)
        if header and self.cells.get(header):
            return self.cells[header]
        self.cells[header or column] = assigned = assign()
        if not quiet:
            self.findings.append(
                note(
                    f"{column.replace('_', '-')}-assigned",
                    f"The form has no {column}; it is given {assigned}, from {source}.",
                    f"To choose it yourself, write it into the column {column} of the sheet settings.",
                    sheet="settings",
                    column=column,
                )
            )
        return str(assigned)

    def check(self, form_id: str, version: str, instrument: str) -> None:
        for column, text in (("form_id", form_id), ("version", version)):
            if len(text) > _MAX_ID or re.search(r"[\x00-\x1f<>&\"']", text):
                what = f"The {column} is longer than {_MAX_ID} characters, or holds < > & or a quotation mark."
                self.findings.append(self._error(column, what, "Use letters, digits, - and _."))
        if instrument and instrument not in INSTRUMENTS:
            what = f"There is no instrument {instrument}."
            self.findings.append(self._error("fieldkit::instrument", what, f"Write one of: {', '.join(INSTRUMENTS)}."))

    def _error(self, column: str, what: str, remedy: str) -> Finding:
        code = f"{column.rsplit(':', 1)[-1].replace('_', '-')}-invalid"
        return error(code, what, remedy, sheet=self.sheet.name, row=self.number, column=column)

    def said_elsewhere(self, address: str) -> Finding:
        return warning(
            "sends-elsewhere",
            f"The form would send its answers to {address}; that is taken out, they come to this project.",
            "Delete the column submission_url.",
            sheet=self.sheet.name,
            row=self.number,
            column="submission_url",
        )
