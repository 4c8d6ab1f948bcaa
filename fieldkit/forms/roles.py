"""What questions mean to the kit: declared in columns of ours in the sheet `survey`, or at the desk.

    fieldkit::role       what the answer is (`Role`); without one, nothing of it is ever released
    fieldkit::scope      for consent: what is agreed to
    fieldkit::section    for criterion: the section that it is scored in
    fieldkit::weight     for criterion: its weight in the section, 1 when empty
    fieldkit::critical   for criterion: yes when a worst rating caps the result
    fieldkit::hierarchy  for quasi-identifier: the name of its generalisation hierarchy

Other tools ignore these columns.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fieldkit.forms.findings import error
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding, Question, Role, RoleDeclaration
from fieldkit.forms.workbook import Row, Sheet, Workbook

SCOPES = ("totals", "quote", "photo", "voice", "contact", "inform", "partner")
PREFIX = "fieldkit::"
_DETAILS = {
    "scope": Role.CONSENT,
    "section": Role.CRITERION,
    "weight": Role.CRITERION,
    "critical": Role.CRITERION,
    "hierarchy": Role.QUASI_IDENTIFIER,
}
_YES = {"yes", "true", "true()", "1", "x"}
_NO = {"no", "false", "false()", "0", ""}


class RoleError(ValueError):
    """A declaration that means nothing; `column` is the part that is wrong, `remedy` what would be right."""

    def __init__(self, column: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.column, self.remedy = column, remedy


def declare(words: Mapping[str, str]) -> RoleDeclaration | None:
    """Build a declaration from words: `role` and what it needs; None when all are empty.

    Raises:
        RoleError: when the words do not go together.
    """
    given = {name: text.strip() for name, text in words.items() if text.strip()}
    if not given:
        return None
    role = _role(given.pop("role", ""))
    for name in given:
        if _DETAILS[name] is not role:
            raise RoleError(name, f"{name} is only for the role {_DETAILS[name]}, not {role}.", "Empty this cell.")
    return RoleDeclaration(
        role,
        scope=_scope(role, given.get("scope", "")),
        section=_section(role, given.get("section", "")),
        weight=_weight(given.get("weight", "1")),
        critical=_critical(given.get("critical", "")),
        hierarchy=given.get("hierarchy", ""),
    )


def take_roles(workbook: Workbook) -> tuple[Workbook, dict[int, RoleDeclaration], list[Finding]]:
    """Read our columns of the sheet `survey` and take them out of it.

    Returns:
        The workbook without them; row number to declaration; an error for each that means nothing.
    """
    sheet = workbook.sheet("survey")
    headers = {snake_case(header)[len(PREFIX) :]: header for header in sheet.columns if _is_ours(header)}
    if not headers:
        return workbook, {}, []
    findings = [_unknown_column(sheet, header) for name, header in headers.items() if name not in {"role", *_DETAILS}]
    declarations: dict[int, RoleDeclaration] = {}
    for row in sheet.rows:
        words = {name: row.cells.get(header, "") for name, header in headers.items() if name in {"role", *_DETAILS}}
        try:
            if declaration := declare(words):
                declarations[row.number] = declaration
        except RoleError as mistake:
            findings.append(_said(sheet, row, headers.get(mistake.column, headers.get("role", "")), mistake))
    return workbook.with_sheet("survey", _without(sheet, set(headers.values()))), declarations, findings


def role_as_dict(declaration: RoleDeclaration) -> dict[str, Any]:
    """Return a declaration as it is kept in JSON."""
    return {**asdict(declaration), "role": declaration.role.value}


def role_from_dict(values: Mapping[str, Any]) -> RoleDeclaration:
    """Return the declaration that `role_as_dict` wrote."""
    return RoleDeclaration(**{**values, "role": Role(values["role"])})


def with_role(questions: tuple[Question, ...], role: Role) -> tuple[Question, ...]:
    """Return the questions that have `role`, in the form's order."""
    return tuple(question for question in questions if question.role and question.role.role is role)


def _is_ours(header: str) -> bool:
    return snake_case(header).startswith(PREFIX)


def _role(text: str) -> Role:
    try:
        return Role(text.lower().replace("_", "-").replace(" ", "-"))
    except ValueError:
        what = f"There is no role {text}." if text else "The cells beside it declare something, but there is no role."
        raise RoleError("role", what, f"Write one of: {', '.join(Role)}.") from None


def _scope(role: Role, text: str) -> str:
    if role is Role.CONSENT and text not in SCOPES:
        what = f"There is no consent scope {text}." if text else "A consent question needs a scope."
        raise RoleError("scope", what, f"Write one of: {', '.join(SCOPES)}.")
    return text


def _section(role: Role, text: str) -> str:
    if role is Role.CRITERION and not text:
        raise RoleError("section", "A criterion needs the section that it is scored in.", "Write the section's name.")
    return text


def _weight(text: str) -> float:
    try:
        weight = float(text.replace(",", "."))
    except ValueError:
        weight = math.nan
    if not 0 < weight < math.inf:
        raise RoleError("weight", f"The weight {text} is not a number above 0.", "Write a number, for instance 2.")
    return weight


def _critical(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise RoleError("critical", f"{text} is neither yes nor no.", "Write yes or no.")
    return text.lower() in _YES


def _said(sheet: Sheet, row: Row, column: str, mistake: RoleError) -> Finding:
    return error("role-invalid", str(mistake), mistake.remedy, sheet=sheet.name, row=row.number, column=column)


def _unknown_column(sheet: Sheet, header: str) -> Finding:
    names = ", ".join(f"{PREFIX}{name}" for name in ("role", *_DETAILS))
    what = f"The kit has no column {header}."
    return error(
        "column-unknown", what, f"Its columns are: {names}.", sheet=sheet.name, row=sheet.header_row, column=header
    )


def _without(sheet: Sheet, headers: set[str]) -> Sheet:
    rows = tuple(Row(row.number, {h: text for h, text in row.cells.items() if h not in headers}) for row in sheet.rows)
    columns = {header: at for header, at in sheet.columns.items() if header not in headers}
    return Sheet(sheet.name, columns, rows, sheet.header_row)
