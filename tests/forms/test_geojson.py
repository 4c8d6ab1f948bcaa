"""GeoJSON and XML as lists of choices: what would not open on the tablet, or show nobody a choice, is refused."""

import json
from typing import Any

import pytest

from fieldkit.forms.model import Severity
from tests.forms.sheets import found, row

CODE = "choice-file"
POINT = {"type": "Point", "coordinates": [11.3, 44.5, 60]}


def feature(number: int = 1, geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "properties": {"title": f"Well {number}", **properties},
        "geometry": geometry,
    }


def said(*features: Any, code: str = CODE) -> list[tuple[Severity, str]]:
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    rows = row("select_one_from_file wells.geojson", "well")
    return [(one.severity, one.what) for one in found(code, rows, media={"wells.geojson": content})]


@pytest.mark.parametrize(
    "geometry",
    [
        POINT,
        None,
        {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]], [[1, 2]]]},
        {"type": "Polygon", "coordinates": []},
    ],
)
def test_places_of_every_kind_that_forms_read_are_let_pass(geometry: Any) -> None:
    assert said(feature(geometry=geometry, depth=None)) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (feature(2, {"type": "MultiPolygon", "coordinates": []}), "has a MultiPolygon, which neither ODK Collect"),
        (feature(2, {"type": "Point", "coordinates": ["11", "44"]}), "has a place without numbers"),
        (feature(2, {"type": "Point"}), "has a place without numbers"),
        (feature(2, "here"), "has a here"),
        ({"type": "Point", "coordinates": [1, 2]}, "is no feature"),
        (feature(2) | {"id": None}, "has properties or an id that cannot be read"),
        (feature(2) | {"properties": "none"}, "has properties or an id that cannot be read"),
    ],
)
def test_a_feature_that_the_tablet_could_not_open_is_refused_by_its_number(wrong: Any, why: str) -> None:
    ((severity, what),) = said(feature(), wrong)
    assert severity is Severity.ERROR
    assert what.startswith(f"Feature 2 of wells.geojson {why}")


def test_features_without_what_the_form_shows_of_them_are_refused() -> None:
    bare = {"type": "Feature", "properties": {"name": "w"}, "geometry": POINT}
    assert [what for _, what in said(bare)] == [
        "wells.geojson has no column id, which the form shows from it.",
        "wells.geojson has no column title, which the form shows from it.",
    ]


def test_a_feature_whose_id_is_missing_or_stands_twice_is_pointed_out() -> None:
    without = {"type": "Feature", "properties": {"title": "Nameless"}, "geometry": POINT}
    assert len(said(feature(1), without, code="choice-name-empty")) == 1
    assert len(said(feature(1), feature(1), code="choice-name-twice")) == 1
    assert said(feature(1), {**without, "properties": {"title": "B", "id": "b"}}, code="choice-name-empty") == []


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (b"<houses><house><name>a</name></house></houses>", "has no choices where a form looks for them"),
        (b"<root/>", "has no choices where a form looks for them"),
        (b"<root><item><name>a</name><titel>A</titel></item></root>", "has no column label"),
    ],
)
def test_xml_without_choices_or_their_words_is_refused(xml: bytes, what: str) -> None:
    (one,) = found(CODE, row("select_one_from_file lines.xml", "line"), media={"lines.xml": xml})
    assert what in one.what


def test_xml_with_a_declaration_and_xml_that_no_question_shows_are_let_pass() -> None:
    declared = b'<?xml version="1.0"?>\n<root><item><name>a</name><label>A</label></item></root>'
    assert found(CODE, row("select_one_from_file lines.xml", "line"), media={"lines.xml": declared}) == []
    own = {"houses.xml": b"<houses><house><name>a</name></house></houses>"}
    assert found(CODE, row("xml-external", "houses"), row("text", "a"), media=own) == []


def test_columns_that_no_question_shows_may_be_called_anything() -> None:
    table = b"name,label,label::French (fr),2nd,price per kg\nx,Ex,Iks,1,2\n"
    assert found(CODE, row("select_one_from_file list.csv", "q"), media={"list.csv": table}) == []
