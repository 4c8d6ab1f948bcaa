"""A choice_filter that names a column which its list does not have stops publishing: nobody would see a choice."""

import pytest

from fieldkit.forms.model import Severity
from tests.forms.sheets import found, places, row

CODE = "filter-column"
FIRST = row("text", "first")
COLUMNS = "| | list_name | name | label | region | Size class |\n"
TOWNS = f"| choices |\n{COLUMNS}| | towns | a | A | north | |\n| | yn | y | Y |\n"
FILES = {
    "towns.csv": b"\xef\xbb\xbfname;label;region\na;A;north\n",
    "towns.xml": b"<root><item><name>a</name><label>A</label><region>n</region></item></root>",
    "towns.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","properties":'
    b'{"name":"a","label":"A","region":"n"},"geometry":{"type":"Point","coordinates":[1,2]}}]}',
}


def test_a_column_that_the_sheet_choices_has_not_is_refused_with_its_place() -> None:
    (one,) = found(CODE, FIRST, row("select_one towns", "q", choice_filter="regoin = ${first}"), choices=TOWNS)
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 4, "choice_filter")])
    assert "names the column regoin, which the list towns does not have" in one.what
    assert one.remedy == "Is region meant?"


def test_the_name_of_a_question_without_its_sign_is_no_column() -> None:
    (one,) = found(CODE, FIRST, row("select_one towns", "q", choice_filter="region = first"), choices=TOWNS)
    assert "write ${first}" in one.remedy


@pytest.mark.parametrize("file", FILES)
def test_a_column_that_a_file_has_not_is_refused(file: str) -> None:
    kind, media = f"select_one_from_file {file}", {file: FILES[file]}
    (one,) = found(CODE, FIRST, row(kind, "q", choice_filter="selected(${first}, district)"), media=media)
    assert places(one) == [("survey", 4, "choice_filter")]
    assert "the column district, which the list towns does not have" in one.what
    assert found(CODE, FIRST, row(kind, "q", choice_filter="region = ${first} or name = 'a'"), media=media) == []


@pytest.mark.parametrize(
    "choice_filter",
    [
        "region = ${first} and ./name != ''",
        "true()",
        "${first} != ''",
        "position() < 3 and not(contains(label, ${first}))",
        "name = instance('yn')/root/item[name = 'y']/label",
        "region = current()/../first",
    ],
)
def test_columns_of_the_list_are_let_pass(choice_filter: str) -> None:
    rows = (FIRST, row("select_one towns", "q", choice_filter=choice_filter), row("select_one yn", "other"))
    assert found(CODE, *rows, choices=TOWNS) == []


def test_what_filters_the_rows_of_a_repeat_names_questions() -> None:
    repeat = (row("begin_repeat", "r"), row("text", "who"), row("end_repeat", ""))
    assert found(CODE, *repeat, row("select_one ${who}", "q", choice_filter="${who} != ''")) == []


@pytest.mark.parametrize(
    "calculation",
    [
        "pulldata('towns', 'distritc', 'name', ${first})",
        "pulldata('towns', 'region', 'distritc', ${first})",
        "instance('towns')/root/item[name = ${first}]/distritc",
        "count(instance('towns')/root/item[distritc = 'x'])",
    ],
)
def test_a_column_that_is_looked_for_and_never_found_is_pointed_out(calculation: str) -> None:
    media = {"towns.csv": b"name,label,region,district\na,A,n,d\n"}
    rows = (FIRST, row("csv-external", "towns"), row("calculate", "q", calculation=calculation))
    (one,) = found("list-column", *rows, media=media)
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 5, "calculation")])
    assert one.remedy == "Is district meant?"
    mended = row("calculate", "q", calculation=calculation.replace("distritc", "district"))
    assert found("list-column", *rows[:2], mended, media=media) == []


def test_the_file_of_pulldata_is_named_without_its_ending() -> None:
    rows = (FIRST, row("calculate", "q", calculation="pulldata('towns.csv', 'region', 'name', ${first})"))
    (one,) = found("media-missing", *rows, media={"towns.csv": b"name,region\na,n\n"})
    assert places(one) == [("survey", 4, "calculation")]
    assert one.remedy == "Write its name in the expression without .csv: 'towns'."
