r"""Patterns of `regex()` that nobody can read, or not the tablet: said before an answer fails by them.

ODK Collect reads patterns as Java writes them, the tablet as JavaScript. Python reads what both share, once `\p{L}`
and other writing that it has not is put aside; only faults that neither of them would read either are reported.
"""

import re
import warnings
from collections.abc import Iterator

from lxml import etree

from fieldkit.forms.expressions import place_of, shown, written_expressions
from fieldkit.forms.findings import error, warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding
from fieldkit.forms.xpath import Literal, calls_in, read_xpath

_FAULTS = {
    "missing )": "a round bracket is missing or too much",
    "unbalanced parenthesis": "a round bracket is missing or too much",
    "unterminated character set": "a square bracket is never closed",
    "nothing to repeat": "*, +, ? or {…} has nothing before it to repeat",
    "multiple repeat": "two of *, +, ? and {…} stand side by side",
    "min repeat greater": "the greater number stands first in {…}",
    "bad character range": "the signs of a range stand in the wrong order",
    "bad escape (end": r"nothing stands behind the last \ of it",
    "unknown extension": "what stands behind (? is not known",
    "unexpected end of pattern": "it ends too early",
}
"""How Python's words for a fault begin → what is said about it."""

_ESCAPE = re.compile(
    r"\\Q.*?(?:\\E|$)|\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\k<\w+>|\\c.|\\u[0-9a-fA-F]{4}|\\\d+|\\.", re.DOTALL
)
_KEPT_ESCAPE = re.compile(r"\\[dDwWsS]|\\\W")
_FLAGS = re.compile(r"\(\?-?[a-zA-OQ-Z][a-zA-Z-]*(?=[:)])")
_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z])")
_CLASS_IN_RANGE = re.compile(r"\\[dDwWsS]")
_SET = re.compile(r"\[\^?\]?[^\]]*\]")
_ONLY_JAVA_ESCAPE = re.compile(
    r"\\[QAZzGhHRX]|\\[pP]\{(?:Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space|Is\w+|In\w+|java\w+)\}"
)
_ONLY_PYTHON = re.compile(r"\(\?[P(]")
_ONLY_JAVA_SET = re.compile(r"&&\[|\[\[:")
_ONLY_JAVA_SIGN = re.compile(r"[*+?}]\+|\(\?>|\(\?-?[a-zA-Z][a-zA-Z-]*[:)]")


def unreadable_patterns(root: etree._Element, places: Places) -> list[Finding]:
    """Return an error for every pattern that can be read nowhere, a warning for those that the tablet cannot read.

    Args:
        root: of the XForm as Collect reads it.
        places: where its questions stand in the spreadsheet.
    """
    found: list[Finding] = []
    for written in written_expressions(root):
        for pattern in _patterns(written.text):
            if fault := pattern_fault(pattern):
                what = f"{written.name} has a pattern that cannot be read, for {fault}: {shown(pattern)}"
                remedy = "Mend the pattern; without it no answer could be judged."
                found.append(error("pattern-unreadable", what, remedy, **place_of(written, places)))
            elif sign := only_java(pattern):
                what = f"{written.name} has a pattern with {sign}, which the tablet cannot read: no answer fits there."
                remedy = "Write the pattern without it; all of the answer must fit anyway."
                found.append(warning("pattern-on-the-tablet", what, remedy, **place_of(written, places)))
    return list(dict.fromkeys(found))


def _patterns(text: str) -> Iterator[str]:
    for call in calls_in(read_xpath(text)):
        match call.name, call.arguments:
            case "regex", (_, (Literal(text=pattern),)):
                yield pattern


def pattern_fault(pattern: str) -> str:
    """Say why neither Java nor JavaScript can read a pattern; an empty string when they can."""
    if _ONLY_PYTHON.search(_SET.sub("x", _ESCAPE.sub("x", pattern))):
        return _FAULTS["unknown extension"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            re.compile(_shared(pattern))
        except re.error as problem:
            if _CLASS_IN_RANGE.search(problem.msg):
                return ""  # [\w-.]: for Java and JavaScript the dash is a dash
            return next((said for begins, said in _FAULTS.items() if problem.msg.startswith(begins)), "")
    return ""


def _shared(pattern: str) -> str:
    """Return the pattern with a plain sign in the place of everything that Python writes otherwise."""
    plain = _ESCAPE.sub(lambda one: one[0] if _KEPT_ESCAPE.fullmatch(one[0]) else "x", pattern)
    return _NAMED_GROUP.sub("(?P<", _FLAGS.sub("(?:", plain))


def only_java(pattern: str) -> str:
    """Return what of a pattern Java reads and JavaScript does not, or reads as something else; or an empty string."""
    if found := _ONLY_JAVA_ESCAPE.search(pattern.replace("\\\\", "x")):
        return found[0]
    plain = _ESCAPE.sub("x", pattern.removeprefix("(?i)"))
    found = _ONLY_JAVA_SET.search(plain) or _ONLY_JAVA_SIGN.search(_SET.sub("x", plain))
    return found[0] if found else ""
