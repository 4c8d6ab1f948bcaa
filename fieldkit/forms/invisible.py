"""Signs that nobody sees, as chats and word processors leave them in cells: a name with one of them is another name.

They are taken out where a cell is read by programs. Texts for people keep theirs, for some scripts need them; so do
calculations and defaults, which make texts.
"""

import re
from dataclasses import replace

from fieldkit.forms.findings import note
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphen, blank without width, marks of direction, byte order mark; not the joiners, which belong to words."""

_READ = {
    "type", "name", "list_name", "relevant", "relevance", "required", "constraint", "choice_filter", "appearance",
    "read_only", "readonly", "repeat_count", "trigger", "parameters",
}  # fmt: skip


def without_unseen(workbook: Workbook) -> tuple[Workbook, list[Finding]]:
    """Return a workbook whose headers and names hold only what can be seen, and what was taken out."""
    found: list[Finding] = []
    for key, sheet in workbook.sheets.items():
        headers = {header: _UNSEEN.sub("", header).strip() for header in sheet.columns}
        if len(set(headers.values())) == len(headers):
            columns = {headers[header]: at for header, at in sheet.columns.items()}
            rows = tuple(_cleaned(row, headers, sheet, found) for row in sheet.rows)
            workbook = workbook.with_sheet(key, replace(sheet, columns=columns, rows=rows))
    return workbook, found


def _cleaned(row: Row, headers: dict[str, str], sheet: Sheet, found: list[Finding]) -> Row:
    cells = {}
    for header, cell in row.cells.items():
        name, seen = headers[header], _UNSEEN.sub("", cell).strip()
        if snake_case(name) not in _READ or seen == cell:
            cells[name] = cell
            continue
        if seen:
            cells[name] = seen
        what = f"Row {row.number} holds signs in {name} that nobody sees; they are taken out."
        found.append(note("signs-unseen", what, "Type the cell anew.", sheet=sheet.name, row=row.number, column=name))
    return Row(row.number, cells)
