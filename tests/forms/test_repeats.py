"""Answers of a repeat that are named where one value is wanted, and triggers that reach into a repeat."""

import pytest

from fieldkit.forms.model import Severity
from tests.forms.sheets import found, places, row

PEOPLE = (row("begin_repeat", "person"), row("text", "first"), row("integer", "age"), row("end_repeat", ""))


@pytest.mark.parametrize(
    ("column", "expression"),
    [
        ("calculation", "concat('x', if(${age} > 1, 1, 2))"),
        ("relevant", "${first} = 'Nour'"),
        ("constraint", ". > ${age}"),
        ("default", "${age} + 1"),
        ("label", "Hello ${first}"),
        ("calculation", "instance('yn')/root/item[name = ${first}]/label"),
        ("calculation", "../person/age + 1"),
    ],
)
def test_an_answer_of_a_repeat_outside_of_it_is_pointed_out(column: str, expression: str) -> None:
    (one,) = found("repeat-many", *PEOPLE, row("integer", "q", **{column: expression}), row("select_one yn", "z"))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 7, column)])
    assert "which is asked once for each person" in one.what
    assert "indexed-repeat(${" in one.remedy


@pytest.mark.parametrize(
    "calculation",
    [
        "sum(${age})",
        "join(', ', ${first})",
        "count(${person})",
        "indexed-repeat(${age}, ${person}, 2)",
        "sum(${person}[age < 18]/age)",
        "${person}[position() = 1]/age",
        "max(${age}) - min(${age})",
        "if(count(${first}) > 1, 'many', 'one')",
    ],
)
def test_what_takes_all_or_picks_one_is_let_pass(calculation: str) -> None:
    assert found("repeat-many", *PEOPLE, row("calculate", "q", calculation=calculation)) == []


def test_within_the_repeat_and_the_ones_in_it_there_is_only_one() -> None:
    rows = (
        row("begin_repeat", "person"),
        row("text", "first"),
        row("begin_repeat", "child"),
        row("text", "called", label="Child of ${first}", relevant="${first} != ''"),
        row("end_repeat", ""),
        row("integer", "age", label="Age of ${first}", constraint=". < 120 and ${first} != ''"),
        row("end_repeat", ""),
    )
    assert found("repeat-many", *rows, row("select_one ${first}", "head", choice_filter="${age} > 17")) == []


def test_from_another_repeat_it_is_many() -> None:
    other = (row("begin_repeat", "visit"), row("note", "n", label="Hello ${first}"), row("end_repeat", ""))
    (one,) = found("repeat-many", *PEOPLE, *other)
    assert places(one) == [("survey", 8, "label")]


def test_a_trigger_outside_of_the_repeat_is_refused() -> None:
    inner = row("integer", "age", trigger="${first}", calculation="1")
    (one,) = found("repeat-trigger", row("text", "first"), row("begin_repeat", "r"), inner, row("end_repeat", ""))
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 5, "trigger")])
    assert "first, which triggers it, is not" in one.what


def test_a_trigger_in_the_same_repeat_or_out_of_it_is_let_pass() -> None:
    inner = (row("text", "first"), row("integer", "age", trigger="${first}", calculation="1"))
    outer = row("integer", "last", trigger="${age}", calculation="7")
    assert found("repeat-trigger", row("begin_repeat", "r"), *inner, row("end_repeat", ""), outer) == []
