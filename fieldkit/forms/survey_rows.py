"""Which row of the sheet `survey` a question came from."""

from fieldkit.forms.headers import snake_case
from fieldkit.forms.workbook import Workbook


def row_paths(workbook: Workbook, *, root: str) -> dict[str, int]:
    """Return the path of every question in the compiled form → the number of its row.

    Args:
        workbook: as it was given to the converter.
        root: the name of the primary instance's element.
    """
    sheet = workbook.sheet("survey")
    kinds, names = sheet.column("type", "command"), sheet.column("name", "value", "tag")
    found: dict[str, int] = {}
    open_groups = [root]
    for row in sheet.rows:
        kind, name = snake_case(row.cells.get(kinds, "")), row.cells.get(names, "")
        if kind.startswith("end_") and kind.removeprefix("end_").split("_")[0] in {"group", "repeat", "loop"}:
            open_groups = open_groups[:-1] or [root]
            continue
        path = "/".join(["", *open_groups, *(["meta", "audit"] if kind == "audit" else [name])])
        found.setdefault(path, row.number)
        if kind.startswith("begin_"):
            open_groups.append(name)
    return found
