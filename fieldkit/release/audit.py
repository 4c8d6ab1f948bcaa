"""What an attentive reader can work out about a hidden count.

The reader knows the rule, the base of rounding, every shown number and every sum that ties them. For each hidden cell
two linear programmes give the lowest and the highest count that fit all of it; the gap between them is its protection.
(The feasibility interval of statistical disclosure control: Fischetti and Salazar, "Solving the cell suppression
problem on tabular data with linear constraints", Management Science 47(7), 2001; here with intervals for the rounded
numbers, too.)
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldkit.release.records import Rule
from fieldkit.release.rounding import possible_counts, rounded
from fieldkit.release.system import EVERYBODY, Cell, System

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SLACK = 1e-6
"""What a solver's answer may miss a whole number by."""


class Status(StrEnum):
    """What a reader sees of a cell: its rounded number, that it is hidden, or that nobody gave the answer."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Interval:
    """The lowest and the highest count of a hidden cell that fit everything published."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How far apart they are."""
        return self.high - self.low


def hidden_intervals(system: System, status: Mapping[Cell, Status], rule: Rule) -> dict[Cell, Interval]:
    """Return the interval of each hidden cell of `system`, in a stable order."""
    cells = sorted(system.members, key=cell_order)
    hidden = [cell for cell in cells if status[cell] is Status.HIDDEN]
    if not hidden:
        return {}
    sums = _sums(system, cells)
    bounds = [_bounds(system, cell, status[cell], rule) for cell in cells]
    return {cell: _interval(cells.index(cell), sums, bounds) for cell in hidden}


def cell_order(cell: Cell) -> tuple[int, list[tuple[str, str]]]:
    """Sort everybody before margins before the inside, then by name."""
    return len(cell), sorted(cell)


def _bounds(system: System, cell: Cell, status: Status, rule: Rule) -> tuple[int, int]:
    count = system.count(cell)
    everybody = possible_counts(rounded(system.count(EVERYBODY), rule.base), rule.base)[1]
    if status is Status.NOBODY:
        return 0, 0
    if status is Status.HIDDEN:
        # A margin that nobody is in would have been said to be empty, so a hidden margin holds somebody.
        return (1 if len(cell) == 1 and count > 0 else 0), everybody
    low, high = possible_counts(rounded(count, rule.base), rule.base)
    return max(low, rule.minimum), high


def _sums(system: System, cells: Sequence[Cell]) -> "csr_array":
    from scipy.sparse import csr_array, lil_array  # half a second: only who audits pays for it

    place = {cell: number for number, cell in enumerate(cells)}
    matrix = lil_array((len(system.lines), len(cells)))
    for number, line in enumerate(system.lines):
        matrix[number, place[line.total]] = -1
        for part in line.parts:
            matrix[number, place[part]] = 1
    return csr_array(matrix)


def _interval(cell: int, sums: "csr_array", bounds: Sequence[tuple[int, int]]) -> Interval:
    import numpy as np
    from scipy.optimize import linprog

    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(bounds))
        goal[cell] = sign
        # scipy's type stubs do not know that HiGHS takes sparse sums
        found = linprog(goal, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=bounds, method="highs")  # type: ignore[call-overload]
        if not found.success:
            raise ArithmeticError(f"the true counts do not fit what would be published: {found.message}")
        ends.append(sign * found.fun)
    return Interval(math.ceil(ends[0] - SLACK), math.floor(ends[1] + SLACK))
