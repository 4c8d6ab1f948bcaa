"""The instruments of the library and lists from files, in the tablet's own engine and on its screen."""

import re
from typing import Any

import pytest
from lxml import etree

from fieldkit.forms.library import instrument
from fieldkit.forms.xlsform import compile_form
from fieldkit.services.forms import LIST_TYPES
from tests.forms.real import biomass_media, xlsform
from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness, packed

pytestmark = pytest.mark.journey

CODE = re.compile(r"[2-9A-Y]{3}-[2-9A-Y]{3}-[2-9A-Y]{3}")


def opened(name: str, content: bytes, media: dict[str, bytes] | None = None) -> dict[str, Any]:
    """Compile a form as publishing does, and hand it over as the tablet gets it."""
    form = compile_form(name, content, media=media)
    return {
        "xform": form.tablet_xform.decode(),
        "media": {
            name: packed({name: content}, LIST_TYPES[name.rsplit(".", 1)[-1]])[name]
            for name, content in {**(media or {}), **form.made_media}.items()
        },
        "languages": [{"name": language.name, "code": language.code} for language in form.languages],
    }


def from_library(name: str) -> dict[str, Any]:
    one = instrument(name)
    return opened(one.file_name, one.content)


def leaf(xml: str, name: str) -> str:
    """Return the text of the first element called `name`."""
    found = etree.fromstring(xml.encode()).xpath(f"string(//*[local-name()='{name}'])")
    assert isinstance(found, str)
    return found


def an_adult(language: str) -> dict[str, str]:
    """Answer the question of age so that the interview goes on."""
    one = instrument("interview")
    questions = compile_form(one.file_name, one.content).questions
    age = next(question for question in questions if question.name == "age")
    return {age.labels[language]: next(one.labels[language] for one in age.choices if one.value == "30_44")}


@pytest.mark.parametrize("language", ["en", "it", "ar", "uk"])
def test_the_interview_is_held_to_its_end_and_gives_a_code(harness: Harness, language: str) -> None:
    harness.open(from_library("interview"), language=language)
    assert harness.page.locator("main .question").first.get_attribute("lang") == language
    filler = Filler(harness.page, an_adult(language)).fill_to_review()
    assert len(filler.asked) > 15
    assert CODE.fullmatch(leaf(harness.call("draft")["xml"], "participant_code"))
    assert harness.problems == []


@pytest.mark.parametrize("language", ["en", "it", "ar", "uk"])
def test_the_service_contact_is_filled_in_to_its_end(harness: Harness, language: str) -> None:
    harness.open(from_library("service-contact"), language=language)
    assert harness.page.locator("main .question").first.get_attribute("lang") == language
    assert len(Filler(harness.page).fill_to_review().asked) > 20
    assert harness.problems == []


def consent(harness: Harness, *, age: str = "30_44", totals: str = "yes") -> None:
    harness.call("set", "/data/age", [age])
    harness.call("set", "/data/agreement/agree_totals", [totals])
    harness.call("set", "/data/agreement/agree_quote", ["no"])


def test_the_participants_code_is_drawn_once_and_stays_through_a_draft(harness: Harness) -> None:
    form = from_library("interview")
    harness.open(form)
    assert leaf(harness.call("draft")["xml"], "participant_code") == ""
    consent(harness)
    draft = harness.call("draft")
    code = leaf(draft["xml"], "participant_code")
    assert CODE.fullmatch(code)
    harness.open(form, restore=draft)
    harness.call("set", "/data/conversation/stage", ["settled"])
    assert leaf(harness.call("draft")["xml"], "participant_code") == code
    harness.open(form)
    consent(harness)
    assert leaf(harness.call("draft")["xml"], "participant_code") != code


@pytest.mark.parametrize(
    "answers",
    [
        {"age": "under_16", "totals": "yes"},
        {"age": "16_17", "totals": "yes"},
        {"age": "30_44", "totals": "no"},
    ],
)
def test_the_interview_closes_without_leave(harness: Harness, answers: dict[str, str]) -> None:
    harness.open(from_library("interview"))
    harness.call("set", "/data/age", [answers["age"]])
    if answers["age"] == "30_44":
        consent(harness, **answers)
    assert leaf(harness.call("draft")["xml"], "participant_code") == ""


def test_external_choices_are_asked_from_their_file_in_the_language_of_the_person(harness: Harness) -> None:
    form = opened("ona.xlsx", xlsform("ona_subdistrict_profiling_ar"))
    district, governorate = "/data/group_data/district", "/data/group_data/governorate"
    labels = """(path) => {
      const find = (node) => node.currentState.reference === path ? node
        : (node.currentState.children ?? []).map(find).find(Boolean);
      return find(window.harness.session.root).currentState.valueOptions.map((one) => one.label.asString);
    }"""
    seen = {}
    for language in ("ar", "en"):
        harness.open(form, language=language, draw=False)
        assert harness.page.evaluate(labels, district) == []
        harness.call("set", governorate, ["SY08"])
        seen[language] = harness.page.evaluate(labels, district)
    assert seen["en"] == ["Al-Hasakeh", "Quamishli", "Al-Malikeyyeh", "Ras Al Ain"]
    assert len(seen["ar"]) == 4
    assert all(re.search(r"[\u0600-\u06ff]", label) for label in seen["ar"])


def test_a_form_with_choice_files_opens_with_what_came_along(harness: Harness) -> None:
    harness.open(opened("biomass.xlsx", xlsform("ucl_biomass_plot_sw"), biomass_media()), language="sw", draw=False)
    assert harness.problems == []


def test_lists_from_xml_and_geojson_and_a_looked_up_value_open_too(harness: Harness) -> None:
    form = """
| survey | | | | |
| | type | name | label | calculation |
| | select_one_from_file trees.xml | tree | Which tree? | |
| | select_one_from_file parks.geojson | park | Which park? | |
| | calculate | height | | pulldata('heights', 'height', 'name', ${tree}) |
| | note | told | It has ${height} m. | |
"""
    media = {
        "trees.xml": b"<root><item><name>a</name><label>Alder</label></item></root>",
        "parks.geojson": b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "p1",
          "geometry": {"type": "Point", "coordinates": [9, 45]}, "properties": {"id": "p1", "title": "Park"}}]}""",
        "heights.csv": b"name,height\na,12\n",
    }
    harness.open(opened("trees.md", form.encode(), media))
    harness.call("set", "/data/tree", ["a"])
    assert leaf(harness.call("draft")["xml"], "height") == "12"
    assert harness.problems == []
