"""Spreadsheets of every kind and of no kind."""

import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.workbook import MAX_FILE_BYTES, Workbook, read_workbook
from tests.forms.old_excel import xls
from tests.forms.real import xlsform

MARKDOWN = """
| survey |
|        | type | name | label |
|        | text | a    | One \\| two |
| ignored |
|         | anything |
"""
CSV = 'survey,,,\n,type,name,label\n,text,a,"One | two"\n'
TABLE = "type;name;label\ntext;a;One | two\n"


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def only_question(workbook: Workbook) -> dict[str, str]:
    rows = workbook.sheet("survey").rows
    assert len(rows) == 1
    return rows[0].cells


@pytest.mark.parametrize(
    "content",
    [
        MARKDOWN.encode(),
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        TABLE.encode(),
        TABLE.replace(";", "\t").encode(),
        xlsx({"Survey": [["type", "name", "label"], ["text", "a", "One | two"]]}),
        xls({"Survey": [["type", "name", "label"], ["text", "a", "One | two"]]}),
    ],
    ids=["markdown", "csv", "csv-bom", "csv-utf16", "table", "tab", "xlsx", "xls"],
)
def test_every_kind_of_file_is_told_from_its_bytes(content: bytes) -> None:
    assert only_question(read_workbook(content)) == {"type": "text", "name": "a", "label": "One | two"}


def test_rows_carry_the_numbers_that_their_author_sees() -> None:
    content = xlsx({"survey": [["type", "name"], [], ["text", "a"], ["text", "b"]]})
    assert [row.number for row in read_workbook(content).sheet("survey").rows if row.cells] == [3, 4]
    assert [row.number for row in read_workbook(MARKDOWN.encode()).sheet("survey").rows] == [4]


def test_numbers_dates_and_truth_values_become_the_text_that_pyxform_would_make() -> None:
    content = xlsx({"survey": [["type", "name", "x"], ["text", 1.0, True], ["text", 2.5, False]]})
    rows = read_workbook(content).sheet("survey").rows
    assert [(row.cells["name"], row.cells["x"]) for row in rows] == [("1", "TRUE"), ("2.5", "FALSE")]


def test_an_old_excel_file_is_read_to_its_numbers() -> None:
    content = xls({"survey": [["type", "name", "x"], ["text", "سؤال", 7.0], ["text", "b", 2.5]], "choices": [["name"]]})
    workbook = read_workbook(content)
    assert [row.cells for row in workbook.sheet("survey").rows] == [
        {"type": "text", "name": "سؤال", "x": "7"},
        {"type": "text", "name": "b", "x": "2.5"},
    ]
    assert workbook.all_names == ("survey", "choices")


def test_more_questions_than_any_form_has_are_refused_early() -> None:
    rows = "".join(f"text,q{number}\n" for number in range(6000))
    assert refusal(f"type,name,label\n{rows}".encode()) == "too-many-rows"


def test_a_million_empty_rows_below_the_form_cost_nothing() -> None:
    assert len(read_workbook(xlsform("ucl_biomass_plot_sw")).sheet("survey").rows) == 90


def test_a_column_that_stands_twice_is_refused_with_its_name() -> None:
    with pytest.raises(FormRefused) as refused:
        read_workbook(xlsx({"survey": [["type", "name", "name"], ["text", "a", "b"]]}))
    assert (refused.value.findings[0].sheet, refused.value.findings[0].column) == ("survey", "name")


def refusal(content: bytes) -> str:
    with pytest.raises(FormRefused) as refused:
        read_workbook(content)
    assert refused.value.status == 422
    assert refused.value.remedy
    return refused.value.findings[0].code


def test_what_is_no_spreadsheet_is_refused_saying_what_it_is() -> None:
    assert refusal(b"") == "file-empty"
    assert refusal(bytes(range(256)) * 100) == "not-text"
    assert refusal(b"PK\x03\x04 not really") == "xlsx-broken"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "xls-broken"
    assert refusal(b"<html><table><tr><td>type</td></tr></table></html>") == "not-a-spreadsheet"
    assert refusal(b"Dear all, here is the form") == "not-a-form"
    assert refusal(xlsform("reach_msna_2024")[:50_000]) == "xlsx-broken"
    assert refusal(b"x" * (MAX_FILE_BYTES + 1)) == "file-too-large"
    assert refusal(xlsx({"notes": [["a"]], "other": [["b"]]})) == "no-survey-sheet"


def archive(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return written.getvalue()


def test_other_archives_are_refused_saying_what_they_are() -> None:
    assert refusal(archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})) == "ods"
    assert refusal(archive({"word/document.xml": b"<w/>"})) == "not-a-spreadsheet"
    assert refusal(archive({"holiday.txt": b"sun"})) == "not-a-spreadsheet"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive({"xl/worksheets/sheet1.xml": b"\0" * 60_000_000})
    assert len(bomb) < 1_000_000
    assert refusal(bomb) == "unpacks-too-large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_a_document_type_is_refused(encoding: str) -> None:
    part = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding)
    assert refusal(archive({"xl/workbook.xml": part})) == "xlsx-doctype"


def test_a_workbook_that_is_protected_by_a_password_says_so() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(ole) == "protected"


@given(st.binary(max_size=3000))
def test_no_bytes_end_in_anything_but_a_workbook_or_a_refusal(content: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"| survey |\n"):
        with suppress(FormRefused):
            read_workbook(prefix + content)


SMALL = xlsx({"survey": [["type", "name", "label"], ["text", "a", "A"]], "choices": [["list_name"]]})


@given(st.data())
def test_a_damaged_workbook_ends_in_a_workbook_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FormRefused):
        read_workbook(bytes(content))
