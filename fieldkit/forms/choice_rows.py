"""The rows of a list from a file: no rows at all, and names that are missing, stand twice or hold a blank."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from fieldkit.forms.choice_files import INSTANCE, delimiter_of, lists_in_files
from fieldkit.forms.findings import error, warning
from fieldkit.forms.geojson import cells_of_feature
from fieldkit.forms.model import Finding
from fieldkit.forms.xform import ODK, XF

_SEVERAL = {f"{XF}select", f"{ODK}rank"}


@dataclass(frozen=True)
class _Use:
    """How questions use a list.

    Attributes:
        column: that holds the names of its choices.
        several: whether an answer can be several of them, with blanks between.
        filtered: whether every question shows only a part of it.
    """

    column: str
    several: bool
    filtered: bool


def doubtful_rows(xform: etree._Element, media: Mapping[str, bytes]) -> list[Finding]:
    """Return what is wrong with the names of choices in CSV and GeoJSON files that questions show.

    Args:
        xform: root of the form.
        media: the files that came with it, by name.
    """
    found: list[Finding] = []
    for instance_id, name, content in lists_in_files(xform, media):
        use = _use(xform, instance_id)
        if use and name.lower().endswith(".csv"):
            found += _in_file(name, content, use)
        elif use and name.lower().endswith(".geojson"):
            found += _in_geojson(name, content, use)
    return list(dict.fromkeys(found))


def _use(xform: etree._Element, instance_id: str) -> _Use | None:
    """Return how the questions use a list; None when none shows it."""
    uses = []
    for itemset in xform.iter(f"{XF}itemset"):
        nodes, value, control = itemset.get("nodeset", ""), itemset.find(f"{XF}value"), itemset.getparent()
        match = INSTANCE.search(nodes)
        if match and match[1] == instance_id and value is not None and control is not None:
            uses.append(_Use(value.get("ref", ""), control.tag in _SEVERAL, "[" in nodes))
    if not uses:
        return None
    return _Use(uses[0].column, any(use.several for use in uses), all(use.filtered for use in uses))


def _in_file(name: str, content: bytes, use: _Use) -> Iterator[Finding]:
    """Yield what is wrong; a file that is no table, or lacks the column, is said by `choice_files`."""
    try:
        text = content.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    except (UnicodeDecodeError, ValueError, csv.Error):
        return
    filled = [(number, row) for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    if not filled:
        yield warning("choice-file-empty", f"{name} has a header and no choices.", "Add rows, one for each choice.")
    elif use.column in header:
        at = header.index(use.column)
        yield from _of_names(name, [(number, row[at] if at < len(row) else "") for number, row in filled], use)


def _in_geojson(name: str, content: bytes, use: _Use) -> Iterator[Finding]:
    """Yield what is wrong with the names of features; what is no GeoJSON is said by `choice_files`."""
    try:
        cells = [cells_of_feature(feature) for feature in json.loads(content)["features"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    if any(use.column in each for each in cells):
        yield from _of_names(name, [(number, each.get(use.column, "")) for number, each in enumerate(cells, 1)], use)


def _of_names(name: str, names: Sequence[tuple[int, str]], use: _Use) -> Iterator[Finding]:
    empty = [number for number, one in names if not one.strip()]
    if empty:
        where = f"{name} has a choice without {use.column} in row {empty[0]}{_and_more(empty)}"
        what = f"{where}: who chooses it, answers nothing."
        yield warning("choice-name-empty", what, f"Write a {use.column} of its own into every row.")
    blank = [number for number, one in names if len(one.split()) > 1]
    if blank:
        yield _said_blank(name, blank, use)
    twice = [one for one, times in Counter(one for _, one in names if one.strip()).items() if times > 1]
    if twice and not use.filtered:
        rows = [number for number, one in names if one == twice[0]]
        where = f"{name} has the {use.column} {twice[0]} in the rows {rows[0]} and {rows[1]}"
        what = f"{where}: answers cannot tell them apart."
        yield warning("choice-name-twice", what, f"Give every choice a {use.column} of its own.")


def _said_blank(name: str, rows: Sequence[int], use: _Use) -> Finding:
    where = f"{name} has a blank in the {use.column} of row {rows[0]}{_and_more(rows)}"
    remedy = "Write _ for the blank."
    if use.several:
        what = f"{where}: where several can be chosen, blanks stand between the answers, and it would be two."
        return error("choice-name-blank", what, remedy)
    return warning("choice-name-blank", f"{where}: selected() would not find it.", remedy)


def _and_more(rows: Sequence[int]) -> str:
    return f" and {len(rows) - 1} more" if len(rows) > 1 else ""
