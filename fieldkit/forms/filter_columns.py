"""Columns that a list does not have: a `choice_filter` would show nobody a choice, elsewhere nothing is found."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from lxml import etree

from fieldkit.forms.choice_files import SOURCE, delimiter_of
from fieldkit.forms.expressions import Written, place_of, written_expressions
from fieldkit.forms.findings import error, warning
from fieldkit.forms.headers import snake_case
from fieldkit.forms.lint import Places
from fieldkit.forms.media import normal_name
from fieldkit.forms.model import Finding
from fieldkit.forms.spelling import nearest
from fieldkit.forms.workbook import Sheet
from fieldkit.forms.xform import XF
from fieldkit.forms.xpath import Call, Expression, Literal, Path, Step, parts_of, read_xpath

_OF_GEOJSON = {"id", "geometry"}


def missing_columns(root: etree._Element, choices: Sheet, media: Mapping[str, bytes], places: Places) -> list[Finding]:
    """Return what is said of columns that lists do not have: an error in a choice_filter, a warning elsewhere.

    Args:
        root: of the XForm as Collect reads it.
        choices: the sheet with the lists of the form itself.
        media: the files that came with it, by name.
        places: where the form's questions stand in the spreadsheet.
    """
    columns = _columns_of_lists(root, choices, media)
    found: list[Finding] = []
    for written in written_expressions(root):
        filters = written.column == "choice_filter"
        for name, column in _columns_named(read_xpath(written.text)):
            if name in columns and column not in columns[name]:
                said = _said_filter if filters else _said_lookup
                found.append(said(name, column, columns[name], written, places))
    return list(dict.fromkeys(found))


def _columns_named(expression: Expression) -> Iterator[tuple[str, str]]:
    """Yield the name of a list, and a column that a predicate, the step behind its rows or pulldata() names."""
    for operand in expression:
        if isinstance(operand, Call) and operand.name == "pulldata":
            yield from _pulled(operand)
        if isinstance(operand, Path) and (name := _list_of(operand)):
            for step in operand.steps:
                for predicate in step.predicates:
                    yield from ((name, column) for column in _bare(predicate))
            yield from ((name, step.name) for step in operand.steps[2:3] if _is_name(step))
        for part in parts_of(operand):
            yield from _columns_named(part)


def _list_of(path: Path) -> str:
    match path.start:
        case Call(name="instance", arguments=((Literal(text=name),),)):
            return name
    return ""


def _bare(expression: Expression) -> Iterator[str]:
    for operand in expression:
        if not isinstance(operand, Path):
            for part in parts_of(operand):
                yield from _bare(part)
        elif not operand.absolute and operand.start is None:
            step = next((one for one in operand.steps if one.name != "."), None)
            if step and _is_name(step):
                yield step.name


def _is_name(step: Step) -> bool:
    return not step.axis and step.name not in {".", "..", "*"} and not step.name.endswith("()")


def _pulled(call: Call) -> Iterator[tuple[str, str]]:
    """Yield list and column of `pulldata('list', 'wanted', 'key', …)`, where they are written out."""
    match call.arguments:
        case ((Literal(text=name),), (Literal(text=wanted),), (Literal(text=key),), _):
            yield from ((name, wanted), (name, key))


def _columns_of_lists(root: etree._Element, choices: Sheet, media: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return the name of every list that is known → the columns that it has."""
    held = {normal_name(name): content for name, content in media.items()}
    found: dict[str, set[str]] = {}
    for instance in root.iter(f"{XF}instance"):
        name, source = instance.get("id", ""), SOURCE.fullmatch(instance.get("src", ""))
        if source and normal_name(source[1]) in held:
            columns = _columns_of_file(normal_name(source[1]), held[normal_name(source[1])])
            found |= {name: columns} if columns else {}
        elif name and len(instance):
            rows = {_local(child) for item in instance.iter(f"{XF}item") for child in item}
            found[name] = rows | {"name", "label"} | {snake_case(one) for one in choices.columns} | set(choices.columns)
    return found


def _columns_of_file(name: str, content: bytes) -> set[str]:
    """Return the columns of a list in a file; nothing when they cannot be told."""
    try:
        if name.lower().endswith(".csv"):
            text = content.decode("utf-8-sig")
            return set(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)), []))
        if name.lower().endswith(".xml"):
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            return {_local(child) for item in root for child in item}
        features = json.loads(content)["features"]
        return {key for feature in features for key in feature.get("properties") or {}} | _OF_GEOJSON
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, csv.Error, etree.XMLSyntaxError):
        return set()


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _said_filter(name: str, column: str, columns: set[str], written: Written, places: Places) -> Finding:
    near = nearest(column, tuple(sorted(columns)))
    return error(
        "filter-column",
        f"The choice_filter of {written.name} names the column {column}, which the list {name} does not have: "
        "nobody would be shown a choice.",
        f"Is {near} meant?"
        if near
        else f"Add the column to the list. For the answer to a question write ${{{column}}}.",
        **place_of(written, places),
    )


def _said_lookup(name: str, column: str, columns: set[str], written: Written, places: Places) -> Finding:
    near = nearest(column, tuple(sorted(columns)))
    return warning(
        "list-column",
        f"{written.name} looks for the column {column}, which the list {name} does not have: nothing is ever found.",
        f"Is {near} meant?" if near else f"Write one of: {', '.join(sorted(columns)[:12])}.",
        **place_of(written, places),
    )
