"""Missing translations: shown in the form's main language instead of the dash that pyxform would write."""

from collections import defaultdict
from collections.abc import Iterable

from fieldkit.forms.findings import warning
from fieldkit.forms.languages import SOUND_COLUMNS, UNNAMED, TextColumn, text_columns
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

_ROWS_NAMED = 8


def fill_missing_translations(workbook: Workbook, languages: Iterable[str]) -> tuple[Workbook, list[Finding]]:
    """Give every text that exists in some of `languages` but not in all the words of the first that has it.

    pyxform would write `-` and screens would show it. A text without any language stands for all of them and is left
    alone. Sounds are never filled: a voice in another language is worse than none.

    Args:
        workbook: with one name per language.
        languages: the names of the form's languages, the default first.

    Returns:
        The filled workbook and one warning per column, naming its rows.
    """
    wanted = list(languages)
    findings: list[Finding] = []
    for key in ("survey", "choices", "external_choices"):
        sheet = workbook.sheet(key)
        for prefix, columns in _by_prefix(sheet).items():
            if UNNAMED in columns and len(columns) == 1:
                continue
            sheet, said = _filled(sheet, prefix, columns, wanted)
            findings += said
        if key in workbook.sheets:
            workbook = workbook.with_sheet(key, sheet)
    return workbook, findings


def _by_prefix(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Return, for each kind of text, language → header."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for column in text_columns(sheet):
        if column.base not in SOUND_COLUMNS:
            found[_kind(column)].setdefault(column.language or UNNAMED, column.header)
    return found


def _kind(column: TextColumn) -> str:
    return column.prefix


def _filled(sheet: Sheet, prefix: str, columns: dict[str, str], languages: list[str]) -> tuple[Sheet, list[Finding]]:
    headers = {language: columns.get(language, f"{prefix}::{language}") for language in languages}
    if UNNAMED in columns:
        headers[UNNAMED] = columns[UNNAMED]
    gaps: dict[str, list[int]] = defaultdict(list)
    rows = [_filled_row(row, headers, gaps) for row in sheet.rows]
    said = [_said(sheet.name, header, numbers) for header, numbers in gaps.items()]
    return (sheet.with_rows(rows) if gaps else sheet), said


def _filled_row(row: Row, headers: dict[str, str], gaps: dict[str, list[int]]) -> Row:
    text = next((row.cells[header] for header in headers.values() if header in row.cells), "")
    missing = [header for header in headers.values() if header not in row.cells]
    if not text or not missing:
        return row
    for header in missing:
        gaps[header].append(row.number)
    return Row(row.number, row.cells | dict.fromkeys(missing, text))


def _said(sheet: str, header: str, numbers: list[int]) -> Finding:
    listed = ", ".join(str(number) for number in numbers[:_ROWS_NAMED])
    more = f" and {len(numbers) - _ROWS_NAMED} more" if len(numbers) > _ROWS_NAMED else ""
    rows = f"Row {listed} has" if len(numbers) == 1 else f"Rows {listed}{more} have"
    return warning(
        "translation-missing",
        f"{rows} no text in {header}; the text of another language is shown instead.",
        "Fill in the translation.",
        sheet=sheet,
        row=numbers[0],
        column=header,
    )
