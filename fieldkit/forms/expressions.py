"""Expressions of a form that nobody can read: neither ODK Collect nor the tablet would open the form.

pyxform puts paths in the place of `${names}` and looks no further. What remains is XPath 1.0, and is read as such here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from fieldkit.forms.findings import error
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding
from fieldkit.forms.xform import ODK, XF

_OF_BINDS = ("relevant", "required", "readonly", "constraint", "calculate")
_HEADERS = {"calculate": "calculation"}
_COUNTED = "_count"
_SHOWN = 120


@dataclass(frozen=True)
class _Expression:
    text: str
    path: str
    column: str


def unreadable_expressions(root: etree._Element, places: Places) -> list[Finding]:
    """Return an error for every expression that is no XPath, with its row and column where it has one.

    Args:
        root: of the XForm as Collect reads it.
        places: where its questions stand in the spreadsheet.
    """
    broken = [one for one in _expressions(root) if not _is_xpath(one.text)]
    return list(dict.fromkeys(_finding(one, places) for one in broken))


def _expressions(root: etree._Element) -> Iterator[_Expression]:
    for bind in root.iter(f"{XF}bind"):
        for attribute in _OF_BINDS:
            if bind.get(attribute):
                path = str(bind.get("nodeset"))
                yield _Expression(str(bind.get(attribute)), path, _HEADERS.get(attribute, attribute))
    for action in root.iter(f"{XF}setvalue"):
        if action.get("value"):
            column = "default" if action.get("event", "").startswith("odk-instance") else "calculation"
            yield _Expression(str(action.get("value")), str(action.get("ref")), column)
    for control in root.iter(f"{XF}select1", f"{XF}select", f"{ODK}rank"):
        for itemset in control.iter(f"{XF}itemset"):
            yield _Expression(str(itemset.get("nodeset")), str(control.get("ref")), "choice_filter")


def _is_xpath(text: str) -> bool:
    try:
        etree.XPath(text)
    except etree.XPathSyntaxError:
        return False
    return True


def _finding(broken: _Expression, places: Places) -> Finding:
    path, column = broken.path, broken.column
    if path not in places.rows and path.endswith(_COUNTED):
        path, column = path.removesuffix(_COUNTED), "repeat_count"
    text = broken.text.strip()
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
    return error(
        "expression-unreadable",
        f"{path.rsplit('/', 1)[-1]} has an expression that cannot be read: {shown}",
        "Look for a bracket or a quotation mark that is missing or too much, and for == or && where = or and is meant.",
        sheet=places.sheet,
        row=places.rows.get(path),
        column=column,
    )
