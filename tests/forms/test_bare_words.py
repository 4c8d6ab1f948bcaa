"""A word in an expression that names nothing is pointed out, with what is probably meant."""

import pytest

from fieldkit.forms.model import Severity
from tests.forms.sheets import found, places, row

FIRST = row("integer", "first")


@pytest.mark.parametrize("column", ["required", "read_only"])
@pytest.mark.parametrize("word", ["maybe", "oui", "sì"])
def test_a_word_that_is_neither_yes_nor_no_is_said(column: str, word: str) -> None:
    (one,) = found("word-unknown", FIRST, row("text", "q", **{column: word}))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 4, column)])
    assert one.what.startswith(f"{word} in {column} of q is neither yes nor no")


@pytest.mark.parametrize("said", ["yes", "No", "TRUE", "false()", "${first} = 1", "true", "1", "not(false())"])
@pytest.mark.parametrize("column", ["required", "read_only"])
def test_yes_no_and_conditions_are_let_pass(column: str, said: str) -> None:
    written = row("text", "q", **{column: said})
    assert found("word-unknown", FIRST, written) + found("name-bare", FIRST, written) == []


@pytest.mark.parametrize(
    ("column", "expression"),
    [
        ("relevant", "first = 1"),
        ("constraint", ". > first"),
        ("calculation", "if(first > 1, 'a', 'b')"),
        ("required", "first"),
        ("required", "first > 1"),
        ("default", "first + 1"),
    ],
)
def test_the_name_of_a_question_without_its_sign_is_said(column: str, expression: str) -> None:
    (one,) = found("name-bare", FIRST, row("integer", "q", **{column: expression}))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 4, column)])
    assert one.what == f"q names first without ${{}} or quotation marks, and so names nothing: {expression}"
    assert "Write ${first} for the answer" in one.remedy


def test_a_text_without_quotation_marks_is_said() -> None:
    (one,) = found("name-bare", row("text", "first"), row("text", "q", relevant="selected(${first}, yes)"))
    assert one.remedy == "Write 'yes' for the word itself; no question is called so."


@pytest.mark.parametrize(
    "rows",
    [
        [row("calculate", "q", calculation="instance('yn')/root/item[name = 'yes']/label"), row("select_one yn", "a")],
        [FIRST, row("select_one yn", "q", choice_filter="name = 'no' or ${first} = 1")],
        [FIRST, row("begin_group", "g", constraint="inner > 1"), row("integer", "inner"), row("end_group", "")],
        [FIRST, row("integer", "q", relevant="../first = 1 and /data/first mod 2 = 1")],
        [FIRST, row("text", "q", default="first"), row("text", "p", constraint=". = 'first'")],
    ],
)
def test_columns_paths_and_texts_are_let_pass(rows: list[str]) -> None:
    assert found("name-bare", *rows) == []
