"""The counts behind the tables of one population, as one system of sums.

Every count is a *cell*, named by the answers that its units share: the empty name is everybody, one answer is a margin,
two answers are the inside of a crossed table. Two tables that use the same question therefore share its margin by
construction, and are protected together.

An answer of a question with several answers is a flag: those who gave it and those who did not are two parts of
everybody, and the second part, though no table prints it, is a count like any other because anybody can subtract.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fieldkit.release.records import NO_ANSWER, OTHER, Category, Measure, Record, TableSpec, Variable

Cell = frozenset[tuple[str, str]]
"""The (variable, category) pairs that the units of a count share."""

EVERYBODY: Cell = frozenset()
GIVEN, NOT_GIVEN = "given", "not given"


@dataclass(frozen=True)
class Line:
    """A sum that everybody can do: the parts make the total."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass
class System:
    """Cells with the records in them, and the sums that tie them.

    Attributes:
        kinds: the variables whose categories are kinds of places.
        with_means: the variables whose categories have means printed beside them. Several means of whole ratings, to
            one decimal, fit few numbers of contacts and often a single one, so rounding no longer hides that number.
    """

    records: Sequence[Record]
    members: dict[Cell, frozenset[int]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    with_means: frozenset[str] = frozenset()

    def count(self, cell: Cell) -> int:
        """How many units are in `cell`."""
        return len(self.members[cell])

    def records_of(self, cells: Iterable[Cell]) -> list[Record]:
        """The records in any of `cells`."""
        found = frozenset[int]().union(*(self.members[cell] for cell in cells))
        return [self.records[index] for index in sorted(found)]

    def names_organisations(self, cell: Cell) -> bool:
        """Whether `cell` speaks of one kind of place."""
        return any(variable in self.kinds for variable, _ in cell)

    def can_be_read_exactly(self, cell: Cell) -> bool:
        """Whether the count of `cell`, once shown, may be known beyond its rounding."""
        return len(cell) == 1 and any(variable in self.with_means for variable, _ in cell)


def categories_of(variable: Variable) -> tuple[Category, ...]:
    """The categories of a table's side: the form's choices and, for one answer each, those outside them."""
    if variable.several:
        return variable.categories
    return (*variable.categories, Category(OTHER), Category(NO_ANSWER))


def cell_of(*answers: tuple[Variable, str]) -> Cell:
    """Name the count of those who gave all of `answers`."""
    return frozenset(
        (_flag(variable, value), GIVEN) if variable.several else (variable.name, value) for variable, value in answers
    )


def build_system(records: Sequence[Record], tables: Iterable[TableSpec]) -> System:
    """Lay out the counts of `tables`, which all count `records`."""
    system = System(records, {EVERYBODY: frozenset(range(len(records)))})
    for table in tables:
        sides = [table.rows] if table.columns is None else [table.rows, table.columns]
        system.kinds |= {side.name for side in sides if side.names_organisations}
        if table.measure is Measure.MEAN:
            system.with_means |= {table.rows.name}
        for side in sides:
            for partition in partitions(side):
                _add_line(system, EVERYBODY, _margins(system, side, partition))
        if table.columns is not None and table.measure is Measure.COUNT:
            _cross(system, table.rows, table.columns)
    return system


def partitions(variable: Variable) -> list[tuple[tuple[str, str], ...]]:
    """The ways in which `variable` divides everybody: once by its answer, or once by each flag."""
    if variable.several:
        flags = [_flag(variable, category.value) for category in variable.categories]
        return [((flag, GIVEN), (flag, NOT_GIVEN)) for flag in flags]
    return [tuple((variable.name, category.value) for category in categories_of(variable))]


def _flag(variable: Variable, value: str) -> str:
    return f"{variable.name}#{value}"


def _margins(system: System, variable: Variable, partition: tuple[tuple[str, str], ...]) -> tuple[Cell, ...]:
    cells = tuple(frozenset({part}) for part in partition)
    if cells[0] not in system.members:
        groups: dict[tuple[str, str], set[int]] = {part: set() for part in partition}
        for index, record in enumerate(system.records):
            groups[_part_of(record, variable, partition)].add(index)
        system.members.update({frozenset({part}): frozenset(group) for part, group in groups.items()})
    return cells


def _part_of(record: Record, variable: Variable, partition: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    given = record.answers.get(variable.name, frozenset())
    if variable.several:
        flag = partition[0][0]
        return (flag, GIVEN if flag.removeprefix(f"{variable.name}#") in given else NOT_GIVEN)
    if not given:
        return (variable.name, NO_ANSWER)
    value = min(given)
    known = (variable.name, value) in partition and len(given) == 1
    return (variable.name, value if known else OTHER)


def _cross(system: System, rows: Variable, columns: Variable) -> None:
    for row_parts in partitions(rows):
        for column_parts in partitions(columns):
            for row in row_parts:
                for column in column_parts:
                    both = system.members[frozenset({row})] & system.members[frozenset({column})]
                    system.members[frozenset({row, column})] = both
            for row in row_parts:
                _add_line(system, frozenset({row}), tuple(frozenset({row, column}) for column in column_parts))
            for column in column_parts:
                _add_line(system, frozenset({column}), tuple(frozenset({row, column}) for row in row_parts))


def _add_line(system: System, total: Cell, parts: tuple[Cell, ...]) -> None:
    line = Line(total, parts)
    if line not in system.lines:
        system.lines.append(line)
