"""Short ways to make populations for tests."""

from collections.abc import Sequence

from fieldkit.release.records import Category, Population, Record, Rule, TableSpec, Unit, Variable

PEOPLE = Rule(minimum=10, base=5)
CONTACTS = Rule(minimum=3, base=5, researchers=2, places=3)


def variable(name: str, values: Sequence[str], *, several: bool = False, kinds: bool = False) -> Variable:
    return Variable(name, tuple(Category(value) for value in values), several=several, names_organisations=kinds)


def one_way(name: str, counts: Sequence[int]) -> tuple[Record, ...]:
    """So many people in each of the categories a, b, c …"""
    values = [chr(ord("a") + index) for index, count in enumerate(counts) for _ in range(count)]
    return tuple(Record(f"p{number}", answers={name: frozenset(value)}) for number, value in enumerate(values))


def two_way(rows: str, columns: str, counts: Sequence[Sequence[int]]) -> tuple[Record, ...]:
    """So many people in each cell: rows a, b …; columns x, y …"""
    records = []
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            answers = {rows: frozenset("abcdefgh"[row]), columns: frozenset("stuvwxyz"[column])}
            records += [Record(f"p{row}-{column}-{number}", answers=answers) for number in range(count)]
    return tuple(records)


def people(records: Sequence[Record], *tables: TableSpec, name: str = "talk", rule: Rule = PEOPLE) -> Population:
    return Population(name, Unit.PEOPLE, rule, tuple(records), tables)


def contacts(records: Sequence[Record], *tables: TableSpec) -> Population:
    return Population("call", Unit.CONTACTS, CONTACTS, tuple(records), tables)
