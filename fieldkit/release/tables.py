"""The tables of one release as a reader will see them: every number rounded, what must be hidden hidden.

`protect_tables` takes all tables of a release at once, because tables that share a question, or people, can be set
against each other. What cannot be protected is withheld whole, with the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fieldkit.release.audit import Status
from fieldkit.release.crossings import circle_reason
from fieldkit.release.means import mean_cells
from fieldkit.release.records import Category, Measure, Population, TableSpec, Unit, Variable
from fieldkit.release.rounding import rounded
from fieldkit.release.suppression import Protection, protect
from fieldkit.release.system import EVERYBODY, Cell, System, build_system, categories_of, cell_of

TOTAL = ""
"""The value of a row or column that stands for everybody."""


@dataclass(frozen=True)
class PublishedCell:
    """One cell as it is printed.

    Attributes:
        row: a category's value, or `TOTAL`.
        column: a category's or criterion's value, or `TOTAL`.
        count: rounded; None when hidden; 0 only where nobody at all gave the answer.
        mean: of a criterion's ratings, to one decimal; None in tables of counts and where hidden.
    """

    row: str
    column: str
    status: Status
    count: int | None
    mean: float | None = None


@dataclass(frozen=True)
class PublishedTable:
    """A table as it leaves; when `withheld` names a reason there are no cells."""

    spec: TableSpec
    unit: Unit
    minimum: int
    base: int
    total: int | None
    rows: tuple[Category, ...] = ()
    columns: tuple[Category, ...] = ()
    cells: tuple[PublishedCell, ...] = ()
    withheld: str = ""

    @property
    def hidden(self) -> int:
        """How many printed cells are hidden."""
        return sum(cell.status is Status.HIDDEN for cell in self.cells)


def protect_tables(populations: Sequence[Population]) -> list[PublishedTable]:
    """Return every table of a release as it may be published, in the order given.

    The same populations and tables always give the same result.
    """
    published: list[PublishedTable] = []
    for population in populations:
        reason = overlap_reason(population, populations)
        published.extend(_withhold(population, population.tables, reason) if reason else _publish(population))
    return published


def counted_openly(populations: Sequence[Population], published: Iterable[PublishedTable], unit: Unit) -> int | None:
    """Return how many people or contacts stand behind the tables of `published` that are shown; None without any.

    Those behind withheld tables do not count: beside the totals of the others, the sum would tell how few they are.
    """
    shown = {table.spec.id for table in published if not table.withheld}
    groups = [
        {record.unit for record in population.records}
        for population in populations
        if population.unit is unit and shown & {table.id for table in population.tables}
    ]
    return len(set().union(*groups)) if groups else None


def overlap_reason(population: Population, populations: Sequence[Population]) -> str:
    """Say why tables about these people would give away a few who are in another table's population, or nothing.

    Two tables over nearly the same people differ by the few who are in one only.
    """
    if population.unit is not Unit.PEOPLE:
        return ""
    mine = {record.unit for record in population.records}
    for other in populations:
        if other.unit is not Unit.PEOPLE or other.name == population.name or not other.tables:
            continue
        theirs = {record.unit for record in other.records}
        apart = (len(mine - theirs), len(theirs - mine))
        if mine & theirs and any(0 < count < population.rule.minimum for count in apart):
            return "overlap"
    return ""


def _publish(population: Population) -> list[PublishedTable]:
    reasons: dict[str, str] = {}
    for table in population.tables:
        kept = [other for other in population.tables if other.id != table.id and not reasons.get(other.id, "unseen")]
        reasons[table.id] = circle_reason(table, kept)
    while True:
        open_tables = [table for table in population.tables if not reasons[table.id]]
        system = build_system(population.records, open_tables)
        protection = protect(system, population.rule)
        if not open_tables or not protection.unprotected:
            break
        for table in _touched(open_tables, system, protection):
            reasons[table.id] = "too-few" if EVERYBODY in protection.unprotected else "not-protectable"
    done = [_print(population, table, system, protection, reasons[table.id]) for table in population.tables]
    return [replace(table, cells=(), withheld="all-hidden") if _says_nothing(table) else table for table in done]


def _touched(tables: Sequence[TableSpec], system: System, protection: Protection) -> list[TableSpec]:
    """The last table that holds a cell which cannot be protected, or all when everybody is too few."""
    if EVERYBODY in protection.unprotected:
        return list(tables)
    stuck = set(protection.unprotected)
    holding = [table for table in tables if stuck & set(build_system(system.records, [table]).members)]
    return holding[-1:] or list(tables)


def _says_nothing(table: PublishedTable) -> bool:
    inside = [cell for cell in table.cells if (cell.row, cell.column) != (TOTAL, TOTAL)]
    return not table.withheld and not any(cell.status is Status.SHOWN for cell in inside)


def _withhold(population: Population, tables: Iterable[TableSpec], reason: str) -> list[PublishedTable]:
    rule = population.rule
    return [PublishedTable(table, population.unit, rule.minimum, rule.base, None, withheld=reason) for table in tables]


def _print(
    population: Population, table: TableSpec, system: System, protection: Protection, reason: str
) -> PublishedTable:
    if reason:
        return _withhold(population, [table], reason)[0]
    rows = _printed(table.rows, protection)
    if table.measure is Measure.MEAN:
        columns, cells = table.criteria, mean_cells(population, table, rows, protection)
        printed = tuple(PublishedCell(*cell) for cell in cells)
    else:
        columns = _printed(table.columns, protection) if table.columns else ()
        printed = tuple(_print_counts(population, table, (rows, columns), system, protection))
    total = rounded(len(population.records), population.rule.base)
    rule = population.rule
    return PublishedTable(table, population.unit, rule.minimum, rule.base, total, rows, columns, printed)


def _printed(variable: Variable, protection: Protection) -> tuple[Category, ...]:
    """The form's choices, and the kit's own two only where somebody is in them or it must not be said."""
    chosen = {category.value for category in variable.categories}
    return tuple(
        category
        for category in categories_of(variable)
        if category.value in chosen or protection.status[cell_of((variable, category.value))] is not Status.NOBODY
    )


def _print_counts(
    population: Population,
    table: TableSpec,
    sides: tuple[tuple[Category, ...], tuple[Category, ...]],
    system: System,
    protection: Protection,
) -> Iterable[PublishedCell]:
    rows, columns = sides
    for row in (*(category.value for category in rows), TOTAL):
        for column in (*(category.value for category in columns), TOTAL):
            cell = _cell(table, row, column)
            status = protection.status[cell]
            count = None if status is Status.HIDDEN else rounded(system.count(cell), population.rule.base)
            yield PublishedCell(row, column, status, count)


def _cell(table: TableSpec, row: str, column: str) -> Cell:
    answers = [(table.rows, row)] if row != TOTAL else []
    if table.columns is not None and column != TOTAL:
        answers.append((table.columns, column))
    return cell_of(*answers)
