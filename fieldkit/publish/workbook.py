"""The same tables as a workbook: a sheet each, text as text, nothing that a spreadsheet would run."""

import re
from datetime import datetime
from pathlib import Path

from fieldkit.publish.method import method_rows
from fieldkit.publish.shape import Row, heard_rows, name_tables, quotation_rows, readable_rows
from fieldkit.release.plan import ReleasePlan

NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed value, so that the file does not say when it was made
LONGEST_NAME = 31


def write_workbook(plan: ReleasePlan, path: Path) -> None:
    """Write `plan` as XLSX; formulas and links in texts stay texts."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": plan.title, "created": NO_MOMENT})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in _sheets(plan).items():
            sheet = book.add_worksheet(name)
            _fill(sheet, rows, heading, body)


def _sheets(plan: ReleasePlan) -> dict[str, list[Row]]:
    sheets = {"heard": heard_rows(plan), "quotations": quotation_rows(plan), "method": method_rows(plan)}
    for number, shape in enumerate(name_tables(plan), 1):
        if not shape.table.withheld:
            name = re.sub(r"[^\w-]", "", shape.name)[: LONGEST_NAME - 4] or "table"
            sheets[name if name not in sheets else f"{name}-{number}"] = readable_rows(shape.table, plan.languages[0])
    return sheets


def _fill(sheet: object, rows: list[Row], heading: object, body: object) -> None:
    write = sheet.write  # type: ignore[attr-defined] # xlsxwriter has no types
    for column, name in enumerate(rows[0] if rows else []):
        write(0, column, name, heading)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row.values()):
            write(number, column, value, body)
    sheet.set_column(0, 12, 28)  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)  # type: ignore[attr-defined]
