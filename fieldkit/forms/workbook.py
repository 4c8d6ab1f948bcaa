"""A spreadsheet as the rest of this room reads it: sheets, columns, rows with the numbers that their author sees.

The type is told from the bytes, never from the ending. Everything that arrives here may be hostile, so sizes are
bounded before anything is unpacked, and whatever a reader raises becomes a `FormRefused`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from fieldkit.forms.findings import FormRefused, error
from fieldkit.forms.headers import snake_case
from fieldkit.forms.workbook_readers import RawRow, raw_sheets

MAX_FILE_BYTES = 20_000_000
MAX_QUESTIONS = 5_000
MAX_ROWS = 30_000
"""Of a sheet other than `survey`; longer lists belong into a file of their own."""

MAX_CELL_CHARACTERS = 100_000
SHEET_NAMES = ("survey", "choices", "settings", "external_choices", "entities", "osm")
EMPTY_ROWS_THAT_END_A_SHEET = 60
EMPTY_COLUMNS_THAT_END_A_SHEET = 20


@dataclass(frozen=True)
class Row:
    """One row below the header; cells that are empty are absent."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as its author wrote it.
        columns: header to position, from 0.
        rows: every row in order; empty rows between others are kept.
        header_row: the number of the row that holds the headers.
    """

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    header_row: int = 1

    def column(self, *names: str) -> str:
        """Return the header that means one of `names`, however it is cased and spaced, or an empty string."""
        for header in self.columns:
            if snake_case(header) in names:
                return header
        return ""

    def with_rows(self, rows: Iterable[Row]) -> "Sheet":
        """Return the same sheet with other rows; columns that only they use are added."""
        kept = tuple(rows)
        columns = dict(self.columns)
        for row in kept:
            for header in row.cells:
                columns.setdefault(header, len(columns))
        return replace(self, columns=columns, rows=kept)


@dataclass(frozen=True)
class Workbook:
    """A spreadsheet with the sheets that an XLSForm knows, by lower-case name, and the names of all."""

    sheets: dict[str, Sheet]
    all_names: tuple[str, ...]

    def sheet(self, name: str) -> Sheet:
        """Return a sheet; one that is not there is empty."""
        return self.sheets.get(name, Sheet(name))

    def with_sheet(self, name: str, sheet: Sheet) -> "Workbook":
        """Return the same workbook with one sheet replaced or added."""
        names = self.all_names if name in self.sheets else (*self.all_names, name)
        return Workbook({**self.sheets, name: sheet}, names)


def read_workbook(content: bytes) -> Workbook:
    """Read the bytes of an .xlsx, .xls, .csv or Markdown XLSForm.

    Raises:
        FormRefused: when they are none of these, broken, protected, too large, or hold no questions.
    """
    if not content:
        raise _refused(
            "file-empty", "The file is empty.", "Choose the spreadsheet again; it may not have finished saving."
        )
    if len(content) > MAX_FILE_BYTES:
        raise _refused(
            "file-too-large",
            f"The file has {len(content) / 1e6:.0f} MB; an XLSForm may have {MAX_FILE_BYTES / 1e6:.0f} MB.",
            "Take pictures and other material out of the spreadsheet and add them as media files.",
        )
    return _assembled(list(raw_sheets(content)))


def _assembled(raw: list[tuple[str, Iterator[RawRow]]]) -> Workbook:
    sheets: dict[str, Sheet] = {}
    for name, rows in raw:
        key = name.strip().lower()
        if len(raw) == 1 and key not in SHEET_NAMES:
            key = "survey"
        if key in SHEET_NAMES and key not in sheets:
            sheets[key] = _sheet(name.strip(), rows, MAX_QUESTIONS if key == "survey" else MAX_ROWS)
    names = tuple(name.strip() for name, _ in raw)
    if "survey" not in sheets:
        found = ", ".join(names) or "none"
        raise _refused(
            "no-survey-sheet",
            f"The file has no sheet named survey (its sheets: {found}).",
            "Name the sheet that holds the questions survey.",
        )
    return Workbook(sheets, names)


def _sheet(name: str, rows: Iterator[RawRow], limit: int) -> Sheet:
    header_row, header_cells = next((raw for raw in rows if any(cell.strip() for cell in raw[1])), (1, ()))
    columns = _columns(name, header_row, header_cells)
    return Sheet(name, columns, tuple(_rows(name, columns, rows, limit)), header_row)


def _columns(name: str, number: int, cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    empty = 0
    for position, cell in enumerate(cells):
        header = " ".join(cell.split())
        empty = 0 if header else empty + 1
        if empty > EMPTY_COLUMNS_THAT_END_A_SHEET:
            break
        if header in columns:
            raise FormRefused(
                [
                    error(
                        "column-twice",
                        f"The column {header} stands twice in the header.",
                        "Rename or delete one of the two columns.",
                        sheet=name,
                        row=number,
                        column=header,
                    )
                ]
            )
        if header:
            columns[header] = position
    return columns


def _rows(name: str, columns: dict[str, int], rows: Iterator[RawRow], limit: int) -> list[Row]:
    found: list[Row] = []
    last_filled = 0
    for number, cells in rows:
        present = {h: text for h, at in columns.items() if at < len(cells) and (text := cells[at].strip())}
        _refuse_long_cell(name, number, present)
        found.append(Row(number, present))
        if present:
            last_filled = len(found)
        elif len(found) - last_filled > EMPTY_ROWS_THAT_END_A_SHEET:
            break
        if len(found) > limit:
            raise _refused(
                "too-many-rows",
                f"The sheet {name} has more than {limit:,} rows.",
                "Split the form, or move long lists into a choice file (select_one_from_file).",
            )
    return found[:last_filled]


def _refuse_long_cell(name: str, number: int, cells: dict[str, str]) -> None:
    for header, text in cells.items():
        if len(text) > MAX_CELL_CHARACTERS:
            what = f"A cell holds {len(text):,} characters; it may hold {MAX_CELL_CHARACTERS:,}."
            raise FormRefused([error("cell-too-long", what, "Shorten it.", sheet=name, row=number, column=header)])


def _refused(code: str, what: str, remedy: str) -> FormRefused:
    return FormRefused([error(code, what, remedy)])
