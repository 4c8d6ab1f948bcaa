"""A pattern that nobody can read stops publishing; one that only the tablet cannot read is said."""

import json
from pathlib import Path

import pytest

from fieldkit.forms.model import Severity
from fieldkit.forms.patterns import only_java, pattern_fault
from tests.forms.sheets import found, places, row

PATTERNS = json.loads((Path(__file__).parent.parent / "data/patterns.json").read_text(encoding="utf-8"))
"""The tablet's own tests read them, too: what is called broken here no browser reads."""


@pytest.mark.parametrize("pattern", [pattern for _, pattern in PATTERNS["fits"]])
def test_a_pattern_that_the_tablet_reads_is_let_pass(pattern: str) -> None:
    assert (pattern_fault(pattern), only_java(pattern)) == ("", "")


@pytest.mark.parametrize("pattern", PATTERNS["broken"])
def test_a_pattern_that_nobody_reads_has_a_fault(pattern: str) -> None:
    assert pattern_fault(pattern)


@pytest.mark.parametrize("pattern", PATTERNS["only_java"])
def test_what_only_collect_reads_is_known(pattern: str) -> None:
    assert pattern_fault(pattern) == ""
    assert only_java(pattern)


@pytest.mark.parametrize("column", ["constraint", "relevant"])
def test_a_broken_pattern_is_refused_with_its_place(column: str) -> None:
    expression = "${first} = '' or not(regex(${first}, '[A-Z'))"
    (one,) = found("pattern-unreadable", row("text", "first"), row("text", "q", **{column: expression}))
    assert (one.severity, places(one)) == (Severity.ERROR, [("survey", 4, column)])
    assert one.what == "q has a pattern that cannot be read, for a square bracket is never closed: [A-Z"


def test_a_pattern_for_collect_only_is_a_warning() -> None:
    (one,) = found("pattern-on-the-tablet", row("text", "q", constraint=r"regex(., '\A[0-9]+\z')"))
    assert (one.severity, places(one)) == (Severity.WARNING, [("survey", 3, "constraint")])
    assert r"with \A, which the tablet cannot read" in one.what


def test_a_pattern_that_is_computed_is_not_judged() -> None:
    rows = (row("text", "first"), row("text", "q", constraint="regex(., concat('[', ${first}, ']'))"))
    assert found("pattern-unreadable", *rows) == []
