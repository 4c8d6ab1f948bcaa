"""The four kinds of file behind `workbook.read_workbook`, each read into plain rows of text."""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from fieldkit.forms.findings import FormRefused, error
from fieldkit.forms.headers import snake_case

MAX_UNPACKED_BYTES = 50_000_000
MAX_MEMBERS = 2_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RawRow = tuple[int, Sequence[str]]
"""The row's number as its author sees it, and the text of its cells."""

RawSheets = Iterator[tuple[str, Iterator[RawRow]]]

_KINDS_REMEDY = "Save it as .xlsx in Excel, LibreOffice or Google Sheets, and upload that file."


def raw_sheets(content: bytes) -> RawSheets:
    """Tell the kind of file from its bytes and yield its sheets in order.

    Raises:
        FormRefused: when the bytes are no spreadsheet that can be read.
    """
    if content.startswith(b"PK"):
        return _xlsx_sheets(content)
    if content.startswith(OLE_MAGIC):
        return _xls_sheets(content)
    return _text_sheets(_decoded(content))


def _refused(code: str, what: str, remedy: str = _KINDS_REMEDY) -> FormRefused:
    return FormRefused([error(code, what, remedy)])


# --- .xlsx -----------------------------------------------------------------------------------------------------------


def _xlsx_sheets(content: bytes) -> RawSheets:
    _inspect_zip(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and what lies outside would be lost
            yield sheet.title, _xlsx_rows(sheet)
    except FormRefused:
        raise
    except Exception as problem:  # the reader raises whatever it stumbles over
        raise _refused("xlsx-broken", "The .xlsx file is damaged and cannot be read.") from problem


def _xlsx_rows(sheet: Any) -> Iterator[RawRow]:
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(value) for value in cells]
    except Exception as problem:
        raise _refused("xlsx-broken", f"The sheet {sheet.title} is damaged and cannot be read.") from problem


def _inspect_zip(content: bytes) -> None:
    """Refuse archives that are broken, huge when unpacked, no .xlsx, or that carry document type declarations."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _refuse_bomb(members)
            names = {member.filename for member in members}
            if not any(name.startswith("xl/") for name in names):
                raise _not_a_workbook(archive, names)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_doctype(archive.read(member))
    except FormRefused:
        raise
    except Exception as problem:  # zipfile raises BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError …
        raise _refused("xlsx-broken", "The .xlsx file is damaged and cannot be unpacked.") from problem


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        raise _refused(
            "unpacks-too-large",
            f"The file unpacks to {unpacked / 1e6:,.0f} MB in {len(members)} parts; a form never needs that.",
            "Copy the sheets survey, choices and settings into a new spreadsheet and upload that.",
        )


def _not_a_workbook(archive: zipfile.ZipFile, names: set[str]) -> FormRefused:
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        return _refused(
            "ods", "This is an OpenDocument file.", "Save it as .xlsx (File, Save as) and upload that file."
        )
    if any(name.startswith("word/") for name in names):
        return _refused("not-a-spreadsheet", "This is a Word document, not a spreadsheet.")
    return _refused("not-a-spreadsheet", "This is a zip archive, but there is no spreadsheet in it.")


def _refuse_doctype(part: bytes) -> None:
    if b"<!DOCTYPE" in part.replace(b"\0", b""):
        raise _refused(
            "xlsx-doctype", "The file holds a document type declaration, which no spreadsheet program writes."
        )


# --- .xls ------------------------------------------------------------------------------------------------------------


def _xls_sheets(content: bytes) -> RawSheets:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _refused("protected", "The file is protected by a password.", "Save a copy without a password.")
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True)
        for name in book.sheet_names():
            yield name, _xls_rows(book.sheet_by_name(name), book.datemode)
    except FormRefused:
        raise
    except Exception as problem:  # xlrd raises AssertionError, struct.error, IndexError … on damaged files
        raise _refused("xls-broken", "The .xls file is damaged, or it is not a spreadsheet.") from problem


def _xls_rows(sheet: Any, datemode: int) -> Iterator[RawRow]:
    import xlrd

    for index in range(sheet.nrows):
        cells = []
        for cell in sheet.row(index):
            value: Any = cell.value
            if cell.ctype == xlrd.XL_CELL_DATE:
                value = xlrd.xldate_as_datetime(value, datemode)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                value = ""
            cells.append(_text(value))
        yield index + 1, cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.timedelta):
        return str(value)
    return str(value).replace("\xa0", " ")


# --- .csv and Markdown -----------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise _refused("not-text", "The file is neither a spreadsheet nor text in UTF-8.") from problem
    if "\0" in text:
        raise _refused("not-text", "The file is neither a spreadsheet nor text.")
    return text.replace("\xa0", " ")


def _text_sheets(text: str) -> RawSheets:
    if text.lstrip().lower().startswith(("<html", "<!doctype", "<?xml", "<table")):
        raise _refused("not-a-spreadsheet", "This is a web page or an XML file, not a spreadsheet.")
    if sum(line.lstrip().startswith("|") for line in text.splitlines()[:200]) >= 2:
        return _split_sheets(_markdown_rows(text))
    return _csv_sheets(text)


def _markdown_rows(text: str) -> list[RawRow]:
    rows: list[RawRow] = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped.startswith("|") or re.fullmatch(r"[|:\-\s]+", stripped):
            continue
        if not re.search(r"(?<!\\)\|$", stripped):
            stripped += "|"
        cells = re.split(r"(?<!\\)\|", stripped[1:])[:-1]
        rows.append((number, [cell.strip().replace(r"\|", "|") for cell in cells]))
    return rows


def _csv_sheets(text: str) -> RawSheets:
    rows = _csv_rows(text)
    if any(row and row[0].strip().lower() == "survey" for _, row in rows):
        return _split_sheets(rows)
    header = next((cells for _, cells in rows if any(cell.strip() for cell in cells)), ())
    if "type" in {snake_case(cell) for cell in header}:
        return iter([("survey", iter(rows))])  # one plain table of questions
    raise _refused(
        "not-a-form",
        "This text holds no XLSForm: no sheet named survey and no column named type.",
        "Upload the spreadsheet in which the form was written.",
    )


def _csv_rows(text: str) -> list[RawRow]:
    head = text[:5000]
    delimiter = max(",;\t", key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows: list[RawRow] = []
        for row in reader:
            rows.append((reader.line_num, row))
    except csv.Error as problem:
        raise _refused("csv-broken", f"The .csv file cannot be read: {problem}.") from problem
    return rows


def _split_sheets(rows: list[RawRow]) -> RawSheets:
    """Split rows whose first cell names a sheet (alone on its line or before the header) into sheets."""
    sheets: dict[str, list[RawRow]] = {}
    current = ""
    for number, row in rows:
        name = row[0].strip() if row else ""
        if name:
            current = name
            sheets.setdefault(current, [])
        if current and any(cell.strip() for cell in row[1:]):
            sheets[current].append((number, row[1:]))
    return iter([(name, iter(content)) for name, content in sheets.items()])
