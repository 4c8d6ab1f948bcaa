"""What a table is made from: the question it shows, the people or contacts it counts, the rule that protects them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Labels = Mapping[str, str]
"""Language code to text."""

NO_ANSWER = "(no answer)"
"""The category of those who were asked and did not answer; it keeps the total of every table of a form the same."""

OTHER = "(another answer)"
"""The category of answers that are not among the form's choices."""


class Unit(StrEnum):
    """What is counted. People and organisations have thresholds of their own."""

    PEOPLE = "people"
    CONTACTS = "contacts"


class Measure(StrEnum):
    """What stands in a cell: how many, or the mean of a criterion's ratings with how many."""

    COUNT = "count"
    MEAN = "mean"


@dataclass(frozen=True)
class Category:
    """One row or column of a table."""

    value: str
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Variable:
    """A question as a table reads it.

    Attributes:
        name: the question's path.
        categories: the form's choices, never taken from the answers.
        several: whether a unit can have more than one category; each is then a flag of its own, and there is no total
            across them.
        names_organisations: whether a category is a kind of place, so that a kind with very few places names them.
    """

    name: str
    categories: tuple[Category, ...]
    labels: Labels = field(default_factory=dict)
    several: bool = False
    names_organisations: bool = False


@dataclass(frozen=True)
class Record:
    """One person, or one contact.

    Attributes:
        unit: whom or what it counts as; two records of one population never share it.
        researcher: who collected it, or an empty string when unknown.
        place: the code of the place, or an empty string when unknown.
        answers: variable name to the categories given.
        ratings: criterion name to the value given; a criterion that did not apply is absent.
    """

    unit: str
    researcher: str = ""
    place: str = ""
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ratings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSpec:
    """A table that somebody chose.

    Attributes:
        criteria: for MEAN: names of the criteria that become the columns, with their labels.
    """

    id: str
    title: str
    rows: Variable
    columns: Variable | None = None
    measure: Measure = Measure.COUNT
    criteria: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Rule:
    """When a count may be shown.

    Attributes:
        minimum: the fewest units.
        base: what counts are rounded to.
        researchers: the fewest researchers behind a count; those unknown count together as one.
        places: the fewest places behind a count of one kind of place; those unknown count together as one.
        secret: a text that the project alone knows; it has a say in which of several cells is hidden beside another, so
            that this tells nothing to a reader who knows the kit's code.
    """

    minimum: int
    base: int
    researchers: int = 1
    places: int = 1
    secret: str = field(default="", repr=False)

    def allows(self, records: Iterable[Record], *, names_organisations: bool = False) -> bool:
        """Whether a count of exactly these records may be shown."""
        group = list(records)
        enough_places = not names_organisations or len({record.place for record in group}) >= self.places
        return (
            len({record.unit for record in group}) >= self.minimum
            and len({record.researcher for record in group}) >= self.researchers
            and enough_places
        )


@dataclass(frozen=True)
class Population:
    """Everybody, or every contact, that the tables of one form count, with those tables in their order."""

    name: str
    unit: Unit
    rule: Rule
    records: tuple[Record, ...]
    tables: tuple[TableSpec, ...]
