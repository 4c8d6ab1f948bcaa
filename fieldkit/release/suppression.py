"""Which cells are hidden, so that no protected count can be read or worked out.

A cell is hidden by itself when the rule forbids it (a zero inside a table is a small count like any other: shown, it
would say that everybody of its row gave another answer). Then others are hidden with it until, for every sum that a
reader can do,

1. no hidden cell stands alone in it, and
2. the hidden parts of a shown total, taken together, would themselves be allowed; and until
3. each hidden cell's interval (`audit`) is at least as wide as the threshold.

An answer that nobody at all gave is said to be so, unless that would leave a single answer for everybody.
Which of several cells is hidden beside another depends on their counts and on a number from 0 to the threshold that
only the project can work out. Were it always the smallest, a reader who knows this code could often say how small the
hidden one is at least, and sometimes the count itself: of 12, 12 and 9 people, shown as hidden, 10 and hidden of 35,
nothing but 12 and 9 would fit (cf. the minimality attack: Wong, Fu, Wang and Pei, VLDB 2007). The same data give the
same tables all the same.
"""

import hashlib
from dataclasses import dataclass, field

from fieldkit.release.audit import Status, cell_order, narrow_cells
from fieldkit.release.records import Rule
from fieldkit.release.system import EVERYBODY, Cell, Line, System


@dataclass(frozen=True)
class Protection:
    """What may be seen of each cell, and the cells that no further hiding could protect."""

    status: dict[Cell, Status]
    unprotected: tuple[Cell, ...] = ()


@dataclass
class _Work:
    system: System
    rule: Rule
    status: dict[Cell, Status] = field(default_factory=dict)


def protect(system: System, rule: Rule, *, also_hidden: frozenset[Cell] = frozenset()) -> Protection:
    """Decide for every cell of `system` whether it may be seen.

    Args:
        system: the counts and the sums that tie them.
        rule: when a count may be shown.
        also_hidden: cells that another table of the same release hides.
    """
    work = _Work(system, rule)
    empty = _empty_cells(system)
    for cell in system.members:
        allowed = rule.allows(system.records_of([cell]), names_organisations=system.names_organisations(cell))
        work.status[cell] = _first_status(is_empty=cell in empty, must_hide=cell in also_hidden, is_allowed=allowed)
    if work.status[EVERYBODY] is Status.HIDDEN:
        return Protection(work.status, (EVERYBODY,))
    while True:
        if stuck := _mend_sums(work):
            return Protection(work.status, stuck)
        narrow = narrow_cells(system, work.status, rule)
        if not narrow:
            return Protection(work.status)
        if not sum(_hide_beside(work, cell) for cell in narrow):  # each of them, not only the first
            return Protection(work.status, narrow)


def _first_status(*, is_empty: bool, must_hide: bool, is_allowed: bool) -> Status:
    if must_hide:  # also when it is empty: of a few that are hidden elsewhere it is not said that none are here
        return Status.HIDDEN
    if is_empty:
        return Status.NOBODY
    return Status.SHOWN if is_allowed else Status.HIDDEN


def _empty_cells(system: System) -> frozenset[Cell]:
    """Answers that nobody gave, where at least two others were given, and everything that they are part of."""
    empty: set[tuple[str, str]] = set()
    for line in system.lines:
        if line.total == EVERYBODY and sum(system.count(part) > 0 for part in line.parts) > 1:
            empty.update(answer for part in line.parts if not system.count(part) for answer in part)
    return frozenset(cell for cell in system.members if cell & empty)


def _mend_sums(work: _Work) -> tuple[Cell, ...]:
    """Hide more until every sum is safe; return the cells of one that cannot be made so."""
    pending = True
    while pending:
        pending = False
        for line in work.system.lines:
            hidden = _hidden_of(work, line)
            if not hidden or _sum_is_safe(work, line, hidden):
                continue
            chosen = _cheapest(work, line)
            if chosen is None:
                return tuple(hidden)
            work.status[chosen] = Status.HIDDEN
            pending = True
    return ()


def _hidden_of(work: _Work, line: Line) -> list[Cell]:
    return [cell for cell in (line.total, *line.parts) if work.status[cell] is Status.HIDDEN]


def _sum_is_safe(work: _Work, line: Line, hidden: list[Cell]) -> bool:
    if len(hidden) == 1:
        return False
    if work.status[line.total] is not Status.SHOWN:
        return True
    together = work.system.records_of(hidden)
    names_organisations = any(work.system.names_organisations(cell) for cell in hidden)
    return work.rule.allows(together, names_organisations=names_organisations)


def _cheapest(work: _Work, line: Line) -> Cell | None:
    """The cell whose hiding costs least: fewest sums opened, then about the least counted; a part before a total."""
    candidates = [part for part in line.parts if work.status[part] is Status.SHOWN]
    if not candidates and line.total != EVERYBODY and work.status[line.total] is Status.SHOWN:
        candidates = [line.total]
    if not candidates:
        return None
    return min(candidates, key=lambda cell: (_opened_sums(work, cell), _blurred_count(work, cell), cell_order(cell)))


def _blurred_count(work: _Work, cell: Cell) -> int:
    digest = hashlib.blake2b(repr(cell_order(cell)).encode(), key=work.rule.secret.encode()[:64]).digest()
    blur = int.from_bytes(digest[:8]) % (work.rule.minimum + 1) if work.rule.secret else 0
    return work.system.count(cell) + blur


def _opened_sums(work: _Work, cell: Cell) -> int:
    lines = [line for line in work.system.lines if cell == line.total or cell in line.parts]
    return sum(not _hidden_of(work, line) for line in lines)


def _hide_beside(work: _Work, cell: Cell) -> bool:
    """Hide one more cell in a sum that `cell` is part of; False when there is none."""
    for line in work.system.lines:
        if cell == line.total or cell in line.parts:
            chosen = _cheapest(work, line)
            if chosen is not None:
                work.status[chosen] = Status.HIDDEN
                return True
    return False
