"""Defaults are written as records write them; what cannot be understood is said where it stands."""

import pytest
from lxml import etree

from fieldkit.forms.model import CompiledForm, Severity
from fieldkit.forms.xlsform import compile_form

CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def form(kind: str, default: str, more: str = "") -> CompiledForm:
    head = "| survey |\n| | type | name | label | default | parameters |\n"
    survey = f"{head}| | {kind} | q | Q | {default} | {more} |\n"
    return compile_form("form.md", (survey + CHOICES).encode())


def given(compiled: CompiledForm) -> str:
    """What the form's own first answer is."""
    root = etree.fromstring(compiled.xform)
    return root.findtext(".//{*}instance/{*}data/{*}q") or ""


def said(compiled: CompiledForm) -> list[tuple[Severity, str, int | None, str]]:
    found = [finding for finding in compiled.findings if finding.code == "default-unreadable"]
    assert all(finding.remedy for finding in found)
    return [(finding.severity, finding.sheet, finding.row, finding.column) for finding in found]


@pytest.mark.parametrize(
    ("kind", "default", "kept"),
    [
        ("time", "08:00", "08:00:00"),
        ("time", "8:30", "08:30:00"),
        ("time", "17:30:15", "17:30:15"),
        ("dateTime", "2026-05-04T08:30", "2026-05-04T08:30:00"),
        ("datetime", "2026-05-04 08:30:00", "2026-05-04T08:30:00"),
        ("date", "2026-05-04 00:00:00", "2026-05-04"),
        ("date", "2026-5-4", "2026-05-04"),
        ("integer", "41.0", "41"),
        ("integer", "٤١", "41"),
        ("integer", "-3", "-3"),
        ("decimal", "2,5", "2.5"),
        ("decimal", "-0.5", "-0.5"),
        ("geopoint", "44.49, 11.34", "44.49 11.34"),
        ("select_one yn", "no", "no"),
        ("select_multiple yn", "yes no", "yes no"),
        ("select_multiple yn or_other", "yes other", "yes other"),
        ("text", "08:00", "08:00"),
    ],
)
def test_what_is_clearly_meant_is_written_as_a_record_writes_it(kind: str, default: str, kept: str) -> None:
    compiled = form(kind, default)
    assert given(compiled) == kept
    assert said(compiled) == []


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("time", "half past eight"),
        ("time", "25:00"),
        ("date", "04/05/2026"),
        ("date", "2026-02-30"),
        ("dateTime", "2026-05-04 noon"),
        ("integer", "about 40"),
        ("integer", "2.5"),
        ("decimal", "1,500"),
        ("geopoint", "here"),
        ("geopoint", "144 11"),
        ("select_one yn", "maybe"),
        ("select_multiple yn", "yes,no"),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_row_and_column(kind: str, default: str) -> None:
    assert said(form(kind, default)) == [(Severity.WARNING, "survey", 3, "default")]


@pytest.mark.parametrize(("kind", "default"), [("date", "today()"), ("integer", "3 + 4"), ("time", "now()")])
def test_what_is_computed_is_left_to_the_form(kind: str, default: str) -> None:
    compiled = form(kind, default)
    assert f'value="{default}"'.encode() in compiled.xform
    assert said(compiled) == []


def test_a_range_begins_with_a_number_too() -> None:
    assert given(form("range", "0,5", "start=-1 end=1 step=0.5")) == "0.5"
    assert said(form("range", "middle", "start=-1 end=1 step=0.5")) != []
