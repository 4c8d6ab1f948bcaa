"""Choices that ODK Collect looks up with `search()`, as the tablet's engine reads them: a list from the file.

Collect takes the one choice in the sheet `choices` for the names of columns: its value names the column of the values,
its label that of the labels. The engine knows nothing of this and would show that one choice as it stands.
"""

import re
from collections.abc import Iterator

from lxml import etree

from fieldkit.forms.xform import XF, H

_CALL = re.compile(r"\bsearch\s*\((.*)\)", re.DOTALL)
_PIECE = re.compile(r"'[^']*'|\"[^\"]*\"|[(),]|[^'\"(),]+")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_TESTS = {"contains": "contains({0}, {1})", "startswith": "starts-with({0}, {1})", "endswith": "ends-with({0}, {1})"}
_ITEXT = re.compile(r"jr:itext\('([^']+)'\)")
_WITH_TEST, _WITH_FILTER = 4, 6


def with_searches(root: etree._Element) -> bool:
    """Rewrite every `search()` below `root` that can be; return whether any was."""
    done = [_rewrite(root, control, call) for control, call in _searches(root)]
    return any(done)


def unreadable_searches(root: etree._Element) -> list[str]:
    """Return the paths of questions whose `search()` cannot be rewritten, of a form that is not rewritten yet."""
    return [control.get("ref", "") for control, call in _searches(root) if _nodes(call) is None or not _column(control)]


def _searches(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for control in [*root.iter(f"{XF}select1"), *root.iter(f"{XF}select")]:
        if match := _CALL.search(control.get("appearance", "")):
            yield control, match[1]


def _rewrite(root: etree._Element, control: etree._Element, call: str) -> bool:
    nodes, value = _nodes(call), _column(control)
    if nodes is None or not value:
        return False
    label = _label(root, control)
    for item in control.findall(f"{XF}item"):
        control.remove(item)
    itemset = etree.SubElement(control, f"{XF}itemset", {"nodeset": nodes})
    etree.SubElement(itemset, f"{XF}value", {"ref": value})
    etree.SubElement(itemset, f"{XF}label", {"ref": label})
    control.set("appearance", _CALL.sub("", control.get("appearance", "")).strip())
    _add_source(root, _source_name(_arguments(call)))
    return True


def _nodes(call: str) -> str | None:
    """Return the choices as XPath: `search('fruits', 'matches', 'region', ${region})` → an instance and a predicate."""
    given = _arguments(call)
    source = _source_name(given)
    if not source or len(given) not in {1, _WITH_TEST, _WITH_FILTER}:
        return None
    nodes = f"instance('{source}')/root/item"
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


def _column(control: etree._Element) -> str:
    """Return the column of the values; an empty string when the choices are not one name of a column."""
    items = control.findall(f"{XF}item")
    value = (items[0].findtext(f"{XF}value") or "").strip() if len(items) == 1 else ""
    return value if _NAME.fullmatch(value) else ""


def _label(root: etree._Element, control: etree._Element) -> str:
    """Return what the label refers to; a translated label becomes texts that each show the column of their language."""
    label = control.find(f"{XF}item/{XF}label")
    if label is None:
        return _column(control)
    translated = _ITEXT.fullmatch(label.get("ref", ""))
    if not translated:
        return (label.text or "").strip()
    for text in root.iter(f"{XF}text"):
        if text.get("id") == translated[1]:
            for value in text.findall(f"{XF}value"):
                _show_column(value)
    return label.get("ref", "")


def _show_column(value: etree._Element) -> None:
    if value.get("form") is None and (column := (value.text or "").strip()):
        value.text = None
        etree.SubElement(value, f"{XF}output", {"value": column})


def _add_source(root: etree._Element, name: str) -> None:
    instances = root.findall(f"{H}head/{XF}model/{XF}instance")
    if any(instance.get("id") == name for instance in instances):
        return
    source = etree.Element(f"{XF}instance", {"id": name, "src": f"jr://file-csv/{name}.csv"})
    instances[-1].addnext(source)
