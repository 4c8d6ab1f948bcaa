"""The table of docs/forms.md is true: what works is in the form that a journey fills in, what differs is said."""

import re
from pathlib import Path

import pytest

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import CompiledForm
from fieldkit.forms.workbook import read_workbook
from fieldkit.forms.xlsform import compile_form
from tests.journeys.every_type import FORM, media

ROOT = Path(__file__).parent.parent.parent
ENGINE = ROOT / "node_modules/@getodk/xforms-engine/src/parse/body/appearance"
SAID_IN_A_FORM_OF_THEIR_OWN = {("text", "printer:"), ("date", "myanmar"), ("osm", "")}
NOT_AN_APPEARANCE = {"or_other", "search()", "ex:", "printer:"}
NAMED_OTHERWISE = {"columns-1", "columns-3", "columns-4", "columns-5", "compact", "horizontal", "horizontal-compact"}
"""Layouts of the same kind as `columns-2` and `columns`; `layoutOf` is tested with them."""

SYNONYMS = {"hidden-answer": "masked", "front": "new-front", "quickcompact": "quick", "columns": "columns-2"}


def table() -> list[tuple[str, str, str]]:
    """Type, appearance and verdict of every line."""
    text = (ROOT / "docs/forms.md").read_text(encoding="utf-8")
    section = text.split("## What the tablet does with every question")[1].split("\n## ")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return [
        (kind, look, verdict)
        for kinds, looks, verdict, _ in lines[2:]
        for kind in kinds.split(", ")
        for look in looks.split(", ")
    ]


@pytest.fixture(scope="module")
def compiled() -> CompiledForm:
    return compile_form(FORM.name, FORM.read_bytes(), media=media())


def rows_of_form() -> dict[int, tuple[str, str]]:
    """Row number → type with its list, and appearance."""
    survey = read_workbook(FORM.read_bytes()).sheet("survey")
    return {row.number: (row.cells.get("type", ""), row.cells.get("appearance", "")) for row in survey.rows}


def is_in(kind: str, look: str, rows: dict[int, tuple[str, str]]) -> list[int]:
    """The rows of the form that ask a question of a line of the table."""
    if look in {"label", "list-nolabel"}:
        look, kind = "table-list", "begin_group"
    wanted = look.rstrip("()")
    return [
        number
        for number, (type_, appearance) in rows.items()
        if type_.split()[0] == kind
        and (
            (look == "or_other" and "or_other" in type_)
            or (wanted and look != "or_other" and re.search(rf"(^|\s){re.escape(wanted)}", appearance))
            or not wanted
        )
    ]


def test_every_line_of_the_table_is_in_the_form_that_the_journey_fills_in() -> None:
    rows = {number: row for number, row in rows_of_form().items() if row[0]}
    missing = [(kind, look) for kind, look, _ in table() if not is_in(kind, look, rows)]
    assert set(missing) == SAID_IN_A_FORM_OF_THEIR_OWN


def test_what_is_said_to_be_said_is_said_with_its_row_and_nothing_else_is(compiled: CompiledForm) -> None:
    rows = {number: row for number, row in rows_of_form().items() if row[0]}
    said = {finding.row for finding in compiled.findings if finding.code == "on-the-tablet"}
    expected = {
        number
        for kind, look, verdict in table()
        if "said" in verdict and (kind, look) not in SAID_IN_A_FORM_OF_THEIR_OWN
        for number in is_in(kind, look, rows)
    }
    assert said == expected


@pytest.mark.parametrize(("kind", "look"), sorted(SAID_IN_A_FORM_OF_THEIR_OWN))
def test_what_no_journey_can_fill_in_is_said_or_refused(kind: str, look: str) -> None:
    form = f"| survey |\n| | type | name | label | appearance |\n| | text | a | A | |\n| | {kind} | q | Q | {look}x |\n"
    form = form.replace("| x |", "| |").replace("myanmarx", "myanmar")
    try:
        codes = {finding.code for finding in compile_form("form.md", form.encode()).findings}
    except FormRefused as refused:
        codes = {finding.code for finding in refused.findings}
    assert "on-the-tablet" in codes


def test_every_appearance_that_the_engine_knows_stands_in_the_table() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in ENGINE.glob("*AppearanceParser.ts"))
    words = re.sub(r"//[^\n]*", "", written)
    known = set(re.findall(r"^\s*'([a-z-]+)',", words, re.MULTILINE)) - {"field-list", "table-list"}
    listed = {look.rstrip(":") for _, look, _ in table()}
    assert {SYNONYMS.get(word, word) for word in known - NAMED_OTHERWISE} <= listed
