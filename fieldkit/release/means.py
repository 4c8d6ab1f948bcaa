"""Means of rated criteria, by kind of place: each with the rounded number of contacts behind it.

A mean follows the same rule as a count, criterion by criterion, over the contacts on which the criterion was rated.
A kind that a table of counts hides is hidden here, too. Where a kind is hidden, the mean over all kinds is not given,
since it would tell the hidden one's.
"""

from collections.abc import Iterable, Iterator, Sequence

from fieldkit.release.audit import Status
from fieldkit.release.records import Category, Measure, Population, Record, TableSpec
from fieldkit.release.rounding import rounded
from fieldkit.release.suppression import Protection, protect
from fieldkit.release.system import EVERYBODY, build_system, cell_of

PrintedMean = tuple[str, str, Status, int | None, float | None]
"""Row, criterion, status, rounded count, mean."""


def mean_cells(
    population: Population, table: TableSpec, rows: Sequence[Category], counts: Protection
) -> Iterator[PrintedMean]:
    """Return the cells of a table of means, row by row, the row over everything last (its value is empty)."""
    columns = [_criterion(population, table, rows, counts, criterion.value) for criterion in table.criteria]
    for cells in zip(*columns, strict=True):
        yield from cells


def _criterion(
    population: Population, table: TableSpec, rows: Sequence[Category], counts: Protection, criterion: str
) -> list[PrintedMean]:
    rated = [record for record in population.records if criterion in record.ratings]
    system = build_system(rated, [TableSpec("", "", table.rows, measure=Measure.MEAN)])
    hidden = frozenset(cell for cell in system.members if counts.status[cell] is Status.HIDDEN)
    protection = protect(system, population.rule, also_hidden=hidden)
    if protection.unprotected:
        return [(row, criterion, Status.HIDDEN, None, None) for row in (*(row.value for row in rows), "")]
    cells = [(row.value, cell_of((table.rows, row.value))) for row in rows]
    printed = [
        _printed(row, criterion, protection.status[cell], system.records_of([cell]), population.rule.base)
        for row, cell in cells
    ]
    whole = Status.HIDDEN if any(cell[2] is Status.HIDDEN for cell in printed) else Status.SHOWN
    return [*printed, _printed("", criterion, whole, system.records_of([EVERYBODY]), population.rule.base)]


def _printed(row: str, criterion: str, status: Status, records: Iterable[Record], base: int) -> PrintedMean:
    if status is Status.HIDDEN:
        return (row, criterion, status, None, None)
    values = [record.ratings[criterion] for record in records]
    mean = round(sum(values) / len(values), 1) if values else None
    return (row, criterion, status, rounded(len(values), base), mean)
