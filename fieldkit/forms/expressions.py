"""Expressions of a form that nobody can read: neither ODK Collect nor the tablet would open the form.

pyxform puts paths in the place of `${names}` and looks no further. What remains is XPath 1.0, and is read as such here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from lxml import etree

from fieldkit.forms.findings import error
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding
from fieldkit.forms.xform import ODK, XF

_OF_BINDS = ("relevant", "required", "readonly", "constraint", "calculate")
_HEADERS = {"calculate": "calculation"}
_COUNTED = "_count"
_SHOWN = 120


_INSTANCE_NAME = "/meta/instanceName"


@dataclass(frozen=True)
class Written:
    """An expression of a form.

    Attributes:
        text: as the converter wrote it, with paths for names.
        path: of the question that it belongs to.
        column: of the spreadsheet: relevant, required, readonly, constraint, calculation, default or choice_filter.
        once: whether it is computed when something happens, and not kept true afterwards.
    """

    text: str
    path: str
    column: str
    once: bool = False

    @property
    def name(self) -> str:
        """What the question is called."""
        return self.path.rsplit("/", 1)[-1]


class Place(TypedDict):
    """Where a finding stands."""

    sheet: str
    row: int | None
    column: str


def unreadable_expressions(root: etree._Element, places: Places) -> list[Finding]:
    """Return an error for every expression that is no XPath, with its row and column where it has one.

    Args:
        root: of the XForm as Collect reads it.
        places: where its questions stand in the spreadsheet.
    """
    broken = [one for one in written_expressions(root) if not _is_xpath(one.text)]
    return list(dict.fromkeys(_finding(one, places) for one in broken))


def written_expressions(root: etree._Element) -> Iterator[Written]:
    """Yield every expression of a form that a column of its spreadsheet gave."""
    for bind in root.iter(f"{XF}bind"):
        for attribute in _OF_BINDS:
            if bind.get(attribute):
                path = str(bind.get("nodeset"))
                yield Written(str(bind.get(attribute)), path, _HEADERS.get(attribute, attribute))
    for action in root.iter(f"{XF}setvalue"):
        if action.get("value"):
            column = "default" if action.get("event", "").startswith("odk-instance") else "calculation"
            yield Written(str(action.get("value")), str(action.get("ref")), column, once=True)
    for control in root.iter(f"{XF}select1", f"{XF}select", f"{ODK}rank"):
        for itemset in control.iter(f"{XF}itemset"):
            yield Written(str(itemset.get("nodeset")), str(control.get("ref")), "choice_filter")


def place_of(written: Written, places: Places) -> Place:
    """Return where in the spreadsheet an expression stands; how often a repeat is asked stands at the repeat."""
    path, column = written.path, written.column
    if path.endswith(_INSTANCE_NAME):
        return Place(sheet="settings", row=None, column="instance_name")
    if path not in places.rows and path.endswith(_COUNTED):
        path, column = path.removesuffix(_COUNTED), "repeat_count"
    return Place(sheet=places.sheet, row=places.rows.get(path), column=places.headers.get(column, column))


def shown(text: str) -> str:
    """Return an expression as a finding quotes it, cut where it is long."""
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]} …"


def _is_xpath(text: str) -> bool:
    try:
        etree.XPath(text)
    except etree.XPathSyntaxError:
        return False
    return True


def _finding(broken: Written, places: Places) -> Finding:
    name = broken.name.removesuffix(_COUNTED) if broken.path not in places.rows else broken.name
    return error(
        "expression-unreadable",
        f"{name} has an expression that cannot be read: {shown(broken.text)}",
        "Look for a bracket or a quotation mark that is missing or too much, and for == or && where = or and is meant.",
        **place_of(broken, places),
    )
