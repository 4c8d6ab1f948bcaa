"""The files that a form names: pictures, sounds, choice files."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from lxml import etree

from fieldkit.forms.findings import error, warning
from fieldkit.forms.itemsets import ITEMSETS
from fieldkit.forms.model import Finding
from fieldkit.forms.workbook import Workbook

_REFERENCE = re.compile(r"jr://(?!instance/)[\w-]+/([^\"'<>]+)")
_SEARCH = re.compile(r"""\bsearch\(\s*['"]([^'"]+)['"]""")


def normal_name(name: str) -> str:
    """Return a file's name as names are compared: Unicode NFC."""
    return unicodedata.normalize("NFC", name)


def media_named_by(root: etree._Element) -> tuple[str, ...]:
    """Return the names of the files that an XForm refers to, in order of appearance, each once."""
    return tuple(dict.fromkeys(normal_name(name) for name in _references(root)))


def _references(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for text in (node.text or "", node.get("src", "")):
            yield from (name.strip() for name in _REFERENCE.findall(text))
        for name in _SEARCH.findall(node.get("appearance", "")):
            yield name if name.endswith(".csv") else f"{name}.csv"
        if node.get("query"):
            yield ITEMSETS


def missing_media(wanted: Collection[str], supplied: Collection[str], workbook: Workbook) -> list[Finding]:
    """Return an error for every file that the form names and that did not come, a warning for every one too many."""
    held = {normal_name(name) for name in supplied}
    missing = [_said_missing(name, held, workbook) for name in wanted if name not in held]
    unused = [_said_unused(name) for name in sorted(held - set(wanted))]
    return missing + unused


def _said_missing(name: str, held: set[str], workbook: Workbook) -> Finding:
    places = list(_cells_naming(name, workbook))
    sheet, row, column = places[0] if places else ("", None, "")
    rows = list(dict.fromkeys(str(number) for where, number, _ in places[:8] if where == sheet))
    named = f" It is named in row{'s' * (len(rows) > 1)} {', '.join(rows)} of the sheet {sheet}." if rows else ""
    remedy = f"Add {name} to the upload, beside the spreadsheet; whoever wrote the form has it."
    for other in held:
        if other.casefold() == name.casefold():
            remedy = f"The file {other} came with it: rename it to {name}, with the same capitals."
    if name.endswith(".csv.csv"):
        remedy = f"Write its name in the expression without .csv: '{name.removesuffix('.csv.csv')}'."
    return error(
        "media-missing",
        f"The form needs the file {name}, which did not come with it.{named}",
        remedy,
        sheet=sheet,
        row=row,
        column=column,
    )


def _said_unused(name: str) -> Finding:
    return warning(
        "media-unused",
        f"The file {name} came with the form, but nothing in the form names it.",
        "Check its spelling in the spreadsheet, or leave it out.",
    )


def _cells_naming(name: str, workbook: Workbook) -> Iterator[tuple[str, int, str]]:
    stem = re.escape(name.rsplit(".", 1)[0])  # as pulldata() and search() write it
    pattern = re.compile(rf"(?<![\w.-])(?:{re.escape(name)}|(?:pulldata|search)\(\s*['\"]{stem}['\"])")
    for sheet in workbook.sheets.values():
        for row in sheet.rows:
            for header, cell in row.cells.items():
                if pattern.search(normal_name(cell)):
                    yield sheet.name, row.number, header
