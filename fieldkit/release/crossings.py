"""Which crossed tables of one form may stand side by side.

Tables that cross questions in a tree (stage by need, stage by language) say nothing about three answers together that
the tables themselves do not: within one stage, the people with a certain need *and* language may be any number between
bounds that are as far apart as the smallest of the counts involved and their remainders, and each of those meets the
rule or is hidden (Fréchet's bounds; for trees they are exact: Dobra and Fienberg, PNAS 97(22), 2000). Tables that go
round in a circle (stage by need, need by language, language by stage) can pin single people down, so the one that
would close a circle is withheld. Each option of a question with several answers is a question of its own here, which
checks the options in pairs, too.
"""

from collections.abc import Iterable

from fieldkit.release.records import Measure, TableSpec
from fieldkit.release.system import partitions


def circle_reason(table: TableSpec, others: Iterable[TableSpec]) -> str:
    """Return the reason why `table` cannot join `others`, or an empty string."""
    if table.measure is Measure.MEAN:
        return "one-table-of-means" if any(other.measure is Measure.MEAN for other in others) else ""
    if table.columns is None:
        return ""
    if table.rows.name == table.columns.name:
        return "crossed-with-itself"
    if table.rows.several and table.columns.several:
        return "several-by-several"
    pairs = [pair for other in others if other.measure is Measure.COUNT for pair in _pairs(other)]
    return "circle" if _closes_circle(pairs, _pairs(table)) else ""


def _pairs(table: TableSpec) -> list[tuple[str, str]]:
    if table.columns is None:
        return []
    rows = [partition[0][0] for partition in partitions(table.rows)]
    columns = [partition[0][0] for partition in partitions(table.columns)]
    return [(row, column) for row in rows for column in columns]


def _closes_circle(known: Iterable[tuple[str, str]], added: Iterable[tuple[str, str]]) -> bool:
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for left, right in known:
        group[root(left)] = root(right)
    for left, right in added:
        if root(left) == root(right):
            return True
        group[root(left)] = root(right)
    return False
