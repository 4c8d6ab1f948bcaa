"""What a project holds, in numbers and by record."""

from dataclasses import dataclass

from fieldkit.store.checks import Holding, count_holdings
from fieldkit.store.project import Project
from fieldkit.store.submissions import StoredSubmission, list_summaries


@dataclass(frozen=True)
class Holdings:
    """Everything that counts, and the newest records.

    Attributes:
        by_state: numbers by form, review state and completeness, without replaced records.
        newest: the newest records, replaced ones among them.
    """

    by_state: list[Holding]
    newest: list[StoredSubmission]

    @property
    def count(self) -> int:
        """How many submissions count."""
        return sum(holding.count for holding in self.by_state)

    @property
    def complete(self) -> int:
        """How many of them hold every file that they name."""
        return sum(holding.count for holding in self.by_state if holding.complete)


def list_holdings(project: Project, *, limit: int) -> Holdings:
    """Count what is held and return the `limit` newest records."""
    with project.read() as db:
        return Holdings(count_holdings(db), list_summaries(db, limit=limit))
