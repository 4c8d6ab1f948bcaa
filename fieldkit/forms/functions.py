"""Functions of expressions: those that do not exist, and those that are given too little or too much.

With either the form does not open on the tablet. The table is that of the XPath 1.0 core library
(https://www.w3.org/TR/1999/REC-xpath-19991116/, section 4) and of the ODK XForms specification
(https://getodk.github.io/xforms-spec/#xpath-functions), as the tablet's pinned engine takes them; a test reads the
numbers back from the engine.
"""

from collections.abc import Iterator

from lxml import etree

from fieldkit.forms.expressions import Written, place_of, written_expressions
from fieldkit.forms.findings import error, warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding
from fieldkit.forms.spelling import nearest
from fieldkit.forms.xpath import Call, calls_in, read_xpath

_ANY = None
# fmt: off
ARGUMENTS: dict[str, tuple[int, int | None]] = {
    "abs": (1, 1), "acos": (1, 1), "area": (1, 1), "asin": (1, 1), "atan": (1, 1), "atan2": (2, 2),
    "base64-decode": (1, 1), "boolean": (1, 1), "boolean-from-string": (1, 1), "ceiling": (1, 1),
    "checklist": (2, _ANY), "choice-name": (2, 2), "coalesce": (2, 2), "concat": (0, _ANY), "contains": (2, 2),
    "cos": (1, 1), "count": (1, 1), "count-non-empty": (1, 1), "count-selected": (1, 1), "current": (0, 0),
    "date": (1, 1), "date-time": (1, 1), "decimal-date-time": (1, 1), "decimal-time": (1, 1), "digest": (2, 3),
    "distance": (1, _ANY), "ends-with": (2, 2), "exp": (1, 1), "exp10": (1, 1), "false": (0, 0), "floor": (1, 1),
    "format-date": (2, 2), "format-date-time": (2, 2), "geofence": (2, 2), "id": (1, 1), "if": (3, 3),
    "indexed-repeat": (3, _ANY), "instance": (1, 1), "int": (1, 1), "itext": (1, 1), "join": (1, _ANY),
    "lang": (1, 1), "last": (0, 0), "local-name": (0, 1), "log": (1, 1), "log10": (1, 1), "max": (0, _ANY),
    "min": (0, _ANY), "name": (0, 1), "namespace-uri": (0, 1), "normalize-space": (0, 1), "not": (1, 1),
    "now": (0, 0), "number": (0, 1), "once": (1, 1), "pi": (0, 0), "position": (0, 1), "pow": (2, 2),
    "pulldata": (4, 4), "random": (0, 0), "randomize": (1, 2), "regex": (2, 2), "round": (1, 2), "selected": (2, 2),
    "selected-at": (2, 2), "sin": (1, 1), "sqrt": (1, 1), "starts-with": (2, 2), "string": (0, 1),
    "string-length": (0, 1), "substr": (2, 3), "substring": (2, 3), "substring-after": (2, 2),
    "substring-before": (2, 2), "sum": (1, 1), "tan": (1, 1), "today": (0, 0), "translate": (3, 3), "true": (0, 0),
    "uuid": (0, 1), "weighted-checklist": (2, _ANY),
}
# fmt: on
"""Name of a function → the fewest and the most arguments; None where there is no most."""

_OF_COLLECT = frozenset({"depend", "enclosed-area", "intersects", "is-selected", "property", "version"})
"""Functions that ODK Collect knows and the tablet does not."""

_IN_PAIRS = {"indexed-repeat": 1, "weighted-checklist": 0}
"""Functions whose arguments are pairs, behind so many others."""


def misused_functions(root: etree._Element, places: Places) -> list[Finding]:
    """Return what is wrong with the functions that a form calls: an error where it would open nowhere.

    Args:
        root: of the XForm as Collect reads it.
        places: where its questions stand in the spreadsheet.
    """
    found: list[Finding] = []
    for written in written_expressions(root):
        for call in calls_in(read_xpath(written.text)):
            found += _misuse(call, written, places)
    return list(dict.fromkeys(found))


def _misuse(call: Call, written: Written, places: Places) -> Iterator[Finding]:
    name, given = call.name.split(":")[-1], len(call.arguments)
    if name in _OF_COLLECT:
        what = f"{written.name} uses {name}(), which the tablet does not know: the form will not open there."
        remedy = "Write it with functions of the ODK XForms specification."
        yield warning("function-unknown", what, remedy, **place_of(written, places))
    elif name not in ARGUMENTS:
        near = nearest(name.lower(), tuple(ARGUMENTS))
        remedy = f"Is {near}() meant?" if near else "Write it with functions of the ODK XForms specification."
        what = f"{written.name} uses {name}(), a function that does not exist: the form would not open."
        yield error("function-unknown", what, remedy, **place_of(written, places))
    elif not _fits(name, given):
        what = f"{written.name} gives {_counted(given)} to {name}(), which {_needs(name)}: the form would not open."
        remedy = f"Look for a comma or a bracket that is missing or too much in {name}(…)."
        yield error("function-arguments", what, remedy, **place_of(written, places))


def _fits(name: str, given: int) -> bool:
    fewest, most = ARGUMENTS[name]
    in_pairs = name not in _IN_PAIRS or (given - _IN_PAIRS[name]) % 2 == 0
    return given >= fewest and (most is None or given <= most) and in_pairs


def _needs(name: str) -> str:
    fewest, most = ARGUMENTS[name]
    if name in _IN_PAIRS:
        return "needs them in pairs behind the first" if _IN_PAIRS[name] else "needs them in pairs"
    if most is None:
        return f"needs at least {fewest}"
    if most == 0:
        return "needs none"
    return f"needs {fewest}" if fewest == most else f"needs {fewest} to {most}"


def _counted(given: int) -> str:
    return {0: "nothing", 1: "1 argument"}.get(given, f"{given} arguments")
