"""`select_one_external` for the tablet.

ODK Collect reads the choices of the sheet `external_choices` from `itemsets.csv` through a text input with a query; the
tablet's engine would show that as a plain text field. For the tablet the same choices become a list inside the form,
filtered by the same expression, with their translations: what a list from a file could not have.
"""

import re
from dataclasses import replace

from fieldkit.forms.workbook import Row, Sheet, Workbook

_EXTERNAL = re.compile(r"^\s*select[_ ]one[_ ]external\s+", re.IGNORECASE)


def has_external_selects(workbook: Workbook) -> bool:
    """Tell whether any question takes its choices from the sheet `external_choices`."""
    survey = workbook.sheet("survey")
    return any(_EXTERNAL.match(row.cells.get(survey.column("type"), "")) for row in survey.rows)


def with_inline_choices(workbook: Workbook) -> Workbook:
    """Return the workbook with every external select as an ordinary one, its list moved to the sheet `choices`."""
    survey, external = workbook.sheet("survey"), workbook.sheet("external_choices")
    kind = survey.column("type")
    rows = [_inline(row, kind) for row in survey.rows]
    workbook = workbook.with_sheet("survey", survey.with_rows(rows))
    workbook = workbook.with_sheet("choices", _joined(workbook.sheet("choices"), external))
    sheets = {key: sheet for key, sheet in workbook.sheets.items() if key != "external_choices"}
    return Workbook(sheets, workbook.all_names)


def _inline(row: Row, kind: str) -> Row:
    written = row.cells.get(kind, "")
    if not _EXTERNAL.match(written):
        return row
    return replace(row, cells={**row.cells, kind: "select_one ext_" + _EXTERNAL.sub("", written)})


def _joined(choices: Sheet, external: Sheet) -> Sheet:
    list_name = choices.column("list_name") or "list_name"
    name = choices.column("name", "value") or "name"
    theirs = {external.column("list_name"): list_name, external.column("name", "value"): name}
    moved = []
    for row in external.rows:
        if row.cells:
            cells = {theirs.get(header, header): text for header, text in row.cells.items()}
            moved.append(Row(row.number, cells | {list_name: f"ext_{cells.get(list_name, '')}"}))
    return choices.with_rows([*choices.rows, *moved])
