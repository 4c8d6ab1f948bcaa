"""Which questions of a form may be tabulated, and how a table reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fieldkit.errors import Problem
from fieldkit.forms.instance import Answer
from fieldkit.forms.model import Labels, Question, Role
from fieldkit.release.records import Category, Measure, TableSpec, Unit, Variable
from fieldkit.services.derive import CONTACT_ROLES
from fieldkit.store.forms import PublishedForm
from fieldkit.store.releases import ChosenTable

PEOPLE_ROLES = frozenset({Role.QUASI_IDENTIFIER, Role.STAGE, Role.NEED, Role.LANGUAGE})
CONTACT_TABLE_ROLES = frozenset({Role.PLACE_KIND, Role.OUTCOME, Role.CHANNEL, Role.LANGUAGE, Role.STAGE, Role.NEED})


@dataclass(frozen=True)
class TabulableForm:
    """A form with what may be made of it.

    Attributes:
        unit: what its tables count; a form that names participants counts people, whatever else it asks.
        variables: questions that may be rows or columns.
        criteria: criteria for a table of means, by name.
    """

    form_id: str
    title: str
    unit: Unit
    variables: tuple[Variable, ...]
    criteria: tuple[Category, ...]

    def variable(self, path: str) -> Variable:
        """Return the question at `path`.

        Raises:
            Problem: `409.not-tabulable`.
        """
        for variable in self.variables:
            if variable.name == path:
                return variable
        raise Problem(
            "409.not-tabulable",
            "This question cannot be tabulated: it has no role that allows it, or no list of choices.",
            where=path,
            remedy="Declare its role in the form, or choose another question.",
        )


def tabulable_form(versions: Sequence[PublishedForm]) -> TabulableForm | None:
    """Read a form from its versions, the newest first; None when nothing of it may be tabulated."""
    questions = _newest(versions)
    roles = {question.role.role for question in questions if question.role}
    unit = Unit.PEOPLE if roles & {Role.PARTICIPANT, Role.CONSENT} else Unit.CONTACTS
    if unit is Unit.CONTACTS and not roles & CONTACT_ROLES:
        return None
    allowed = PEOPLE_ROLES if unit is Unit.PEOPLE else CONTACT_TABLE_ROLES
    variables = [_variable(question) for question in questions if question.role and question.role.role in allowed]
    criteria = [
        Category(question.name, question.labels)
        for question in questions
        if unit is Unit.CONTACTS and question.role and question.role.role is Role.CRITERION
    ]
    usable = tuple(variable for variable in variables if variable.categories or variable.names_organisations)
    return TabulableForm(versions[0].form_id, versions[0].title, unit, usable, tuple(criteria)) if usable else None


def table_spec(chosen: ChosenTable, form: TabulableForm) -> TableSpec:
    """Turn a chosen table into what is tabulated.

    Raises:
        Problem: `409.not-tabulable`; `409.other-unit` when the form counts something else.
    """
    if chosen.unit != form.unit:
        raise Problem(
            "409.other-unit",
            "This form counts people, not contacts." if form.unit is Unit.PEOPLE else "This form counts contacts.",
            where=form.title,
            remedy="Choose the table again.",
        )
    rows = form.variable(chosen.row_question)
    if chosen.measure == Measure.MEAN:
        if rows.several or not form.criteria:
            raise Problem(
                "409.no-means",
                "Means need a form with rated criteria, and rows of which each contact has one.",
                where=form.title,
                remedy="Choose the kind of place as rows.",
            )
        return TableSpec(chosen.id, chosen.title, rows, measure=Measure.MEAN, criteria=form.criteria)
    columns = form.variable(chosen.column_question) if chosen.column_question else None
    return TableSpec(chosen.id, chosen.title, rows, columns)


def answers_by_question(answers: Iterable[Answer], variables: Iterable[Variable]) -> dict[str, frozenset[str]]:
    """Return the categories that one record gives to each question, those without an answer left out."""
    wanted = {variable.name for variable in variables}
    given: dict[str, set[str]] = {}
    for answer in answers:
        if answer.path in wanted and answer.value.strip():
            several = answer.question.kind == "select_multiple"
            given.setdefault(answer.path, set()).update(answer.value.split() if several else [answer.value.strip()])
    return {path: frozenset(values) for path, values in given.items()}


def _newest(versions: Sequence[PublishedForm]) -> list[Question]:
    """Each question of any version as its newest version has it, with the choices of all."""
    found: dict[str, Question] = {}
    for version in versions:
        for question in version.questions:
            newer = found.setdefault(question.path, question)
            known = {choice.value for choice in newer.choices}
            older = tuple(choice for choice in question.choices if choice.value not in known)
            found[question.path] = replace(newer, choices=(*newer.choices, *older))
    return list(found.values())


def _variable(question: Question) -> Variable:
    choices = question.choices if question.kind in ("select_one", "select_multiple") else ()
    labels: dict[str, Labels] = {}
    for choice in choices:
        labels.setdefault(choice.value, choice.labels)
    return Variable(
        question.path,
        tuple(Category(value, texts) for value, texts in labels.items()),
        question.labels,
        several=question.kind == "select_multiple" or bool(question.repeat),
        names_organisations=bool(question.role and question.role.role is Role.PLACE_KIND),
    )
