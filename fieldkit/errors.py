"""One shape for every problem that a person can meet."""

from typing import Any


class Problem(Exception):  # noqa: N818 - it is the noun of the domain, on screens and in answers
    """Something that went wrong, said so that the person can mend it.

    Attributes:
        code: starts with the HTTP status, then a dot and a name, e.g. `404.form-not-found`.
        what: what happened, one sentence for people.
        where: the place (sheet, row, column, file, page), or an empty string.
        remedy: what to do about it, one sentence.
    """

    def __init__(self, code: str, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.code, self.what, self.where, self.remedy = code, what, where, remedy

    @property
    def status(self) -> int:
        """The HTTP status with which `code` starts."""
        return int(self.code.split(".", 1)[0])

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints and the wire answers carry."""
        return {"code": self.code, "what": self.what, "where": self.where, "remedy": self.remedy}

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}{remedy}"


class EnvironmentProblem(Problem):
    """The machine lacks something that Fieldkit needs; commands exit with 3."""


class UsageProblem(Problem):
    """The words of a command are off; commands exit with 2."""
