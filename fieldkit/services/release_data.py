"""From stored records to the populations that tables count: people once each, by their code; contacts one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from fieldkit.config import ReleaseSettings
from fieldkit.errors import Problem
from fieldkit.forms.instance import AnswerReader
from fieldkit.release.plan import quarter
from fieldkit.release.records import Category, Population, Record, Rule, TableSpec, Unit, Variable
from fieldkit.services.release_questions import TabulableForm, answers_by_question, table_spec, tabulable_form
from fieldkit.store.forms import PublishedForm, list_form_versions
from fieldkit.store.release_records import CountedRecord, counted_records, people_who_agree, ratings_of_form
from fieldkit.store.releases import ChosenTable
from fieldkit.store.sqlite import Connection
from fieldkit.store.times import from_text


@dataclass
class Collected:
    """Everything that tables of a release count.

    Attributes:
        left_out: codes of people who are left out because they did not agree to be counted, or withdrew.
        without_code: records of forms about people that name nobody.
        broken: chosen tables that cannot be made any more, with the reason.
    """

    populations: list[Population] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    quarters: set[str] = field(default_factory=set)
    researchers: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    without_code: int = 0
    broken: list[tuple[ChosenTable, Problem]] = field(default_factory=list)


def form_versions(db: Connection) -> dict[str, list[PublishedForm]]:
    """Return the versions of every form, the newest first, by form id."""
    versions: dict[str, list[PublishedForm]] = {}
    for version in list_form_versions(db):
        versions.setdefault(version.form_id, []).append(version)
    return versions


def collect(db: Connection, chosen: Sequence[ChosenTable], settings: ReleaseSettings, *, secret: str = "") -> Collected:
    """Read what the chosen tables count; a table that can no longer be made is set aside with its reason.

    `secret` is that of the rules (`release.records.Rule`).
    """
    collected, agreeing = Collected(), people_who_agree(db, "totals")
    for form_id, versions in form_versions(db).items():
        tables = [table for table in chosen if table.form_id == form_id]
        form = tabulable_form(versions)
        if not tables or form is None:
            continue
        records = _Reader(collected, versions, form, agreeing).read(db)
        rule = replace(rule_for(form.unit, settings), secret=secret)
        form = replace(form, variables=tuple(_named_by_answers(variable, records, rule) for variable in form.variables))
        specs = list(_specs(tables, form, collected))
        collected.populations.append(Population(form_id, form.unit, rule, tuple(records), tuple(specs)))
        collected.forms.append(form.title)
    return collected


def rule_for(unit: Unit, settings: ReleaseSettings) -> Rule:
    """Return the rule for people, or the organisations' own."""
    if unit is Unit.PEOPLE:
        return Rule(settings.minimum_people, settings.rounding_base)
    return Rule(
        settings.minimum_contacts,
        settings.rounding_base,
        researchers=settings.minimum_researchers,
        places=settings.minimum_contacts,
    )


def _specs(tables: Iterable[ChosenTable], form: TabulableForm, collected: Collected) -> Iterator[TableSpec]:
    for table in tables:
        try:
            yield table_spec(table, form)
        except Problem as problem:
            collected.broken.append((table, problem))


def _named_by_answers(variable: Variable, records: Sequence[Record], rule: Rule) -> Variable:
    """Give a kind of place without a list of choices the kinds that the rule allows to name."""
    if variable.categories:
        return variable
    groups: dict[str, list[Record]] = {}
    for record in records:
        for value in record.answers.get(variable.name, ()):
            groups.setdefault(value, []).append(record)
    named = [value for value, group in groups.items() if rule.allows(group, names_organisations=True)]
    return replace(variable, categories=tuple(Category(value) for value in sorted(named)))


class _Reader:
    def __init__(
        self, collected: Collected, versions: Sequence[PublishedForm], form: TabulableForm, agreeing: set[str]
    ) -> None:
        self.collected, self.form, self.agreeing = collected, form, agreeing
        self.readers = {version.version_id: AnswerReader(version.questions) for version in versions}

    def read(self, db: Connection) -> list[Record]:
        stored = counted_records(db, self.form.form_id)
        return self._people(stored) if self.form.unit is Unit.PEOPLE else self._contacts(db, stored)

    def _people(self, stored: Iterable[CountedRecord]) -> list[Record]:
        people: dict[str, Record] = {}
        for record in stored:
            code = record.participant_code
            if code is None:
                self.collected.without_code += 1
            elif code not in self.agreeing:
                self.collected.left_out.add(code)
            else:
                earlier = people[code].answers if code in people else {}
                answers = {**earlier, **self._answers(record)}
                people[code] = Record(code, record.researcher, answers=answers)
                self._note(record)
        return list(people.values())

    def _contacts(self, db: Connection, stored: Iterable[CountedRecord]) -> list[Record]:
        ratings, contacts = ratings_of_form(db, self.form.form_id), []
        for record in stored:
            if record.contact_id is not None and not record.withdrawn:
                rated = ratings.get(record.contact_id, {})
                place = record.place_code or ""
                contacts.append(Record(str(record.id), record.researcher, place, self._answers(record), rated))
                self._note(record)
        return contacts

    def _answers(self, record: CountedRecord) -> dict[str, frozenset[str]]:
        return answers_by_question(self.readers[record.form_version_id].read(record.xml), self.form.variables)

    def _note(self, record: CountedRecord) -> None:
        self.collected.quarters.add(quarter(from_text(record.received_at)))
        if record.researcher:
            self.collected.researchers.add(record.researcher)
