"""What should be asked about a form before it is used with people, and what its roles cannot mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldkit.forms.findings import error, note, warning
from fieldkit.forms.model import Finding, Question, Role
from fieldkit.forms.topics import ABOUT_PEOPLE, IDENTIFYING, SENSITIVE, topics_in

_TEXTS = {"text", "audio"}
_ONE = {"select_one", "text", "calculate", "hidden", "barcode"}
_TIMES = {"datetime", "start", "end", "calculate"}
KINDS_OF_ROLE = {
    Role.PARTICIPANT: {"text", "calculate", "barcode", "hidden"},
    Role.CONSENT: {"select_one", "trigger"},
    Role.NOTICE: {"note"},
    Role.NARRATIVE: _TEXTS,
    Role.FACT: _TEXTS,
    Role.PLACE: _ONE,
    Role.PLACE_KIND: _ONE,
    Role.SCENARIO: _ONE,
    Role.CHANNEL: _ONE,
    Role.OUTCOME: _ONE,
    Role.STAGE: _ONE,
    Role.LANGUAGE: _ONE,
    Role.NEED: _ONE | {"select_multiple", "rank"},
    Role.CRITERION: {"select_one", "range", "integer", "decimal"},
    Role.CONTACT_STARTED: _TIMES,
    Role.CONTACT_ENDED: _TIMES,
    Role.CONTACT_WRITTEN: _TIMES,
}
"""Kinds of question that can have a role; roles that are not here fit every question with an answer."""

_ASKS_NOTHING = {"group", "repeat", "note", "calculate", "hidden", "audit", "start", "end", "today", "deviceid"}
_ROLES_OF_PEOPLE = {
    Role.PARTICIPANT,
    Role.CONSENT,
    Role.NARRATIVE,
    Role.DIRECT_IDENTIFIER,
    Role.QUASI_IDENTIFIER,
    Role.SENSITIVE,
    Role.STAGE,
    Role.NEED,
}
_ONCE = {Role.PARTICIPANT, Role.PLACE, Role.PLACE_KIND, Role.SCENARIO, Role.CHANNEL, Role.OUTCOME}


@dataclass(frozen=True)
class Places:
    """Where questions stand in their spreadsheet.

    Attributes:
        sheet: the name of the sheet of questions.
        rows: path of a question → its row.
        label_column: the first column with the questions' texts.
        headers: what a column is called usually → what its author calls it, where that differs.
    """

    sheet: str = "survey"
    rows: Mapping[str, int] = field(default_factory=dict)
    label_column: str = "label"
    headers: Mapping[str, str] = field(default_factory=dict)


def lint_form(questions: Sequence[Question], places: Places) -> list[Finding]:
    """Return errors about roles that cannot be, and warnings about what is better not asked or is missing."""
    return [
        *_role_errors(questions, places),
        *_topic_warnings(questions, places),
        *_missing_protection(questions, places.sheet),
    ]


def role_misfit(question: Question) -> str:
    """Say why a question cannot have the role that it has; an empty string when it can."""
    if question.role is None:
        return ""
    role = question.role.role
    allowed = KINDS_OF_ROLE.get(role)
    if allowed is None and question.kind in {"group", "repeat", "note"}:
        return f"A {question.kind} has no answer, so it cannot be {role}."
    if allowed is not None and question.kind not in allowed:
        return (
            f"A question of the type {question.kind} cannot be {role}; it needs one of: {', '.join(sorted(allowed))}."
        )
    return ""


def roles_twice(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield every question whose role, or consent scope, an earlier question has already and only one can have."""
    seen = set()
    for question in questions:
        role = question.role
        if role and (role.role in _ONCE or role.role is Role.CONSENT):
            if (role.role, role.scope) in seen:
                yield question
            seen.add((role.role, role.scope))


def _role_errors(questions: Sequence[Question], places: Places) -> Iterator[Finding]:
    for question in questions:
        if what := role_misfit(question):
            remedy = "Give the role to another question, or change the question's type."
            yield _role_error("role-misfit", what, remedy, question, places)
    for question in roles_twice(questions):
        name = f"{question.role.role} {question.role.scope}".strip() if question.role else ""
        what = f"Another question above is {name} already."
        yield _role_error("role-twice", what, "Keep one of them.", question, places)


def _role_error(code: str, what: str, remedy: str, question: Question, places: Places) -> Finding:
    row = places.rows.get(question.path)
    return error(code, what, remedy, sheet=places.sheet, row=row, column="fieldkit::role")


def _topic_warnings(questions: Sequence[Question], places: Places) -> Iterator[Finding]:
    for question in _asked(questions):
        for code, what, remedy in _doubts(question):
            yield warning(
                code,
                f"{question.name} {what}",
                remedy,
                sheet=places.sheet,
                row=places.rows.get(question.path),
                column=places.label_column,
            )


def _doubts(question: Question) -> Iterator[tuple[str, str, str]]:
    """Yield code, what and remedy of everything that is better not known."""
    for topic in topics_in(question.labels.values(), SENSITIVE):
        what = f"seems to ask about {topic.name}. {topic.why}"
        yield "better-not-known", what, "Leave it out unless the study needs it."
    if question.role is None or question.role.role is not Role.DIRECT_IDENTIFIER:
        for topic in topics_in(question.labels.values(), IDENTIFYING):
            what = f"seems to ask for {topic.name}. {topic.why}"
            yield "identifies", what, "Leave it out, or give it the role direct-identifier."
    if question.kind in {"geopoint", "geotrace", "geoshape"} and "coarse" not in question.appearance.split():
        what = "records an exact position, which can lead to a person's door."
        yield "exact-position", what, "Leave it out, ask for the district, or write coarse into its appearance."


def _missing_protection(questions: Sequence[Question], sheet: str) -> Iterator[Finding]:
    roles = {question.role.role for question in questions if question.role}
    if not roles:
        what = "No question of this form has a role, so nothing of its answers will ever be released."
        yield note("no-roles", what, "Say what its questions mean: in columns of ours, or at the desk.", sheet=sheet)
    if not _about_people(questions, roles):
        return
    for role, what, remedy in _PROTECTION:
        if role not in roles:
            yield warning(f"no-{role}", what, remedy, sheet=sheet, column="fieldkit::role")


_PROTECTION = (
    (
        Role.PARTICIPANT,
        "The form holds answers of people, but no question holds the participant's code: nobody could take them back.",
        "Give the role participant to the question with the code.",
    ),
    (
        Role.CONSENT,
        "The form holds answers of people, but does not ask what they agree to: none of it can be used.",
        "Ask one question per scope, with the role consent.",
    ),
    (
        Role.NOTICE,
        "The form holds answers of people, but does not inform them.",
        "Add a note with the role notice before the first question.",
    ),
)


def _about_people(questions: Sequence[Question], roles: set[Role]) -> bool:
    if roles & _ROLES_OF_PEOPLE:
        return True
    texts = ["\n".join(question.labels.values()) for question in _asked(questions)]
    if any(ABOUT_PEOPLE.search(text) for text in texts):
        return True
    return next(topics_in(texts, (*SENSITIVE, *IDENTIFYING)), None) is not None


def _asked(questions: Iterable[Question]) -> Iterator[Question]:
    return (question for question in questions if question.kind not in _ASKS_NOTHING)
