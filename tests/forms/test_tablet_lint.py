"""What the tablet does otherwise, or not at all, is said with its row; only what loses answers is refused."""

import pytest
from lxml import etree

from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import CompiledForm, Finding, Severity
from fieldkit.forms.xlsform import compile_form

COLUMNS = "type | name | label | appearance | parameters | required | calculation | constraint"


def form(*rows: str, choices: str = "", media: dict[str, bytes] | None = None) -> CompiledForm:
    survey = "\n".join(f"| | {row} |" for row in (COLUMNS, "text | first | First", *rows))
    sheets = f"| survey |\n{survey}\n| choices |\n| | list_name | name | label |\n{choices or '| | yn | yes | Yes |'}\n"
    return compile_form("form.md", sheets.encode(), media=media or {})


def said(compiled: CompiledForm, code: str = "on-the-tablet") -> list[Finding]:
    return [finding for finding in compiled.findings if finding.code == code]


@pytest.mark.parametrize(
    ("row", "severity", "column", "words"),
    [
        ("text | q | Q | ex:org.example.app", Severity.WARNING, "appearance", "the answer is typed"),
        ("text | q | Q | printer:org.example", Severity.WARNING, "appearance", "wants to print"),
        ("date | q | Q | bikram-sambat", Severity.WARNING, "appearance", "Gregorian"),
        ("date | q | Q | myanmar", Severity.WARNING, "appearance", "Gregorian"),
        ("geopoint | q | Q | placement-map", Severity.NOTE, "appearance", "shows none"),
        ("geotrace | q | Q | maps", Severity.NOTE, "appearance", "shows none"),
        ("select_one yn | q | Q | map", Severity.NOTE, "appearance", "the nearest first"),
        ("select_one yn | q | Q | quick", Severity.NOTE, "appearance", "a tap never goes on"),
        ("email | q | ", Severity.WARNING, "type", "stays empty"),
        ("phonenumber | q | ", Severity.WARNING, "type", "stays empty"),
        ("geopoint | q | Q | | allow-mock-accuracy=false", Severity.NOTE, "parameters", "cannot tell them apart"),
        (
            "range | q | Q | no-ticks | start=0 end=10 step=1 placeholder=5",
            Severity.NOTE,
            "parameters",
            "names its ticks",
        ),
    ],
)
def test_what_is_different_is_said_with_sheet_row_and_column(
    row: str, severity: Severity, column: str, words: str
) -> None:
    found = said(form(row))
    assert len(found) == 1
    assert (found[0].severity, found[0].sheet, found[0].row, found[0].column) == (severity, "survey", 4, column)
    assert words in found[0].what
    assert found[0].what.startswith("q ")
    assert found[0].remedy


def test_a_form_that_the_tablet_does_as_it_stands_is_told_nothing() -> None:
    quiet = form(
        "image | a | A | signature", "date | b | B | ethiopian", "range | c | C | rating", "geopoint | d | D | coarse"
    )
    assert said(quiet) == []
    assert [finding.code for finding in quiet.findings if finding.code == "exact-position"] == []


def test_a_note_that_is_required_is_pointed_out() -> None:
    (found,) = said(form("note | q | Please stop | | | yes"), "note-required")
    assert (found.severity, found.row, found.column) == (Severity.WARNING, 4, "required")
    assert "Nobody can answer a note" in found.what


def test_a_building_of_openstreetmap_is_refused_for_its_answer_would_be_lost() -> None:
    with pytest.raises(FormRefused) as refused:
        form("osm | q | Which building?")
    assert "OpenStreetMap" in refused.value.findings[0].what


def test_search_becomes_a_list_from_its_file_on_the_tablet_and_stays_for_collect() -> None:
    row = "select_one found | q | Fruit? | minimal search('fruits', 'contains', 'name', ${first}, 'region', 'north')"
    found = form(row, choices="| | found | key | name |", media={"fruits.csv": b"key,name,region\nfig,Figs,north\n"})
    tablet, collect = found.tablet_xform.decode(), found.xform.decode()
    assert "nodeset=\"instance('fruits')/root/item[contains(name, /data/first)][region = 'north']\"" in tablet
    assert '<value ref="key"/>' in tablet
    assert 'src="jr://file-csv/fruits.csv"' in tablet
    assert 'appearance="minimal"' in tablet
    assert "search('fruits'" in collect
    assert "itemset" not in collect


@pytest.mark.parametrize(
    ("call", "choices"),
    [
        ("search('fruits', 'sounds-like', 'name', 'a')", "| | found | key | name |"),
        ("search('fruits', 'matches', 'a b', 'a')", "| | found | key | name |"),
        ("search('fruits')", "| | found | key | name |\n| | found | none | None |"),
        ("search('fruits')", "| | found | key | Name of the fruit |"),
    ],
)
def test_a_search_that_cannot_be_read_is_refused(call: str, choices: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form(f"select_one found | q | Fruit? | {call}", choices=choices, media={"fruits.csv": b"key,name\nfig,Figs\n"})
    first = refused.value.findings[0]
    assert (first.code, first.row, first.column) == ("search-unreadable", 4, "appearance")


def test_a_form_that_makes_entities_is_told_that_nobody_keeps_them() -> None:
    survey = "| survey |\n| | type | name | label | save_to |\n| | text | kind | Kind | species |\n"
    sheets = survey + "| entities |\n| | list_name | label |\n| | trees | ${kind} |\n"
    (found,) = said(compile_form("trees.md", sheets.encode()), "entities")
    assert (found.severity, found.sheet) == (Severity.WARNING, "entities")
    assert "the answers come" in found.what


def test_fixed_choices_stand_beside_those_of_a_search_in_the_order_of_the_sheet() -> None:
    row = "select_one found | q | Fruit? | search('fruits', 'matches', 'region', ${first})"
    choices = "| | found | 0 | None of them |\n| | found | key | name |\n| | found | 99 | Another |"
    tablet = form(row, choices=choices, media={"fruits.csv": b"key,name,region\nfig,Figs,north\n"}).tablet_xform
    root = etree.fromstring(tablet)
    (itemset,) = root.iter("{*}itemset")
    before, from_file, behind = itemset.get("nodeset", "").split(" | ")
    assert from_file == "instance('fruits')/root/item[region = /data/first]"
    assert rows(root, before) == [{"key": "0", "name": "None of them"}]
    assert rows(root, behind) == [{"key": "99", "name": "Another"}]
    assert itemset.find("{*}value").get("ref") == "key"  # type: ignore[union-attr]
    assert itemset.find("{*}label").get("ref") == "name"  # type: ignore[union-attr]


def test_fixed_choices_beside_a_search_keep_their_translations() -> None:
    survey = "| survey |\n| | type | name | label::English (en) | label::Arabic (ar) | appearance |\n"
    survey += "| | select_one found | q | Fruit? | فاكهة؟ | search('fruits') |\n"
    choices = "| choices |\n| | list_name | name | label::English (en) | label::Arabic (ar) |\n"
    choices += "| | found | key | name | name |\n| | found | 99 | Another | أخرى |\n"
    media = {"fruits.csv": b"key,name\nfig,Figs\n"}
    root = etree.fromstring(compile_form("form.md", (survey + choices).encode(), media=media).tablet_xform)
    (itemset,) = root.iter("{*}itemset")
    fixed = rows(root, itemset.get("nodeset", "").split(" | ")[1])
    assert fixed == [{"key": "99", "fieldkit-label-1": "Another", "fieldkit-label-2": "أخرى"}]
    label = itemset.find("{*}label").get("ref", "").split("'")[1]  # type: ignore[union-attr]
    texts = [text for text in root.iter("{*}text") if text.get("id") == label]
    assert [[output.get("value") for output in text.iter("{*}output")] for text in texts] == [
        ["name", "fieldkit-label-1"],
        ["name", "fieldkit-label-2"],
    ]


def rows(root: etree._Element, xpath: str) -> list[dict[str, str]]:
    """The rows of a list that the form holds."""
    name = xpath.split("'")[1]
    (source,) = [one for one in root.iter("{*}instance") if one.get("id") == name]
    return [{etree.QName(cell).localname: cell.text or "" for cell in item} for item in source.iter("{*}item")]


@pytest.mark.parametrize(("depth", "refused"), [(16, 0), (20, 1)])
def test_groups_in_groups_in_groups_that_a_tablet_would_not_open_are_refused(depth: int, refused: int) -> None:
    groups = "".join(f"| | begin_group | g{n} | G |\n" for n in range(depth))
    form = f"| survey |\n| | type | name | label |\n{groups}| | text | a | A |\n" + "| | end_group | | |\n" * depth
    try:
        findings = compile_form("f.md", form.encode()).findings
    except FormRefused as caught:
        findings = caught.findings
    deep = [one for one in findings if one.code == "nested-too-deep"]
    assert [(one.row, one.column) for one in deep] == [(19, "type")] * refused
