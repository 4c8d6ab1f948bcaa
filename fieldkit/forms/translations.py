"""Missing translations: shown in the form's main language instead of the dash that pyxform would write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from fieldkit.forms.findings import warning
from fieldkit.forms.languages import PICTURE_COLUMNS, SOUND_COLUMNS, UNNAMED, text_columns
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

_SHEETS = ("survey", "choices", "external_choices")
_ALWAYS_TRANSLATED = PICTURE_COLUMNS | SOUND_COLUMNS | {"guidance_hint", "short"}
"""Columns that XForms keep beside the translated label, so that without a language they would make one of their own."""

_ROWS_NAMED = 8

Headers = dict[str, str]
"""Language → the header of its column."""


def fill_missing_translations(workbook: Workbook, languages: Iterable[str]) -> tuple[Workbook, list[Finding]]:
    """Give every text that exists in some of the form's languages but not in all the words of the first that has it.

    pyxform would write `-` and screens would show it. A label or hint for which no language is named at all stands for
    all of them and is left alone; a picture or sound likewise is given to each. A sound in one language is never given
    to another: a voice in the wrong language is worse than none.

    Args:
        workbook: with one name per language.
        languages: the names of the form's languages, the default first.

    Returns:
        The filled workbook and one warning per column, naming its rows.
    """
    named = list(languages)
    if not named:
        return workbook, []
    wanted = [*named, UNNAMED] if _is_mixed(workbook) else named
    findings: list[Finding] = []
    for key in _SHEETS:
        sheet = workbook.sheet(key)
        for (prefix, base), columns in _kinds_of_text(sheet).items():
            if list(columns) == [UNNAMED]:
                sheet = _spread(sheet, prefix, wanted) if base in _ALWAYS_TRANSLATED else sheet
            elif base not in SOUND_COLUMNS:
                sheet, said = _filled(sheet, _headers(prefix, wanted) | columns)
                findings += said
        workbook = workbook.with_sheet(key, sheet) if key in workbook.sheets else workbook
    return workbook, findings


def _is_mixed(workbook: Workbook) -> bool:
    """Tell whether some text stands both without a language and in one: then the form's `default` is a language too."""
    kinds = [columns for key in _SHEETS for columns in _kinds_of_text(workbook.sheet(key)).values()]
    return any(UNNAMED in columns and len(columns) > 1 for columns in kinds)


def _kinds_of_text(sheet: Sheet) -> dict[tuple[str, str], Headers]:
    """Return, for each kind of text (its header without the language, and what it is), its columns."""
    found: dict[tuple[str, str], Headers] = defaultdict(dict)
    for column in text_columns(sheet):
        found[column.prefix, column.base].setdefault(column.language or UNNAMED, column.header)
    return found


def _headers(prefix: str, languages: Iterable[str]) -> Headers:
    return {language: prefix if language == UNNAMED else f"{prefix}::{language}" for language in languages}


def _spread(sheet: Sheet, prefix: str, languages: Iterable[str]) -> Sheet:
    """Give what stands for all languages to each of them."""
    headers = _headers(prefix, languages).values()
    rows = []
    for row in sheet.rows:
        cells = dict(row.cells)
        if text := cells.pop(prefix, ""):
            cells |= dict.fromkeys(headers, text)
        rows.append(Row(row.number, cells))
    columns = {header: at for header, at in sheet.columns.items() if header != prefix}
    return Sheet(sheet.name, columns, (), sheet.header_row).with_rows(rows)


def _filled(sheet: Sheet, headers: Mapping[str, str]) -> tuple[Sheet, list[Finding]]:
    gaps: dict[str, list[int]] = defaultdict(list)
    rows = [_filled_row(row, headers, gaps) for row in sheet.rows]
    said = [_said(sheet.name, header, numbers) for header, numbers in gaps.items()]
    return (sheet.with_rows(rows) if gaps else sheet), said


def _filled_row(row: Row, headers: Mapping[str, str], gaps: dict[str, list[int]]) -> Row:
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
