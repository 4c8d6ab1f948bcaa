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
    attentive = _Reader(system, status, rule)
    return {cell: attentive.interval(cell) for cell in attentive.hidden}


def narrow_cells(system: System, status: Mapping[Cell, Status], rule: Rule) -> tuple[Cell, ...]:
    """Return the hidden cells whose interval is narrower than the threshold.

    Every solution of one programme is a set of counts that fits, so it also shows how far apart the other cells' counts
    may be: most cells are known to be wide before their own programmes are solved.
    """
    attentive = _Reader(system, status, rule)
    return tuple(
        cell
        for cell in attentive.hidden
        if attentive.seen(cell).width < rule.minimum and attentive.interval(cell).width < rule.minimum
    )


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
    if system.can_be_read_exactly(cell):
        return count, count
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


class _Reader:
    """An attentive reader of what would be published."""

    def __init__(self, system: System, status: Mapping[Cell, Status], rule: Rule) -> None:
        self._cells = sorted(system.members, key=cell_order)
        self._place = {cell: number for number, cell in enumerate(self._cells)}
        self.hidden = [cell for cell in self._cells if status[cell] is Status.HIDDEN]
        self._sums = _sums(system, self._cells)
        self._bounds = [_bounds(system, cell, status[cell], rule) for cell in self._cells]
        self._lowest = [float(system.count(cell)) for cell in self._cells]
        self._highest = list(self._lowest)

    def seen(self, cell: Cell) -> Interval:
        """The counts of `cell` in the true data and in every solution so far."""
        return _whole(self._lowest[self._place[cell]], self._highest[self._place[cell]])

    def interval(self, cell: Cell) -> Interval:
        """The lowest and highest count of `cell`."""
        return _whole(self._end(cell, 1), self._end(cell, -1))

    def _end(self, cell: Cell, sign: int) -> float:
        import numpy as np
        from scipy.optimize import linprog

        goal = np.zeros(len(self._cells))
        goal[self._place[cell]] = sign
        nothing = np.zeros(self._sums.shape[0])
        # scipy's type stubs do not know that HiGHS takes sparse sums
        found = linprog(goal, A_eq=self._sums, b_eq=nothing, bounds=self._bounds, method="highs")  # type: ignore[call-overload]
        if not found.success:
            raise ArithmeticError(f"the true counts do not fit what would be published: {found.message}")
        self._lowest = [min(pair) for pair in zip(self._lowest, found.x, strict=True)]
        self._highest = [max(pair) for pair in zip(self._highest, found.x, strict=True)]
        return float(sign * found.fun)


def _whole(low: float, high: float) -> Interval:
    return Interval(math.ceil(low - SLACK), math.floor(high + SLACK))
