"""Names of choices in files that answers could not keep, tell apart or find are said when the form is published."""

import pytest

from fieldkit.forms.model import Severity
from tests.forms.sheets import findings, row

ONE, SEVERAL = "select_one_from_file towns.csv", "select_multiple_from_file towns.csv"
CODES = ("choice-file-empty", "choice-name-empty", "choice-name-blank", "choice-name-twice")


def said(kind: str, table: bytes, **cells: str) -> list[tuple[Severity, str, str]]:
    rows = (row("text", "first"), row(kind, "q", **cells))
    found = findings(*rows, media={"towns.csv": table})
    return [(one.severity, one.code, one.what) for one in found if one.code in CODES]


def test_a_list_with_only_a_header_is_said() -> None:
    expected = [(Severity.WARNING, "choice-file-empty", "towns.csv has a header and no choices.")]
    assert said(ONE, b"name,label\n") == said(ONE, b"name,label\n,\n\n") == expected


def test_a_choice_without_a_name_is_said_with_its_row() -> None:
    ((severity, code, what),) = said(ONE, b"name,label\na,A\n,B\n ,C\n")
    assert (severity, code) == (Severity.WARNING, "choice-name-empty")
    assert "without name in row 3 and 1 more" in what


@pytest.mark.parametrize(("kind", "severity"), [(ONE, Severity.WARNING), (SEVERAL, Severity.ERROR)])
def test_a_blank_in_a_name_is_said_and_refused_where_several_can_be_chosen(kind: str, severity: Severity) -> None:
    ((how, code, what),) = said(kind, b"name,label\nnew york,A\nrome,B\n")
    assert (how, code) == (severity, "choice-name-blank")
    assert "in the name of row 2:" in what


def test_a_name_that_stands_twice_is_said_unless_a_filter_parts_the_rows() -> None:
    table = b"name,label,region\nother,A,north\nrome,B,north\nother,C,south\n"
    ((severity, code, what),) = said(ONE, table)
    assert (severity, code) == (Severity.WARNING, "choice-name-twice")
    assert "the name other in the rows 2 and 4" in what
    assert said(ONE, table, choice_filter="region = ${first}") == []


def test_the_column_that_holds_the_names_is_the_one_that_the_form_says() -> None:
    table = b"code;label;name\na;A;x y\nb;B;x y\n"
    ((_, code, _),) = said(ONE, b"code;label;name\na a;A;x\nb;B;x\n", parameters="value=code")
    assert code == "choice-name-blank"
    assert said(ONE, table, parameters="value=code") == []


@pytest.mark.parametrize(
    "table", [b"name;label\na;A B\nb;A B\n", b"\xef\xbb\xbfname,label\r\na,A\r\n\r\n", b"\xff\xfe"]
)
def test_good_lists_and_what_is_no_table_are_let_pass(table: bytes) -> None:
    assert said(SEVERAL, table) == []
