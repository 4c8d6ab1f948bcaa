"""A word that only looks right is pointed out where it stands, with the one that is probably meant."""

import pytest

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import Finding
from fieldkit.forms.spelling import meant_type
from fieldkit.forms.xlsform import compile_form

HEAD = "| survey |\n| | type | name | label | appearance | parameters | relevant |\n| | text | a | A |\n"


def found(source: str, code: str, media: dict[str, bytes] | None = None) -> list[Finding]:
    try:
        findings = compile_form("form.md", source.encode(), media=media or {}).findings
    except FormRefused as refused:
        findings = refused.findings
    return [finding for finding in findings if finding.code == code]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Integer", "integer"),
        ("interger", "integer"),
        ("Select One yn", "select_one yn"),
        ("select_mutliple yn", "select_multiple yn"),
        ("Begin Group", "begin_group"),
        ("gps tracker", ""),
    ],
)
def test_a_type_that_does_not_exist_is_told_what_is_meant(written: str, meant: str) -> None:
    assert meant_type(written) == meant


def test_an_unknown_type_is_refused_with_its_place_and_what_is_meant() -> None:
    (first,) = found(f"{HEAD}| | interger | q | Q |\n", "pyxform")
    assert (first.sheet, first.row, first.column) == ("survey", 4, "type")
    assert "Is integer meant?" in first.remedy
    (without_list,) = found(f"{HEAD}| | select_one | q | Q |\n", "pyxform")
    assert "the name of a list" in without_list.remedy


@pytest.mark.parametrize(("word", "near"), [("multline", "multiline"), ("Fancy", "")])
def test_an_appearance_that_nobody_knows_is_said(word: str, near: str) -> None:
    (one,) = found(f"{HEAD}| | text | q | Q | {word} |\n", "appearance-unknown")
    assert (one.sheet, one.row, one.column) == ("survey", 4, "appearance")
    assert word in one.what
    assert near in one.remedy


@pytest.mark.parametrize(
    "known", ["w4 h-2 columns-3 no-buttons", "ex:org.example.app(a='b c')", "minimal search('a b', 'matches')"]
)
def test_appearances_that_are_known_or_call_something_are_not_doubted(known: str) -> None:
    assert found(f"{HEAD}| | text | q | Q | {known} |\n", "appearance-unknown") == []


def test_a_column_that_is_nearly_one_that_is_known_is_said() -> None:
    (one,) = found("| survey |\n| | type | name | label | relevent |\n| | text | a | A | 1 = 2 |\n", "column-unknown")
    assert (one.sheet, one.row, one.column) == ("survey", 2, "relevent")
    assert "relevant" in one.remedy
    assert found("| survey |\n| | type | name | label | my notes |\n| | text | a | A | x |\n", "column-unknown") == []


def test_a_parameter_that_is_refused_has_its_row() -> None:
    (one,) = found(f"{HEAD}| | image | q | Q | | max-pixels=many |\n", "pyxform")
    assert (one.sheet, one.row, one.column) == ("survey", 4, "parameters")


@pytest.mark.parametrize("table", [b'name,label\na,"A\nb,B\n', b"name,label\na\0,A\n"])
def test_a_list_that_the_tablet_cannot_read_is_refused(table: bytes) -> None:
    source = f"{HEAD}| | select_one_from_file list.csv | q | Q |\n"
    assert found(source, "choice-file", {"list.csv": table})
