"""What waits for itself stops publishing, and the finding names the way round."""

import time

import pytest
from lxml import etree

from fieldkit.forms.circles import circles
from fieldkit.forms.lint import Places
from fieldkit.forms.model import Severity
from tests.forms.sheets import found, places, row

CODE = "expression-circle"


def test_calculations_in_a_circle_are_refused_and_the_way_round_is_named() -> None:
    (one,) = found(
        CODE,
        row("integer", "n"),
        row("calculate", "a", calculation="${b} + 1"),
        row("calculate", "b", calculation="${c} * ${n}"),
        row("calculate", "c", calculation="if(${a} > 1, 1, 2)"),
    )
    assert one.severity is Severity.ERROR
    assert places(one) == [("survey", 4, "calculation")]
    assert "a → b → c → a" in one.what


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"calculation": "${q} + 1"}, "calculation"),
        ({"calculation": "if(. = '', 1, .)"}, "calculation"),
        ({"relevant": "${q} = 'a'"}, "relevant"),
    ],
)
def test_a_question_that_waits_for_itself_is_refused(cells: dict[str, str], column: str) -> None:
    (one,) = found(CODE, row("text", "q", **cells))
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 3, column)])
    assert "q → q" in one.what


@pytest.mark.parametrize("column", ["required", "read_only"])
def test_what_only_collect_refuses_is_a_warning(column: str) -> None:
    (one,) = found(CODE, row("text", "q", **{column: "${q} = 'a'"}))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 3, column)])


def test_a_group_that_opens_by_what_is_in_it_is_refused() -> None:
    (one,) = found(
        CODE,
        row("begin_group", "g", relevant="${inner} = 'yes'"),
        row("text", "inner"),
        row("end_group", ""),
    )
    assert places(one) == [("survey", 3, "relevant")]
    assert "g → inner → g" in one.what


def test_two_questions_that_open_each_other_are_refused() -> None:
    (one,) = found(CODE, row("text", "a", relevant="${b} = 'x'"), row("text", "b", relevant="${a} = 'x'"))
    assert "a → b → a" in one.what


def test_a_circle_over_a_repeat_is_refused() -> None:
    (one,) = found(
        CODE,
        row("begin_repeat", "r"),
        row("integer", "n"),
        row("calculate", "share", calculation="${n} div ${total}"),
        row("end_repeat", ""),
        row("calculate", "total", calculation="sum(${share})"),
    )
    assert "share → total → share" in one.what


@pytest.mark.parametrize(
    "rows",
    [
        [row("text", "q", constraint=". != '' and ${q} != 'a'")],
        [row("calculate", "q", calculation="once(uuid())")],
        [row("text", "q", default="${last-saved#q}")],
        [row("text", "a", relevant="${b} = ''"), row("text", "b", required="${a} = ''", constraint=". != ${a}")],
        [row("text", "t"), row("calculate", "q", calculation="${q} + 1", trigger="${t}")],
        [row("select_one yn", "q", choice_filter="name != ${other}"), row("text", "other", relevant="${q} = 'yes'")],
        [
            row("begin_repeat", "r"),
            row("integer", "n"),
            row("calculate", "share", calculation="${n} div ${total} + position(..) + count(${r})"),
            row("calculate", "before", calculation="indexed-repeat(${before}, ${r}, position(..) - 1) + ${n}"),
            row("calculate", "other", calculation="sum(/data/r[position() != 1]/other)"),
            row("end_repeat", ""),
            row("calculate", "total", calculation="sum(${n})"),
        ],
        [
            row("begin_group", "g", relevant="${a} = 'yes'"),
            row("text", "b", relevant="${a} != ''"),
            row("text", "c", relevant="${b} != ''"),
            row("end_group", ""),
            row("text", "a"),
        ],
    ],
)
def test_what_only_looks_like_a_circle_is_let_pass(rows: list[str]) -> None:
    assert found(CODE, *rows) == []


def test_five_thousand_calculations_in_a_row_are_looked_through_once() -> None:
    """Every way was once followed from every question: that took minutes, here and in a form of some hundred rows."""
    binds = "".join(f'<bind nodeset="/data/c{n}" calculate="/data/c{n - 1} + 1"/>' for n in range(1, 5000))
    root = etree.fromstring(f'<model xmlns="http://www.w3.org/2002/xforms">{binds}</model>')
    begun = time.process_time()
    assert circles(root, (), Places()) == []
    assert time.process_time() - begun < 20
