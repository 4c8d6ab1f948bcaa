"""What should be asked about a form before it is used with people."""

from collections.abc import Mapping, Sequence

from fieldkit.forms.model import Finding, Question


def lint_form(questions: Sequence[Question], rows: Mapping[str, int]) -> list[Finding]:
    """Return warnings about questions that are better not asked and about what is missing around people's data."""
    return []
