"""What questions mean: declared in the spreadsheet, and questioned."""

import pytest

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import Role, RoleDeclaration, Severity
from fieldkit.forms.roles import RoleError, declare, role_as_dict, role_from_dict
from fieldkit.forms.xlsform import compile_form

FORM = """
| survey |
| | type          | name | label | fieldkit::role | fieldkit::scope | fieldkit::section | fieldkit::weight | CRIT |
| | begin_group   | g    | G     |                |                 |                   |                  |      |
| | select_one yn | ok   | OK?   | ROLE           |                 |                   |                  |      |
| | end_group     |      |       |                |                 |                   |                  |      |
| | note          | hi   | Hello |                |                 |                   |                  |      |
| choices |
|         | list_name | name | label |
|         | yn        | yes  | Yes   |
""".replace("CRIT", "fieldkit::critical")


def with_cells(cells: str) -> str:
    old = "| ROLE           |                 |                   |                  |      |"
    assert old in FORM
    return FORM.replace(old, cells)


def test_roles_are_read_from_our_columns_and_do_not_reach_the_form() -> None:
    form = compile_form("f.md", with_cells("| Criterion | | access | 2,5 | yes |").encode())
    assert form.questions[1].path == "/data/g/ok"
    assert form.questions[1].role == RoleDeclaration(Role.CRITERION, section="access", weight=2.5, critical=True)
    assert form.questions[2].role is None
    assert b"fieldkit" not in form.xform


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ("| patient | | | | |", "fieldkit::role", "participant"),
        ("| consent | | | | |", "fieldkit::scope", "totals"),
        ("| consent | everything | | | |", "fieldkit::scope", "totals"),
        ("| stage | totals | | | |", "fieldkit::scope", "Empty"),
        ("| criterion | | | | |", "fieldkit::section", "section"),
        ("| criterion | | access | 0 | |", "fieldkit::weight", "number"),
        ("| criterion | | access | nan | |", "fieldkit::weight", "number"),
        ("| criterion | | access | | maybe |", "fieldkit::critical", "yes or no"),
        ("| | totals | | | |", "fieldkit::role", "participant"),
        ("| narrative | | | | |", "fieldkit::role", "another question"),
        ("| notice | | | | |", "fieldkit::role", "another question"),
    ],
)
def test_a_role_that_means_nothing_is_refused_at_its_cell(cells: str, column: str, says: str) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form("f.md", with_cells(cells).encode())
    finding = refused.value.findings[0]
    assert (finding.severity, finding.sheet, finding.row, finding.column) == (Severity.ERROR, "survey", 5, column)
    assert says in finding.remedy


def test_a_column_of_ours_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form("f.md", FORM.replace("fieldkit::scope", "fieldkit::scpoe").encode())
    assert (refused.value.findings[0].column, refused.value.findings[0].row) == ("fieldkit::scpoe", 3)


def test_one_meaning_that_only_one_question_can_have_is_refused_twice() -> None:
    row = "| | select_one yn | again | OK?  | consent | totals | | | |\n"
    form = with_cells("| consent | totals | | | |").replace("| | note ", row + "| | note ")
    with pytest.raises(FormRefused) as refused:
        compile_form("f.md", form.encode())
    assert (refused.value.findings[0].code, refused.value.findings[0].row) == ("role-twice", 7)


def test_a_declaration_survives_being_kept() -> None:
    declaration = declare({"role": "quasi identifier", "hierarchy": "age"})
    assert declaration == RoleDeclaration(Role.QUASI_IDENTIFIER, hierarchy="age")
    assert role_from_dict(role_as_dict(declaration)) == declaration
    assert declare({"role": " ", "scope": ""}) is None
    with pytest.raises(RoleError):
        declare({"role": "consent"})


QUESTIONS = [
    ("What is your immigration status?", "better-not-known", "immigration status"),
    ("Hai il permesso di soggiorno?", "better-not-known", "immigration status"),
    ("هل لديك تصريح إقامة؟", "better-not-known", "immigration status"),
    ("How did you come to Europe?", "better-not-known", "the route"),
    ("هل عبرت البحر؟", "better-not-known", "the route"),
    ("Numero di documento", "better-not-known", "personal papers"),
    ("ما هو رقم جواز السفر؟", "better-not-known", "personal papers"),
    ("Who is your employer?", "better-not-known", "the employer"),
    ("أين تعمل؟", "better-not-known", "the employer"),
    ("Il tuo indirizzo", "better-not-known", "the exact address"),
    ("ما عنوانك؟", "better-not-known", "the exact address"),
    ("What is your religion?", "better-not-known", "religion"),
    ("ما هي ديانتك؟", "better-not-known", "religion"),
    ("What is your full name?", "identifies", "a name"),
    ("ما هو اسمك؟", "identifies", "a name"),
    ("Numero di telefono", "identifies", "a phone number"),
]


@pytest.mark.parametrize(("label", "code", "topic"), QUESTIONS)
def test_what_is_better_not_known_is_questioned_in_three_languages(label: str, code: str, topic: str) -> None:
    form = compile_form("f.md", f"| survey |\n| | type | name | label |\n| | text | a | {label} |\n".encode())
    said = [finding for finding in form.findings if finding.code == code]
    assert len(said) == 1
    assert topic in said[0].what
    assert (said[0].severity, said[0].row, said[0].column) == (Severity.WARNING, 3, "label")


@pytest.mark.parametrize(
    "label",
    ["Was the address of the office easy to find?", "How long did you wait?", "Com'è andata?", "كيف كانت الخدمة؟"],
)
def test_harmless_questions_are_left_alone(label: str) -> None:
    form = compile_form("f.md", f"| survey |\n| | type | name | label |\n| | text | a | {label} |\n".encode())
    assert not {finding.code for finding in form.findings} & {"better-not-known", "identifies", "no-consent"}


def test_a_form_with_peoples_answers_needs_a_code_consent_and_a_notice() -> None:
    form = compile_form("f.md", with_cells("| need | | | | |").encode())
    codes = {finding.code for finding in form.findings}
    assert {"no-participant", "no-consent", "no-notice"} <= codes
    told = compile_form("f.md", with_cells("| consent | totals | | | |").encode())
    assert "no-consent" not in {finding.code for finding in told.findings}
