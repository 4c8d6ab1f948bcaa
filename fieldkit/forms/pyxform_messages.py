"""What pyxform says, as findings: its messages carry a row number; sheet and column are looked up in the workbook."""

import re
from collections.abc import Callable, Iterator

from fieldkit.forms.findings import error, warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.spelling import meant_type
from fieldkit.forms.workbook import Row, Sheet, Workbook

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet|sheet: '(\w+)'")
_COLUMN = re.compile(r"the '([^']+)' value")
_QUOTED = re.compile(r"'([^'\n]{1,200})'|\[([^\]\n]{1,200})\]|: (\S[^\n]{0,200})$")
_MORE = re.compile(r"\s*Learn more: \S+")
_SAID_BY_US = ("Language '", "The following language declarations")
_REMEDY = "Correct the spreadsheet there and upload it again."
_SENTENCE = re.compile(r"(?<!vs)\. ")
_UNKNOWN_TYPE = re.compile(r"Unknown question type '(.*)'")
_PARAMETER = re.compile(r"\b(max-pixels|quality|[a-z-]+-accuracy|location-[a-z-]+|seed)\b")


def findings_from_error(message: str, workbook: Workbook) -> list[Finding]:
    """Return pyxform's error as findings, one per line that names a row of its own."""
    return [_finding(error, "pyxform", line, workbook) for line in _messages(message)]


def findings_from_warnings(messages: list[str], workbook: Workbook) -> list[Finding]:
    """Return pyxform's warnings as findings, without those that this room words better itself."""
    kept = [message for message in messages if not message.startswith(_SAID_BY_US)]
    return [_finding(warning, "pyxform-warning", line, workbook) for text in kept for line in _messages(text)]


def _messages(text: str) -> Iterator[str]:
    """Split a message at the lines that start with a row number; other lines continue the one before."""
    current = ""
    for line in text.strip().splitlines():
        if current and line.startswith("[row"):
            yield current
            current = line
        else:
            current = f"{current} {line}".strip()
    yield current or "The form cannot be converted."


def _finding(build: Callable[..., Finding], code: str, message: str, workbook: Workbook) -> Finding:
    sheet, row, column = _where(message, workbook)
    text = _MORE.sub("", _ROW.sub("", message)).strip()
    text = re.sub(r"\{'.*\}$", "", text).rstrip(": ")
    what, remedy = [*_SENTENCE.split(text, maxsplit=1), ""][:2]
    remedy = remedy or _meant(what) or _REMEDY
    return build(code, what.rstrip(".") + ".", remedy, sheet=sheet, row=row, column=column)


def _meant(what: str) -> str:
    """Return what to write in the place of a type that does not exist, where that can be told."""
    unknown = _UNKNOWN_TYPE.search(what)
    near = meant_type(unknown[1]) if unknown else ""
    if near and unknown and near == unknown[1] and "from_file" in near:
        return "The name of a file holds no blanks: rename the file, and write its new name here."
    if near.startswith("select_") and len(near.split()) == 1:
        return f"Write {near} and behind it the name of a list in the sheet choices, such as {near} yes_no."
    return f"Is {near} meant? Types are written in small letters, as {near}." if near else ""


def _where(message: str, workbook: Workbook) -> tuple[str, int | None, str]:
    named = _SHEET.search(message)
    numbered = _ROW.search(message)
    key = (named[1] or named[2]).lower() if named else ("survey" if numbered else "")
    if not key and (found := _search(message, workbook)):
        return found
    if not key:
        return "", None, ""
    sheet = workbook.sheet(key)
    row = _row(sheet, int(numbered[1])) if numbered else None
    return sheet.name, row.number if row else None, _column(message, sheet, row)


def _row(sheet: Sheet, number: int) -> Row | None:
    """Return the row that pyxform counts as `number`: its header is row 1."""
    if number == 1:
        return Row(sheet.header_row, {})
    return sheet.rows[number - 2] if number - 2 < len(sheet.rows) else None


def _column(message: str, sheet: Sheet, row: Row | None) -> str:
    if (named := _COLUMN.search(message)) and (header := sheet.column(snake_case(named[1]))):
        return header
    for text in _candidates(message):
        for header, cell in row.cells.items() if row else ():
            if cell == text or f"${{{text}}}" in cell or cell.split()[-1] == text:
                return header
    if "type" in message and (header := sheet.column("type")):
        return header
    return next((header for header in sheet.columns if re.search(rf"\b{re.escape(snake_case(header))}\b", message)), "")


def _search(message: str, workbook: Workbook) -> tuple[str, int | None, str] | None:
    """Look for the cell that a message without a row number quotes."""
    survey = workbook.sheet("survey")
    parameters = survey.column("parameters")
    if named := _PARAMETER.search(message):
        for row in survey.rows:
            if named[1] in row.cells.get(parameters, "").lower():
                return survey.name, row.number, parameters
    for text in _candidates(message):
        for sheet in workbook.sheets.values():
            for row in sheet.rows:
                for header, cell in row.cells.items():
                    if cell == text or f"${{{text}}}" in cell:
                        return sheet.name, row.number, header
    return None


def _candidates(message: str) -> list[str]:
    found = [next(part for part in match if part) for match in _QUOTED.findall(message)]
    return [text.strip().removeprefix("${").removesuffix("}") for text in found if text.strip()]
