"""An expression that nobody can read stops publishing, with its row and column: the form would not open anywhere."""

import pytest

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.xlsform import compile_form
from tests.forms.real import biomass_media, xlsform

ASKED = ("type", "name", "label")
COLUMNS = (*ASKED, "relevant", "constraint", "calculation", "default", "choice_filter", "repeat_count")
GOOD = "if(${first} = 'a', once(random()), indexed-repeat(${first}, ${first}, 1) div 2)"
BAD = ["if(${first} = 'a'", "${first} == 'a'", "${first} = 'a", "${first} = 'a' && true()", "${first} ="]


def form(column: str, expression: str) -> bytes:
    """A form whose fourth row has the expression."""
    kind, name, label = {
        "calculation": ("calculate", "q", ""),
        "choice_filter": ("select_one yn", "q", "Q"),
        "repeat_count": ("begin_repeat", "q", "Q"),
    }.get(column, ("text", "q", "Q"))
    rows = [("text", "first", "First"), (kind, name, label)]
    lines = [f"| | {' | '.join(row)} |" + " |" * 6 for row in rows]
    cells = {"type": kind, "name": name, "label": label, column: expression}
    lines[1] = "| | " + " | ".join(cells.get(one, "") for one in COLUMNS) + " |"
    if column == "repeat_count":
        lines += ["| | text | inner | Inner |" + " |" * 6, "| | end_repeat | | |" + " |" * 6]
    choices = "| choices |\n| | list_name | name | label |\n| | yn | a | A |\n"
    return "\n".join(["| survey |", f"| | {' | '.join(COLUMNS)} |", *lines, choices]).encode()


@pytest.mark.parametrize("column", COLUMNS[len(ASKED) :])
@pytest.mark.parametrize("expression", BAD)
def test_an_expression_that_nobody_can_read_is_refused_with_its_place(column: str, expression: str) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form("form.md", form(column, expression))
    found = [one for one in refused.value.findings if one.code == "expression-unreadable"]
    assert [(one.sheet, one.row, one.column) for one in found] == [("survey", 4, column)]
    assert found[0].what.startswith("q has an expression that cannot be read:")


@pytest.mark.parametrize("column", ["relevant", "constraint", "calculation", "default", "repeat_count"])
def test_an_expression_that_can_be_read_is_let_pass(column: str) -> None:
    assert compile_form("form.md", form(column, GOOD)).questions


def test_the_expressions_of_real_forms_can_all_be_read() -> None:
    for name in ("getodk_socio_economic", "reach_msna_2024"):
        assert compile_form(f"{name}.xlsx", xlsform(name)).questions
    assert compile_form("biomass.xlsx", xlsform("ucl_biomass_plot_sw"), media=biomass_media()).questions
