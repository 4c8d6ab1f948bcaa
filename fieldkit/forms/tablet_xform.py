"""The same form as the tablet's engine reads it.

`select_one_external`: ODK Collect reads such choices from `itemsets.csv`, through a text input with a query; the engine
would show a plain text field. For the tablet it becomes a select from a file. Its labels stay translated: the label is
one text of the form, whose translations each show the column of their language.

`search()`: see `search_xform.py`.

Collect's own encryption is taken out: what leaves the tablet is sealed to the project's key.
"""

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from fieldkit.forms.itemsets import TABLET_ITEMSETS
from fieldkit.forms.search_xform import with_searches
from fieldkit.forms.xform import LIST_ROWS, XF, H, rows_of

_INSTANCE = TABLET_ITEMSETS.removesuffix(".csv")
_TEXT = "fieldkit-itemsets-label"
_QUERY = re.compile(rf"instance\('([^']+)'\){LIST_ROWS}(.*)", re.DOTALL)


def for_the_tablet(xform: etree._Element, unchanged: bytes, labelled: Sequence[int]) -> bytes:
    """Return the tablet's XForm; `unchanged` when nothing has to be rewritten.

    Args:
        xform: root of the XForm for OpenRosa clients; it is left as it is.
        unchanged: its bytes.
        labelled: numbers of the form's languages for which its external choices have labels; empty when their labels
            name no language.
    """
    root = deepcopy(xform)
    rewrote = [_without_encryption(root), _with_selects(root, labelled), with_searches(root)]
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if any(rewrote) else unchanged


def _without_encryption(root: etree._Element) -> bool:
    found = root.findall(f".//{XF}submission")
    for submission in found:
        parent = submission.getparent()
        if parent is not None:
            parent.remove(submission)
    return bool(found)


def _with_selects(root: etree._Element, labelled: Sequence[int]) -> bool:
    inputs = [node for node in root.iter(f"{XF}input") if _QUERY.fullmatch(node.get("query", ""))]
    if not inputs:
        return False
    label = _label_reference(root, labelled)
    for control in inputs:
        _become_select(control, label)
    source = etree.Element(f"{XF}instance", {"id": _INSTANCE, "src": f"jr://file-csv/{TABLET_ITEMSETS}"})
    root.findall(f"{H}head/{XF}model/{XF}instance")[-1].addnext(source)
    return True


def _become_select(control: etree._Element, label: str) -> None:
    match = _QUERY.fullmatch(str(control.attrib.pop("query")))
    list_name, predicates = (match[1], match[2]) if match else ("", "")
    nodes = f"{rows_of(_INSTANCE)}[list_name='{list_name}']{predicates}"
    control.tag = f"{XF}select1"
    itemset = etree.SubElement(control, f"{XF}itemset", {"nodeset": nodes})
    etree.SubElement(itemset, f"{XF}value", {"ref": "name"})
    etree.SubElement(itemset, f"{XF}label", {"ref": label})


def _label_reference(root: etree._Element, labelled: Sequence[int]) -> str:
    """Return what a choice's label refers to: the only label, or a text that every language fills from its column."""
    if not labelled:
        return "label"
    for number, translation in enumerate(root.iter(f"{XF}translation"), start=1):
        column = f"label_{number if number in labelled else labelled[0]}"
        text = etree.SubElement(translation, f"{XF}text", {"id": _TEXT})
        value = etree.SubElement(text, f"{XF}value")
        etree.SubElement(value, f"{XF}output", {"value": column})
    return f"jr:itext('{_TEXT}')"
