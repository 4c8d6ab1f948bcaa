"""What the converter would stumble over without a word, or what nobody can see in a cell."""

import pytest

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import Severity
from fieldkit.forms.xlsform import compile_form
from tests.forms.sheets import found, places, row


@pytest.mark.parametrize(
    ("rows", "column", "what"),
    [
        ((row("select_one_external towns", "q"),), "choice_filter", "needs a choice_filter"),
        (
            (
                row("begin_repeat", "r"),
                row("text", "who"),
                row("end_repeat", ""),
                row("select_multiple ${who}", "several"),
            ),
            "type",
            "Only select_one takes",
        ),
    ],
)
def test_a_select_that_nobody_can_read_is_refused_with_its_place(rows: tuple[str, ...], column: str, what: str) -> None:
    external = "| external_choices |\n| | list_name | name | label |\n| | towns | t | T |\n"
    (one,) = found("select-unfit", *rows, choices=external)
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 2 + len(rows), column)])
    assert what in one.what


def test_a_prefix_that_is_not_declared_is_said_with_its_column() -> None:
    form = "| survey |\n| | type | name | label | bind::oc:item |\n| | text | a | A | 1 |\n"
    with pytest.raises(FormRefused) as caught:
        compile_form("f.md", form.encode())
    assert places(caught.value.findings[0]) == [("survey", 2, "bind::oc:item")]
    assert caught.value.findings[0].code == "namespace-unknown"
    settings = '| settings |\n| | namespaces |\n| | oc="https://example.org/oc" |\n'
    assert compile_form("f.md", f"{form}{settings}".encode()).form_id == "f"


def test_signs_that_nobody_sees_are_taken_out_of_names_and_left_in_texts() -> None:
    label = "Ro\u200bw \u200fعمر"
    survey = f"| survey |\n| | \ufefftype | name | label\u200b | relevant |\n| | text\u200b | \u200fage | {label} | |\n"
    more = "| | select_one yn | q | Q | |\n| | text | why | Why | ${q}\u00a0=\u200b 'no\u200e' |\n"
    choices = "| choices |\n| | list_name | name | label |\n| | yn | no\u200b | No |\n| | yn | yes | Yes |\n"
    form = compile_form("f.md", f"{survey}{more}{choices}".encode())
    by_name = {question.name: question for question in form.questions}
    assert list(by_name["age"].labels.values()) == [label]
    assert [choice.value for choice in by_name["q"].choices] == ["no", "yes"]
    assert b"/data/q  = 'no'" in form.xform
    said = [one for one in form.findings if one.code == "signs-unseen"]
    assert [(one.sheet, one.row, one.column) for one in said] == [
        ("survey", 3, "type"),
        ("survey", 3, "name"),
        ("survey", 5, "relevant"),
        ("choices", 8, "name"),
    ]


def test_a_seed_and_the_name_of_a_file_with_a_blank_are_said_with_their_place_and_a_remedy() -> None:
    (seed,) = found("pyxform", row("select_one yn", "q", parameters="randomize=true seed=soon"))
    assert places(seed) == [("survey", 3, "parameters")]
    (blank,) = found("pyxform", row("select_one_from_file my list.csv", "q"))
    assert "holds no blanks" in blank.remedy


def test_the_header_may_stand_below_empty_rows() -> None:
    form = compile_form("f.csv", b",,\r\n,,\r\ntype,name,label\r\ntext,a,A\r\n")
    assert [question.name for question in form.questions] == ["a"]
