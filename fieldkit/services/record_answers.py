"""A record's answers as a person reads them: the form's own order, its words in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldkit.forms.instance import GROUP_KINDS, UPLOAD_KINDS, Answer, file_name
from fieldkit.forms.model import Labels, Question, Role
from fieldkit.store.submissions import SubmissionFile

CHOICE_KINDS = frozenset({"select_one", "select_multiple", "rank"})
HIDDEN_KINDS = frozenset(
    {
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "start-geopoint",
        "background-geopoint",
        "xml-external",
        "csv-external",
    }
)
"""Kinds that nobody was asked; they stand apart from what was said."""


@dataclass(frozen=True)
class Wording:
    """A text of the form with the language it is in; the language is empty where the form does not say."""

    text: str
    language: str


@dataclass(frozen=True)
class Heading:
    """A group, or one instance of a repeat; `number` is 0 for a group. `level` is 0 for an outermost one."""

    wording: Wording
    level: int
    number: int


@dataclass(frozen=True)
class Line:
    """One question with its answer.

    Attributes:
        wording: what was asked.
        kind: the question's kind.
        value: the answer as it stands in the XML; empty when there was none.
        choices: what a value of a select stands for, in the order of the answer.
        file: the file that an upload names, or None.
        names_someone: whether the form declares the answer a direct identifier.
    """

    wording: Wording
    kind: str
    value: str
    choices: tuple[Wording, ...]
    file: SubmissionFile | None
    names_someone: bool


def lines_of(
    questions: Sequence[Question], answers: Sequence[Answer], *, language: str, files: Sequence[SubmissionFile]
) -> list[Heading | Line]:
    """Return headings and answers in the form's order; calculated values and notes are left out."""
    asked = [answer for answer in answers if answer.question.kind not in HIDDEN_KINDS | {"note"}]
    groups = {question.path: question for question in questions if question.kind in GROUP_KINDS}
    held = {file.name: file for file in files if file.state in ("held", "missing")}
    return list(_with_headings(asked, groups, language, held))


@dataclass(frozen=True)
class Difference:
    """One question that two versions of a record answer otherwise; a line is None where a version lacks it."""

    wording: Wording
    stored: Line | None
    other: Line | None


def differences_between(stored: Sequence[Answer], other: Sequence[Answer], *, language: str) -> list[Difference]:
    """Return what two versions of a record answer otherwise, in the order of the first, then of the second."""
    versions = [{(answer.path, answer.position): answer for answer in answers} for answers in (stored, other)]
    found = []
    for place in dict.fromkeys([*versions[0], *versions[1]]):
        pair = [version.get(place) for version in versions]
        if len({answer.value if answer else None for answer in pair}) > 1:
            lines = [_line(answer, language, {}) if answer else None for answer in pair]
            found.append(Difference(next(line.wording for line in lines if line), *lines))
    return found


def unasked_of(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    """Return name and value of what nobody was asked: calculations, times, device."""
    return [
        (answer.question.name, answer.value)
        for answer in answers
        if answer.question.kind in HIDDEN_KINDS and answer.value
    ]


def wording_in(labels: Labels, language: str, otherwise: str) -> Wording:
    """Return a text in the reader's language, else in its plain form, the form's default, any, or `otherwise`."""
    for wish in (language, language.split("-", maxsplit=1)[0], "default", *labels):
        if labels.get(wish):
            return Wording(labels[wish], "" if wish in ("default", "und") else wish)
    return Wording(otherwise, "")


def _with_headings(
    answers: Sequence[Answer], groups: Mapping[str, Question], language: str, files: Mapping[str, SubmissionFile]
) -> Iterator[Heading | Line]:
    open_groups: list[tuple[str, tuple[int, ...]]] = []
    for answer in answers:
        around = _groups_around(answer, groups)
        common = 0
        while common < min(len(around), len(open_groups)) and around[common] == open_groups[common]:
            common += 1
        yield from _headings(around, common, groups, language)
        open_groups = around
        yield _line(answer, language, files)


def _groups_around(answer: Answer, groups: Mapping[str, Question]) -> list[tuple[str, tuple[int, ...]]]:
    """Return path and position of every group around an answer, outermost first."""
    parts, found, depth = answer.path.split("/"), [], 0
    for length in range(2, len(parts)):
        path = "/".join(parts[:length])
        if path in groups:
            depth += groups[path].kind == "repeat"
            found.append((path, answer.position[:depth]))
    return found


def _headings(
    around: list[tuple[str, tuple[int, ...]]], common: int, groups: Mapping[str, Question], language: str
) -> Iterator[Heading]:
    named = [bool(groups[path].labels) or groups[path].kind == "repeat" for path, _ in around]
    for place in range(common, len(around)):
        path, position = around[place]
        if named[place]:
            number = position[-1] if groups[path].kind == "repeat" else 0
            yield Heading(wording_in(groups[path].labels, language, groups[path].name), sum(named[:place]), number)


def _line(answer: Answer, language: str, files: Mapping[str, SubmissionFile]) -> Line:
    question = answer.question
    return Line(
        wording=wording_in(question.labels, language, question.name),
        kind=question.kind,
        value=answer.value.strip(),
        choices=tuple(_choices(question, answer.value, language)),
        file=files.get(file_name(answer.value)) if question.kind in UPLOAD_KINDS else None,
        names_someone=question.role is not None and question.role.role is Role.DIRECT_IDENTIFIER,
    )


def _choices(question: Question, value: str, language: str) -> Iterator[Wording]:
    if question.kind not in CHOICE_KINDS:
        return
    labels = {choice.value: choice.labels for choice in question.choices}
    chosen = [value.strip()] if question.kind == "select_one" else value.split()
    for one in filter(None, chosen):
        yield wording_in(labels.get(one, {}), language, one)
