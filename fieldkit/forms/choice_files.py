"""The lists that come with a form as files of their own (.csv, .xml, .geojson), checked before a tablet opens them."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from fieldkit.errors import Problem
from fieldkit.forms.findings import error
from fieldkit.forms.geojson import cells_of_feature, geojson_trouble
from fieldkit.forms.media import normal_name
from fieldkit.forms.model import Finding
from fieldkit.forms.submission_xml import parse_submission
from fieldkit.forms.xform import XF

_NAME = re.compile(r"[^\W\d][\w.-]*")
INSTANCE = re.compile(r"instance\('([^']+)'\)")
"""A list as the choices of a question name it."""

SOURCE = re.compile(r"jr://file(?:-csv)?/(.+)")
"""Where an instance of a form says that it is a file, and which."""


def choice_file_errors(xform: etree._Element, media: Mapping[str, bytes]) -> list[Finding]:
    """Return an error for everything in a form's lists that would keep it from opening or its choices from showing.

    Args:
        xform: root of the form.
        media: the files that came with it, by name.
    """
    found: list[Finding] = []
    for instance_id, name, content in lists_in_files(xform, media):
        found += _errors(name, content, _columns_used(xform, instance_id))
    return list(dict.fromkeys(found))


def lists_in_files(xform: etree._Element, media: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Yield every list of a form whose file came with it: the id of its instance, the file's name and its bytes."""
    held = {normal_name(name): content for name, content in media.items()}
    for instance in xform.iter(f"{XF}instance"):
        source = SOURCE.fullmatch(instance.get("src", ""))
        name = normal_name(source[1]) if source else ""
        if name in held:
            yield instance.get("id", ""), name, held[name]


def _columns_used(xform: etree._Element, instance_id: str) -> set[str] | None:
    """Return the columns that selects show from a list; None when no select uses it."""
    used: set[str] = set()
    for itemset in xform.iter(f"{XF}itemset"):
        match = INSTANCE.search(itemset.get("nodeset", ""))
        if match and match[1] == instance_id:
            used |= {child.get("ref", "") for child in itemset if isinstance(child.tag, str)}
    return used or None


def _errors(name: str, content: bytes, used: set[str] | None) -> Iterator[Finding]:
    ending = name.rsplit(".", 1)[-1].lower()
    if ending == "csv":
        yield from _csv_errors(name, content, used)
    elif ending == "xml":
        yield from _xml_errors(name, content, used)
    elif ending in {"geojson", "json"}:
        yield from _geojson_errors(name, content, used)


def _csv_errors(name: str, content: bytes, used: set[str] | None) -> Iterator[Finding]:
    try:
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
        header = next(rows, [])
    except (UnicodeDecodeError, csv.Error):
        yield _error(f"{name} is not a table in UTF-8.", "Save it as “CSV UTF-8” in the spreadsheet program.")
        return
    if "\0" in text:
        yield _error(f"{name} holds characters that are no text.", "Save it anew as “CSV UTF-8”.")
        return
    yield from _header_errors(name, header, used)
    yield from _row_errors(name, rows, len(header))


def _header_errors(name: str, header: Collection[str], used: set[str] | None) -> Iterator[Finding]:
    for column in sorted(used or ()):
        if column not in header:
            yield _error(f"{name} has no column {column}, which the form shows from it.", "Add or rename the column.")
        elif not _NAME.fullmatch(column):
            what = f"The tablet cannot read the column “{column}” of {name}."
            yield _error(what, "Name columns with letters, digits, - and _ only, beginning with a letter.")


def _row_errors(name: str, rows: Iterator[list[str]], width: int) -> Iterator[Finding]:
    try:
        for number, row in enumerate(rows, start=2):
            if any(cell for cell in row[width:]):
                what = f"Row {number} of {name} has more cells than the header."
                yield _error(what, "Put quotation marks around cells that hold commas.")
                return
    except csv.Error as problem:
        yield _error(f"{name} cannot be read as a table: {problem}.", "Save it anew as “CSV UTF-8”.")


def delimiter_of(text: str) -> str:
    """Return what stands between the cells of a CSV file: the sign that its first line has most of."""
    line = text.split("\n", 1)[0]
    return max(",;\t|", key=line.count)


def _xml_errors(name: str, content: bytes, used: set[str] | None) -> Iterator[Finding]:
    try:
        root = parse_submission(content)
    except Problem as problem:
        yield _error(f"{name} is not XML that a tablet can read: {problem.what}", "Export the file anew.")
        return
    if used is not None:
        items = root.findall("{*}item") if etree.QName(root).localname == "root" else []
        if not items:
            what = f"{name} has no choices where a form looks for them: item elements in one element root."
            yield _error(what, "Write it as <root><item><name>…</name><label>…</label></item></root>.")
        else:
            cells = {etree.QName(cell).localname for item in items for cell in item if isinstance(cell.tag, str)}
            yield from _header_errors(name, cells, used)


def _geojson_errors(name: str, content: bytes, used: set[str] | None) -> Iterator[Finding]:
    try:
        collection = json.loads(content)
        features = collection["features"] if collection["type"] == "FeatureCollection" else None
    except (ValueError, TypeError, KeyError, RecursionError):
        features = None
    if not isinstance(features, list):
        yield _error(f"{name} is not a GeoJSON FeatureCollection.", "Export it as GeoJSON, with points.")
        return
    for number, feature in enumerate(features, start=1):
        if what := geojson_trouble(feature):
            remedy = "Export single points, lines or areas: programs for maps can part what is multiple."
            yield _error(f"Feature {number} of {name} {what}.", remedy)
            return
    if features:
        held = {key for feature in features for key in cells_of_feature(feature)}
        yield from _header_errors(name, held, used)


def _error(what: str, remedy: str) -> Finding:
    return error("choice-file", what, remedy)
