"""The choices of the sheet `external_choices` as files: `itemsets.csv` for ODK Collect, another for the tablet.

The tablet's engine reads every column of a choice file as an element, so that a header like `label::English` would stop
the form from opening; its file has `label_1`, `label_2` … in the order of the form's languages instead.
"""

import csv
import io
import re
from collections.abc import Sequence

from fieldkit.forms.headers import snake_case
from fieldkit.forms.workbook import Sheet

ITEMSETS = "itemsets.csv"
TABLET_ITEMSETS = "fieldkit-itemsets.csv"
_ELEMENT_NAME = re.compile(r"[^\W\d][\w.-]*")


def itemsets_csv(sheet: Sheet) -> bytes:
    """Write a sheet as Collect reads it; every row has every column."""
    headers = {header: _standard(header) for header in sheet.columns}
    return _csv(sheet, headers)


def tablet_itemsets_csv(sheet: Sheet, languages: Sequence[str]) -> bytes:
    """Write a sheet as the tablet's engine reads it; `languages` are the form's, in order."""
    numbered = {f"label::{language}": f"label_{number}" for number, language in enumerate(languages, start=1)}
    headers = {header: numbered.get(header, _standard(header)) for header in sheet.columns}
    return _csv(sheet, {header: name for header, name in headers.items() if _ELEMENT_NAME.fullmatch(name)})


def labelled_languages(sheet: Sheet, languages: Sequence[str]) -> list[int]:
    """Return the numbers of the languages for which the sheet has labels."""
    return [number for number, language in enumerate(languages, start=1) if f"label::{language}" in sheet.columns]


def _standard(header: str) -> str:
    aliases = {"list_name": "list_name", "name": "name", "value": "name", "label": "label", "caption": "label"}
    return aliases.get(snake_case(header), header)


def _csv(sheet: Sheet, headers: dict[str, str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(headers.values())
    writer.writerows([row.cells.get(header, "") for header in headers] for row in sheet.rows if row.cells)
    return written.getvalue().encode()
