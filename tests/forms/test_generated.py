"""Forms by chance are published, and broken ones refused in words: no form ends in a traceback."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.flat import flat_columns
from fieldkit.forms.model import Severity
from fieldkit.forms.xlsform import compile_form
from tests.forms.generated import COLUMNS, GeneratedForm

BROKEN = (
    *(
        "${nobody} = 1",
        "${q1} = ",
        "if(1, 2",
        "q1 == 2",
        "concat('a",
        "nosuch(1)",
        "../../../../q1",
        "1 div 0",
        "-",
        "||",
    ),
    *("select_one", "select_one nothing", "begin_group", "end_repeat", "osm", "select_multiple_from_file x.csv", "wat"),
    *(
        "q1",
        "1q",
        "a b",
        "meta",
        "instanceID",
        "",
        " ",
        "yes",
        "9" * 50,
        "start=5 end=1 step=0",
        "start=a",
        "ع",
        "\u200f",
    ),
)
"""What may stand in any cell of a form that somebody wrote in a hurry."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_a_form_by_chance_is_published_with_a_table_for_each_repeat(chance: Random) -> None:
    form = GeneratedForm(chance, "by-chance")
    compiled = compile_form("form.md", form.markdown().encode())
    assert not [finding for finding in compiled.findings if finding.severity is Severity.ERROR]
    columns = flat_columns(compiled.questions)
    rows = form.rows()
    assert set(rows) == set(columns)
    for table, found in rows.items():
        assert all(set(row) <= set(columns[table]) for row in found)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_broken_form_is_refused_in_words_or_published_all_the_same(chance: Random, times: int) -> None:
    lines = GeneratedForm(chance, "by-chance").markdown().split("\n")
    for _ in range(times):
        at = chance.randrange(len(lines))
        cells = lines[at].split("|")
        cells[chance.randrange(len(cells))] = f" {chance.choice(BROKEN)} "
        lines[at] = "|".join(cells)
    try:
        compiled = compile_form("form.md", "\n".join(lines).encode())
    except FormRefused as refused:
        errors = [finding for finding in refused.findings if finding.severity is Severity.ERROR]
        assert errors
        assert all(finding.code and finding.what and finding.remedy for finding in errors)
    else:
        assert compiled.questions


def test_the_grammar_reaches_every_column() -> None:
    forms = [GeneratedForm(Random(seed), "by-chance").markdown() for seed in range(40)]
    rows = [line.split("|")[2:] for text in forms for line in text.split("| choices |")[0].split("\n")[5:] if line]
    for number, column in enumerate(COLUMNS):
        assert any(row[number].strip() for row in rows), column
