"""How this room says that something is wrong with a form: findings, and the refusal that carries them."""

from collections.abc import Iterable, Sequence

from fieldkit.errors import Problem
from fieldkit.forms.model import Finding, Severity


class FormRefused(Problem):
    """A form that cannot be published as it is.

    Attributes:
        findings: everything that was found, errors first; never empty.
    """

    def __init__(self, findings: Sequence[Finding], *, code: str = "422.form-refused") -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: list(Severity).index(finding.severity)))
        first = self.findings[0]
        super().__init__(code, first.what, where=place(first), remedy=first.remedy)


def place(finding: Finding) -> str:
    """Say where a finding stands: `sheet survey, row 4, column name`; an empty string when it concerns the file."""
    parts = []
    if finding.sheet:
        parts.append(f"sheet {finding.sheet}")
    if finding.row is not None:
        parts.append(f"row {finding.row}")
    if finding.column:
        parts.append(f"column {finding.column}")
    return ", ".join(parts)


def error(code: str, what: str, remedy: str, *, sheet: str = "", row: int | None = None, column: str = "") -> Finding:
    """Build a finding that stops publishing."""
    return Finding(Severity.ERROR, code, what, remedy, sheet, row, column)


def warning(code: str, what: str, remedy: str, *, sheet: str = "", row: int | None = None, column: str = "") -> Finding:
    """Build a finding that is shown and kept, and stops nothing."""
    return Finding(Severity.WARNING, code, what, remedy, sheet, row, column)


def note(
    code: str, what: str, remedy: str = "", *, sheet: str = "", row: int | None = None, column: str = ""
) -> Finding:
    """Build a finding that only informs."""
    return Finding(Severity.NOTE, code, what, remedy, sheet, row, column)


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise when any of `findings` is an error.

    Raises:
        FormRefused: with all of them.
    """
    found = tuple(findings)
    if any(finding.severity is Severity.ERROR for finding in found):
        raise FormRefused(found)
