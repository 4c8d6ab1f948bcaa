"""Answers that a form gives by itself: what is clearly meant is written as records write it.

Spreadsheets make `2026-05-04 00:00:00` of a day, and people write `8:30` or `2,5`. ODK Collect may refuse to open such
a form, and the tablet would begin without the answer. What cannot be understood is said, with its row.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time

from fieldkit.forms.findings import warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Row, Sheet, Workbook

_COMPUTED = re.compile(r"\$\{|\(|\s(?:div|mod|[*+-])\s|jr://")
_COMMA = re.compile(r"[+-]?\d+,(?!\d{3}$)\d+")
_WHOLE = re.compile(r"[+-]?\d+(?:\.0*)?")
_FRACTION = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2}:\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_MOMENT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(.+))?")
_PLACE = re.compile(r"[+-]?\d+(?:\.\d+)?")
_CHOOSING = {"select_one", "select_multiple", "select1", "select"}


def settle_defaults(workbook: Workbook) -> tuple[Workbook, list[Finding]]:
    """Write defaults that stand there as text the way that records do; say which ones cannot be understood.

    Returns:
        The workbook with the same rows; what was found. Defaults that are computed are left as they are.
    """
    sheet = workbook.sheet("survey")
    default, kind = sheet.column("default"), sheet.column("type", "command")
    if not default:
        return workbook, []
    findings: list[Finding] = []
    rows = []
    for row in sheet.rows:
        text = row.cells.get(default, "")
        settled = _settled(row.cells.get(kind, ""), text, workbook) if text and not _COMPUTED.search(text) else text
        if settled is None:
            findings.append(_said_unreadable(sheet, row, default, row.cells.get(kind, "")))
        rows.append(Row(row.number, {**row.cells, default: settled}) if settled else row)
    return workbook.with_sheet("survey", sheet.with_rows(rows)), findings


def _settled(kind: str, text: str, workbook: Workbook) -> str | None:
    """Return a default as a record writes it; None when it is no answer to a question of this kind."""
    words = kind.split() or [""]
    name = "_".join(words[:2]).lower() if len(words) > 1 and words[0].lower() == "select" else snake_case(words[0])
    if name in _CHOOSING:
        return text if set(text.split()) <= _choices(words, workbook) else None
    reader = _READERS.get(name)
    return reader(_plain_digits(text)) if reader else text


def _choices(words: list[str], workbook: Workbook) -> "set[str] | _Anything":
    """Return the names of a list; anything where the list is not in the sheet `choices`."""
    sheet = workbook.sheet("choices")
    lists, names = sheet.column("list_name"), sheet.column("name", "value")
    found = {row.cells.get(names, "") for row in sheet.rows if row.cells.get(lists) in words[1:]}
    return found | {"other"} if found else _Anything()


class _Anything(set[str]):
    """Holds everything: of a list that comes from elsewhere nothing is known here."""

    def __ge__(self, _other: object) -> bool:
        return True


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def _whole(text: str) -> str | None:
    return text.partition(".")[0].removeprefix("+") if _WHOLE.fullmatch(text) else None


def _decimal(text: str) -> str | None:
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return text.removeprefix("+") if _FRACTION.fullmatch(text) else None


def _day(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    return _date(match[1]) if match else None


def _date(text: str) -> str | None:
    try:
        return date(*map(int, text.split("-"))).isoformat()
    except ValueError:
        return None


def _clock(text: str) -> str | None:
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hours, minutes = map(int, match[1].split(":"))
    try:
        return f"{time(hours, minutes, int(match[2] or 0)).isoformat()}{match[3] or ''}{match[4] or ''}"
    except ValueError:
        return None


def _moment(text: str) -> str | None:
    match = _MOMENT.fullmatch(text)
    day = _date(match[1]) if match else None
    clock = _clock(match[2] or "00:00") if match else None
    return f"{day}T{clock}" if day and clock else None


def _place(text: str) -> str | None:
    parts = text.replace(",", " ").split()
    fits = len(parts) in {2, 3, 4} and all(map(_PLACE.fullmatch, parts))
    return " ".join(parts) if fits and abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180 else None


_READERS: dict[str, Callable[[str], str | None]] = {
    "integer": _whole,
    "int": _whole,
    "decimal": _decimal,
    "range": _decimal,
    "date": _day,
    "time": _clock,
    "datetime": _moment,
    "geopoint": _place,
}
_MEANT = {
    "integer": "a whole number, such as 12",
    "decimal": "a number with a point, such as 2.5",
    "date": "a day as 2026-05-04",
    "time": "a time as 08:30",
    "datetime": "day and time as 2026-05-04T08:30",
    "geopoint": "latitude and longitude, such as 44.49 11.34",
}
_MEANT |= {"int": _MEANT["integer"], "range": _MEANT["decimal"]}
_NAMES_OF_CHOICES = "the name of a choice of the list, as the sheet choices has it; several with a blank between them"


def _said_unreadable(sheet: Sheet, row: Row, column: str, kind: str) -> Finding:
    name = row.cells.get(sheet.column("name"), "") or f"Row {row.number}"
    what = f"{name} begins with {row.cells[column]}, which is no answer to a question of the type {kind}."
    remedy = f"Write {_MEANT.get(snake_case(kind), _NAMES_OF_CHOICES)}. Else the question begins without an answer."
    return warning("default-unreadable", what, remedy, sheet=sheet.name, row=row.number, column=column)
