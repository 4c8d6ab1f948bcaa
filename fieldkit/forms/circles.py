"""Answers that wait for themselves: what a question shows or holds depends, over others or at once, on itself.

ODK Collect does not open such a form ("Cycle detected"). As there, a calculation and a relevance lead from what they
name to the question that has them, and the relevance of a group to everything in it. A constraint may name its own
question. `once()` looks at its own answer without naming it, and last-saved at another record: neither is a circle.
What is picked out of a repeat by a predicate or by `indexed-repeat()` is taken for another row, and passed over.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from fieldkit.forms.expressions import Written, place_of, written_expressions
from fieldkit.forms.findings import error, warning
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Finding, Question
from fieldkit.forms.xpath import Call, Expression, Operand, Path, Step, parts_of, read_xpath

_LEADING = {"calculation", "relevant"}
_OWN_STATE = {"required", "readonly"}


@dataclass(frozen=True)
class _Way:
    """One arrow: an expression makes `to` depend on what it names."""

    to: str
    written: Written


def circles(root: etree._Element, questions: Sequence[Question], places: Places) -> list[Finding]:
    """Return an error for every circle of calculations and relevances, naming the way round; one for each circle.

    A `required` or `read_only` that names its own question is a warning: only ODK Collect refuses it.

    Args:
        root: of the XForm as Collect reads it.
        questions: of that form.
        places: where they stand in the spreadsheet.
    """
    expressions = [one for one in written_expressions(root) if one.column in _LEADING | _OWN_STATE and not one.once]
    ways = _ways([one for one in expressions if one.column in _LEADING], [question.path for question in questions])
    found = [_said_circle(circle, places) for circle in _circles(ways)]
    own = [one for one in expressions if one.column in _OWN_STATE and one.path in _named(one)]
    return [*found, *(_said_own(one, places) for one in own)]


def _ways(expressions: Iterable[Written], paths: Sequence[str]) -> dict[str, list[_Way]]:
    """Return what leads from each question to others."""
    ways: dict[str, list[_Way]] = defaultdict(list)
    for written in expressions:
        targets = [written.path]
        if written.column == "relevant":
            targets += [path for path in paths if path.startswith(f"{written.path}/")]
        for source in dict.fromkeys(_named(written)):
            ways[source] += [_Way(target, written) for target in targets]
    return ways


def _named(written: Written) -> list[str]:
    """Return the paths of the questions that an expression names, in the same row of their repeats."""
    return [path for path in _paths(read_xpath(written.text), written.path) if path]


def _paths(expression: Expression, context: str) -> Iterator[str]:
    for operand in expression:
        if isinstance(operand, Path):
            yield resolved(operand, context)
        elif not (isinstance(operand, Call) and operand.name == "indexed-repeat"):
            for part in parts_of(operand):
                yield from _paths(part, context)


def resolved(path: Path, context: str) -> str:
    """Return the path of a question as the form counts it; an empty string for what is elsewhere or in another row."""
    if not (path.start is None or _is_current(path.start)):
        return ""
    names = [] if path.absolute else context.strip("/").split("/")
    for step in path.steps:
        if step.axis or step.predicates or step.name in {"*", "text()"}:
            return ""
        names = _after(names, step)
    return "/" + "/".join(names)


def _is_current(start: Operand) -> bool:
    return isinstance(start, Call) and start.name == "current"


def _after(names: list[str], step: Step) -> list[str]:
    return {".": names, "..": names[:-1]}.get(step.name, [*names, step.name])


def _circles(ways: Mapping[str, list[_Way]]) -> Iterator[list[_Way]]:
    """Yield the shortest circle through each question that is in none that was yielded before."""
    seen: set[str] = set()
    for start in _held_up(ways):
        circle = None if start in seen else _back_to(start, ways)
        if circle:
            yield circle
            seen |= {way.to for way in circle}


def _held_up(ways: Mapping[str, list[_Way]]) -> list[str]:
    """Return the questions that wait for a circle: those in it, and those behind it; in most forms there are none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for source, leading in ways.items():
        for way in leading:
            sorter.add(way.to, source)
    with suppress(CycleError):
        sorter.prepare()
    passed: set[str] = set()
    while ready := sorter.get_ready():
        passed.update(ready)
        sorter.done(*ready)
    return [source for source in ways if source not in passed]


def _back_to(start: str, ways: Mapping[str, list[_Way]]) -> list[_Way] | None:
    came: dict[str, tuple[str, _Way]] = {}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for way in ways.get(at, ()):
            if way.to not in came:
                came[way.to] = (at, way)
                waiting.append(way.to)
        if start in came:
            return _way_round(start, came)
    return None


def _way_round(start: str, came: Mapping[str, tuple[str, _Way]]) -> list[_Way]:
    at, way = came[start]
    found = [way]
    while at != start:
        at, way = came[at]
        found.insert(0, way)
    return found


def _said_circle(circle: list[_Way], places: Places) -> Finding:
    first = min((way.written for way in circle), key=lambda one: place_of(one, places)["row"] or len(places.rows))
    nodes = list(dict.fromkeys(path for way in reversed(circle) for path in (way.to, way.written.path)))
    begin = nodes.index(first.path)
    shown = " → ".join(path.rsplit("/", 1)[-1] for path in [*nodes[begin:], *nodes[:begin], first.path])
    return error(
        "expression-circle",
        f"{first.name} waits for itself: {shown}. ODK Collect would not open the form.",
        "Take one of these names out of its calculation or relevance. once(…) keeps what was calculated first.",
        **place_of(first, places),
    )


def _said_own(written: Written, places: Places) -> Finding:
    column = {"required": "required", "readonly": "read_only"}[written.column]
    return warning(
        "expression-circle",
        f"{written.name} names itself in {column}: ODK Collect would not open the form.",
        "Name other questions there only; a rule for its own answer is a constraint.",
        **place_of(written, places),
    )
