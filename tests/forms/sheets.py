"""Forms written in a few lines, and what is found in them."""

from collections.abc import Mapping

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import Finding
from fieldkit.forms.xlsform import compile_form

COLUMNS = (
    "type",
    "name",
    "label",
    "relevant",
    "required",
    "read_only",
    "constraint",
    "calculation",
    "default",
    "choice_filter",
    "repeat_count",
    "trigger",
    "parameters",
    "media::image",
)
YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def row(kind: str, name: str, **cells: str) -> str:
    """One row of the sheet survey; a question has its name as its label."""
    label = "" if kind in {"calculate", "end_group", "end_repeat"} else name.capitalize()
    values = {"type": kind, "name": name, "label": label, **cells}
    return f"| | {' | '.join(values.get(column, '') for column in COLUMNS)} |\n"


def findings(*rows: str, choices: str = YES_NO, media: Mapping[str, bytes] | None = None) -> tuple[Finding, ...]:
    """What is found in a form of these rows, whose first stands in row 3; refused or not."""
    head = f"| survey |\n| | {' | '.join(COLUMNS)} |\n"
    try:
        return compile_form("form.md", f"{head}{''.join(rows)}{choices}".encode(), media=media or {}).findings
    except FormRefused as refused:
        return refused.findings


def found(code: str, *rows: str, choices: str = YES_NO, media: Mapping[str, bytes] | None = None) -> list[Finding]:
    """Those findings that have this code."""
    return [one for one in findings(*rows, choices=choices, media=media) if one.code == code]


def places(*several: Finding) -> list[tuple[str, int | None, str]]:
    """Where findings stand."""
    return [(one.sheet, one.row, one.column) for one in several]
