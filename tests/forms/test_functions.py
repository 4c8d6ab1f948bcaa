"""A function that does not exist, or is given too little or too much, stops publishing: the form would not open."""

import re
from pathlib import Path

import pytest

from fieldkit.forms.functions import ARGUMENTS
from fieldkit.forms.model import Severity
from tests.forms.sheets import found, places, row

ENGINE = Path(__file__).parent.parent.parent / "node_modules/@getodk/xforms-engine/dist/index.js"
FIRST = row("integer", "first")
_MADE = re.compile(r'new (?:\w*Function|FunctionImplementation)\(\s*"([a-z0-9-]+)",\s*(\[.*?\]),\s*\(?[\w(]', re.DOTALL)
_ALIAS = re.compile(r'new FunctionAlias\("([a-z-]+)", (\w+)\)')
_MATHS = re.compile(r'= (math\w*Alias)\("([a-z0-9]+)"\)')
_OF_MATHS: dict[str, tuple[int, int | None]] = {"mathAlias": (1, 1), "math2Alias": (2, 2), "mathNAlias": (0, None)}


def of_engine() -> dict[str, tuple[int, int | None]]:
    """The functions of the pinned engine; of one that is made twice the wider, for it is asked first."""
    code = ENGINE.read_text(encoding="utf-8")
    made = {name: _OF_MATHS[alias] for alias, name in _MATHS.findall(code)}
    for name, signature in _MADE.findall(code):
        kinds = re.findall(r'arityType: "(\w+)"', signature)
        most = None if "variadic" in kinds else len(kinds)
        if name not in made or most is None or most > (made[name][1] or 0):
            made[name] = (kinds.count("required"), most)
    made["ceiling"] = made.pop("ceil")
    made["date-time"] = made["date"]
    return made


def test_the_table_is_that_of_the_pinned_engine() -> None:
    engine = of_engine()
    assert {"if", "once", "indexed-repeat", "pulldata"} <= set(engine)
    assert set(_ALIAS.findall(ENGINE.read_text(encoding="utf-8"))) == {
        ("ceiling", "ceil"),
        ("date-time", "date"),
        ("format-date", "formatDateTime"),
    }
    assert engine == ARGUMENTS


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("if(${first}, 1)", "gives 2 arguments to if(), which needs 3"),
        ("today(1)", "gives 1 argument to today(), which needs none"),
        ("round()", "gives nothing to round(), which needs 1 to 2"),
        ("1 + (2 * pow(${first}))", "gives 1 argument to pow(), which needs 2"),
        ("indexed-repeat(${first}, ${first}, 1, ${first})", "in pairs behind the first"),
        ("count(/data/first[not()])", "gives nothing to not(), which needs 1"),
    ],
)
def test_too_little_or_too_much_is_refused_with_its_place(expression: str, words: str) -> None:
    (one,) = found("function-arguments", FIRST, row("calculate", "q", calculation=expression))
    assert places(one) == [("survey", 4, "calculation")]
    assert one.severity is Severity.ERROR
    assert words in one.what
    assert one.remedy


@pytest.mark.parametrize("column", ["relevant", "constraint", "required", "read_only", "default", "choice_filter"])
def test_every_column_with_expressions_is_read(column: str) -> None:
    (one,) = found("function-arguments", FIRST, row("select_one yn", "q", **{column: "not(true(), ${first})"}))
    assert places(one) == [("survey", 4, column)]


def test_a_function_that_does_not_exist_is_refused_and_told_what_is_meant() -> None:
    (one,) = found("function-unknown", row("calculate", "q", calculation="iff(true(), 1, 2)"), FIRST)
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 3, "calculation")])
    (two,) = found("function-unknown", row("calculate", "q", calculation="coalese('a', 'b')"), FIRST)
    assert two.remedy == "Is coalesce() meant?"


def test_what_only_collect_knows_is_a_warning() -> None:
    (one,) = found("function-unknown", FIRST, row("calculate", "q", calculation="property('deviceid')"))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 4, "calculation")])
    assert "property()" in one.what


@pytest.mark.parametrize(
    "expression",
    [
        "if(${first} = 'a (b)', once(random()), count(/data/first[. != '']/text()))",
        "jr:choice-name(${first}, '${first}')",
        "concat() or max(1, 2, 3) and (2) mod (3)",
        "join(', ', ${first}, 'if(a)')",
        "round(${first}, 2) * uuid(8) - string-length()",
    ],
)
def test_what_is_right_is_let_pass(expression: str) -> None:
    written = row("calculate", "q", calculation=expression)
    assert found("function-arguments", FIRST, written) == []
    assert found("function-unknown", FIRST, written) == []
