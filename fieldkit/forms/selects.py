"""Selects that no program can read, and over which the converter would stumble without a word."""

import re
from collections.abc import Iterator

from fieldkit.forms.findings import error
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Workbook

_SEVERAL_OF_REPEAT = re.compile(r"select[ _]multiple\s+\$\{.*")


def unfit_selects(workbook: Workbook) -> Iterator[Finding]:
    """Yield an error for every external select without a filter, and for several choices out of a repeat."""
    sheet = workbook.sheet("survey")
    types, filters = sheet.column("type", "command"), sheet.column("choice_filter")
    for row in sheet.rows:
        kind = row.cells.get(types, "")
        if snake_case(kind).startswith("select_one_external") and not row.cells.get(filters):
            what = "A select_one_external needs a choice_filter: ODK Collect looks its choices up by it."
            remedy = "Write one, such as region = ${region}; or use select_one, with the list in the sheet choices."
            yield error("select-unfit", what, remedy, sheet=sheet.name, row=row.number, column=filters or types)
        elif _SEVERAL_OF_REPEAT.fullmatch(kind):
            what = "Only select_one takes its choices from the answers of a repeat."
            remedy = "Write select_one; or ask in the repeat itself, for each of them, yes or no."
            yield error("select-unfit", what, remedy, sheet=sheet.name, row=row.number, column=types)
