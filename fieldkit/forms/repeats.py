"""Answers of repeats that are named from elsewhere: which of the many is meant?

Outside of its repeat a question stands for all its answers. Where one value is wanted ODK Collect stops with an error
as soon as there are two; the tablet takes the first. A `trigger` outside of the repeat would have to choose one of them
to write into, and fails in both.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from fieldkit.forms.circles import resolved
from fieldkit.forms.expressions import Written, place_of, written_expressions
from fieldkit.forms.findings import error, warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding, Question
from fieldkit.forms.xform import ODK, XF
from fieldkit.forms.xpath import Call, Expression, Path, parts_of, read_xpath

_OF_MANY = {
    "area",
    "checklist",
    "concat",
    "count",
    "count-non-empty",
    "distance",
    "indexed-repeat",
    "join",
    "max",
    "min",
}
_OF_MANY |= {"position", "randomize", "sum", "weighted-checklist"}
"""Functions that take all answers of a repeat."""

_ACTIONS = (f"{XF}setvalue", f"{ODK}setgeopoint")
_TEXT = {
    "label": "label",
    "hint": "hint",
    "jr:constraintMsg": "constraint_message",
    "jr:requiredMsg": "required_message",
}


def many_for_one(root: etree._Element, questions: Sequence[Question], places: Places) -> list[Finding]:
    """Return a warning for every answer of a repeat that stands where one value is wanted, an error for such triggers.

    Args:
        root: of the XForm as Collect reads it.
        questions: of that form.
        places: where they stand in the spreadsheet.
    """
    repeats = [question.path for question in questions if question.kind == "repeat"]
    if not repeats:
        return []
    asked = {question.path: question for question in questions if question.kind not in {"repeat", "group"}}
    found = [_said_trigger(path, places) for path in _triggered(root) if path and _beyond(*path, repeats)]
    for written in (*written_expressions(root), *_texts(root)):
        for path in _single(read_xpath(written.text), written.path, within=written.column == "choice_filter"):
            if path in asked and (repeat := _beyond(path, written.path, repeats)):
                found.append(_said_many(path, repeat, written, places))
    return list(dict.fromkeys(found))


def _beyond(target: str, context: str, repeats: Sequence[str]) -> str:
    """Return the repeat that holds `target` and not `context`; an empty string when there is none."""
    return next(
        (one for one in repeats if target.startswith(f"{one}/") and not f"{context}/".startswith(f"{one}/")), ""
    )


def _single(expression: Expression, context: str, *, within: bool = False) -> Iterator[str]:
    """Yield the paths that stand for one value; `within` brackets only those that do not begin there."""
    for operand in expression:
        if isinstance(operand, Path):
            if not within or (operand.absolute or operand.start):
                yield resolved(operand, context)
            for part in parts_of(operand):
                yield from _single(part, context, within=True)
        else:
            of_many = isinstance(operand, Call) and operand.name in _OF_MANY
            for part in parts_of(operand):
                if not (of_many and len(part) == 1 and isinstance(part[0], Path)):
                    yield from _single(part, context, within=within)


def _texts(root: etree._Element) -> Iterator[Written]:
    """Yield the names in labels, hints and messages."""
    for output in root.iter(f"{XF}output"):
        for above in output.iterancestors():
            name = etree.QName(above).localname
            parent = above.getparent()
            if name == "text":
                path, _, kind = str(above.get("id")).rpartition(":")
                path, kind = (path.removesuffix(":jr"), f"jr:{kind}") if path.endswith(":jr") else (path, kind)
                yield Written(str(output.get("value")), path, _TEXT.get(kind, "label"))
            elif name in _TEXT and parent is not None and parent.get("ref"):
                yield Written(str(output.get("value")), str(parent.get("ref")), name)


def _triggered(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what a trigger writes into, and the question that triggers it."""
    for action in root.iter(*_ACTIONS):
        control = action.getparent()
        if control is not None and control.get("ref") and action.get("event") == "xforms-value-changed":
            yield str(action.get("ref")), str(control.get("ref"))


def _said_many(path: str, repeat: str, written: Written, places: Places) -> Finding:
    name, of = path.rsplit("/", 1)[-1], repeat.rsplit("/", 1)[-1]
    what = f"{written.name} names {name}, which is asked once for each {of}: with two of them ODK Collect stops, "
    remedy = f"Say which: indexed-repeat(${{{name}}}, ${{{of}}}, 1), or take all with join(), sum(), max() or count()."
    return warning("repeat-many", f"{what}and the tablet takes the first.", remedy, **place_of(written, places))


def _said_trigger(path: tuple[str, str], places: Places) -> Finding:
    target, source = (one.rsplit("/", 1)[-1] for one in path)
    return error(
        "repeat-trigger",
        f"{target} is in a repeat, and {source}, which triggers it, is not: nobody could tell which {target} is meant.",
        "Let a question of the same repeat trigger it, or give it a calculation or a default without a trigger.",
        sheet=places.sheet,
        row=places.rows.get(path[0]),
        column="trigger",
    )
