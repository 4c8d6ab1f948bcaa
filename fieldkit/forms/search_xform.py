"""Choices that ODK Collect looks up with `search()`, as the tablet's engine reads them: a list from the file.

Collect takes the choice in the sheet `choices` whose name is no whole number for the names of columns: its value names
the column of the values, its label that of the labels. Choices with whole numbers stand there as they are, before or
behind those from the file. The engine knows nothing of this and would show what is in the sheet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from fieldkit.forms.xform import XF, H, rows_of

_CALL = re.compile(r"\bsearch\s*\((.*)\)", re.DOTALL)
_PIECE = re.compile(r"'[^']*'|\"[^\"]*\"|[(),]|[^'\"(),]+")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_WHOLE = re.compile(r"-?\d+")
_TESTS = {"contains": "contains({0}, {1})", "startswith": "starts-with({0}, {1})", "endswith": "ends-with({0}, {1})"}
_ITEXT = re.compile(r"jr:itext\('([^']+)'\)")
_WITH_TEST, _WITH_FILTER = 4, 6


def with_searches(root: etree._Element) -> bool:
    """Rewrite every `search()` below `root` that can be; return whether any was."""
    done = [_rewrite(root, control, call) for control, call in _searches(root)]
    return any(done)


def unreadable_searches(root: etree._Element) -> list[str]:
    """Return the paths of questions whose `search()` cannot be rewritten, of a form that is not rewritten yet."""
    return [
        control.get("ref", "") for control, call in _searches(root) if _nodes(call) is None or not _read(root, control)
    ]


def _searches(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for control in [*root.iter(f"{XF}select1"), *root.iter(f"{XF}select")]:
        if match := _CALL.search(control.get("appearance", "")):
            yield control, match[1]


def _rewrite(root: etree._Element, control: etree._Element, call: str) -> bool:
    nodes, read = _nodes(call), _read(root, control)
    if nodes is None or read is None:
        return False
    items = control.findall(f"{XF}item")
    if before := _fixed_rows(root, read, items[: items.index(read.row)]):
        nodes = f"{before} | {nodes}"
    if behind := _fixed_rows(root, read, items[items.index(read.row) + 1 :]):
        nodes = f"{nodes} | {behind}"
    for item in items:
        control.remove(item)
    itemset = etree.SubElement(control, f"{XF}itemset", {"nodeset": nodes})
    etree.SubElement(itemset, f"{XF}value", {"ref": read.value})
    etree.SubElement(itemset, f"{XF}label", {"ref": _label(root, read)})
    control.set("appearance", _CALL.sub("", control.get("appearance", "")).strip())
    _add_source(root, _source_name(_arguments(call)))
    return True


def _nodes(call: str) -> str | None:
    """Return the choices as XPath: `search('fruits', 'matches', 'region', ${region})` → an instance and a predicate."""
    given = _arguments(call)
    source = _source_name(given)
    if not source or len(given) not in {1, _WITH_TEST, _WITH_FILTER}:
        return None
    nodes = rows_of(source)
    if len(given) >= _WITH_TEST:
        test, column = _unquoted(given[1]), _unquoted(given[2])
        if not _NAME.fullmatch(column) or test not in {"matches", *_TESTS}:
            return None
        nodes += f"[{_TESTS.get(test, '{0} = {1}').format(column, given[3])}]"
    if len(given) == _WITH_FILTER:
        if not _NAME.fullmatch(_unquoted(given[4])):
            return None
        nodes += f"[{_unquoted(given[4])} = {given[5]}]"
    return nodes


def _arguments(call: str) -> list[str]:
    """Split at the commas that stand in no brackets and no quotation marks."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(call):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def _source_name(given: list[str]) -> str:
    return _unquoted(given[0]).removesuffix(".csv") if given else ""


def _unquoted(text: str) -> str:
    return text[1:-1] if text[:1] in {"'", '"'} and text[-1:] == text[:1] else ""


@dataclass(frozen=True)
class _Columns:
    """What the one choice says that names columns.

    Attributes:
        row: the choice.
        value: the column of the values.
        label: the column of the labels; of a form in several languages empty.
        text: the id of the text whose translations name the columns of the labels, else empty.
    """

    row: etree._Element
    value: str
    label: str
    text: str


def _read(root: etree._Element, control: etree._Element) -> _Columns | None:
    """Return the columns that a question's choices name; None when they are not those of one list."""
    rows = [item for item in control.findall(f"{XF}item") if not _WHOLE.fullmatch(_value(item))]
    if len(rows) != 1 or not _NAME.fullmatch(_value(rows[0])):
        return None
    label, text = _words(rows[0])
    columns = list(_translations(root, text)) if text else [label or _value(rows[0])]
    if not all(_NAME.fullmatch(column) for column in columns):
        return None
    return _Columns(rows[0], _value(rows[0]), "" if text else columns[0], text)


def _value(item: etree._Element) -> str:
    return (item.findtext(f"{XF}value") or "").strip()


def _words(item: etree._Element) -> tuple[str, str]:
    """Return the label of a choice, and the id of its text when it is translated; one of the two is empty."""
    label = item.find(f"{XF}label")
    if label is None:
        return "", ""
    translated = _ITEXT.fullmatch(label.get("ref", ""))
    return ("", translated[1]) if translated else ((label.text or "").strip(), "")


def _values(root: etree._Element, text_id: str) -> Iterator[etree._Element]:
    """Yield the words of a text in each language, in the order of the languages."""
    for text in root.iter(f"{XF}text"):
        if text.get("id") == text_id:
            yield from (value for value in text.findall(f"{XF}value") if value.get("form") is None)


def _translations(root: etree._Element, text_id: str) -> Iterator[str]:
    return ((value.text or "").strip() for value in _values(root, text_id))


def _label(root: etree._Element, read: _Columns) -> str:
    """Return what the label refers to; translated, it becomes a text that shows the column of its language."""
    if not read.text:
        return read.label
    for number, value in enumerate(_values(root, read.text), start=1):
        column, value.text = (value.text or "").strip(), None
        etree.SubElement(value, f"{XF}output", {"value": column})
        etree.SubElement(value, f"{XF}output", {"value": _fixed_label(number)})
    return f"jr:itext('{read.text}')"


def _fixed_label(number: int) -> str:
    """Return the column of a fixed choice's label in the language of this number; a list from a file has none such."""
    return f"fieldkit-label-{number}"


def _fixed_rows(root: etree._Element, read: _Columns, items: list[etree._Element]) -> str:
    """Make a list of choices that stand beside those from the file; return its rows, or nothing when there are none."""
    if not items:
        return ""
    instances = root.findall(f"{H}head/{XF}model/{XF}instance")
    name = f"fieldkit-fixed-{len(instances)}"
    source = etree.Element(f"{XF}instance", {"id": name})
    instances[-1].addnext(source)
    rows = etree.SubElement(source, f"{XF}root")
    for item in items:
        row = etree.SubElement(rows, f"{XF}item")
        etree.SubElement(row, f"{XF}{read.value}").text = _value(item)
        for column, words in _fixed_words(root, read, item):
            if column != read.value:
                etree.SubElement(row, f"{XF}{column}").text = words
    return rows_of(name)


def _fixed_words(root: etree._Element, read: _Columns, item: etree._Element) -> Iterator[tuple[str, str]]:
    label, text = _words(item)
    if not read.text:
        yield read.label, label or _value(item)
        return
    translated = list(_translations(root, text)) if text else [label] * len(list(_values(root, read.text)))
    for number, words in enumerate(translated, start=1):
        yield _fixed_label(number), words or _value(item)


def _add_source(root: etree._Element, name: str) -> None:
    instances = root.findall(f"{H}head/{XF}model/{XF}instance")
    if any(instance.get("id") == name for instance in instances):
        return
    source = etree.Element(f"{XF}instance", {"id": name, "src": f"jr://file-csv/{name}.csv"})
    instances[-1].addnext(source)
