"""What the tablet's engine computes is what ODK Collect would, also where people write what the form did not expect."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.form_harness import Harness, form_of, packed

pytestmark = pytest.mark.journey

HEAD = "| survey |\n| | type | name | label | default | calculation | repeat_count |\n"


@pytest.fixture
def rome(browser: Browser, harness_url: str) -> Iterator[Harness]:
    """A tablet where clocks change in spring and in autumn."""
    context = browser.new_context(timezone_id="Europe/Rome")
    harness = Harness(context.new_page(), harness_url)
    yield harness
    context.close()
    assert harness.problems == []


def opened(harness: Harness, *rows: str, files: dict[str, tuple[bytes, str]] | None = None) -> Harness:
    """Open a form of these rows: type, name, label, default, calculation, repeat_count."""
    media = {name: packed({name: content}, kind)[name] for name, (content, kind) in (files or {}).items()}
    harness.open(form_of(HEAD + "".join(f"| | {row} |\n" for row in rows)) | {"media": media}, draw=False)
    return harness


def computed(harness: Harness, name: str) -> str:
    """The value of a leaf in the record as it is now."""
    match = re.search(f"<{name}>([^<]*)</{name}>", harness.call("draft")["xml"])
    return match[1] if match else ""


def test_days_are_counted_by_the_calendar_also_when_the_clock_changes(rome: Harness) -> None:
    opened(
        rome,
        "calculate | spring | | | date(date('2026-03-15') + 30) |",
        "calculate | autumn | | | date(date('2026-10-15') + 30) |",
        "calculate | words | | | format-date(date('2026-10-15') + 30, '%e/%n/%Y') |",
        "calculate | between | | | date('2026-04-14') - date('2026-03-15') |",
        "calculate | whole | | | int(date('2026-04-14') - date('2026-03-15')) |",
        "calculate | exact | | | date(decimal-date-time('2026-10-15') + 30) |",
        "calculate | sunday | | | format-date('2026-11-22', '%a') |",
        "calculate | number | | | number('2026-05-04') |",
    )
    assert computed(rome, "spring") == "2026-04-14"
    assert computed(rome, "autumn") == "2026-11-14"
    assert computed(rome, "words") == "14/11/2026"
    assert (computed(rome, "between"), computed(rome, "whole")) == ("30", "30")
    assert computed(rome, "exact") == "2026-11-14"
    assert computed(rome, "sunday") == "Sun"
    assert computed(rome, "number") == "20577"


def test_a_moment_that_is_computed_becomes_what_its_question_asks(rome: Harness) -> None:
    opened(
        rome,
        "date | day | Day | date-time('2026-05-04T13:10:14.623+02:00') | |",
        "time | time | Time | date-time('2026-05-04T13:10:14.623+02:00') | |",
        "dateTime | both | Both | date('2026-05-04') | |",
        "date | before | Before | date('2026-05-04') - 7 | |",
        "date | today | Today | now() | |",
        "time | now | Now | now() | |",
    )
    assert computed(rome, "day") == "2026-05-04"
    assert computed(rome, "time") == "13:10:14.623+02:00"
    assert computed(rome, "both") == "2026-05-04T00:00:00.000+02:00"
    assert computed(rome, "before") == "2026-04-27"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", computed(rome, "today"))
    assert re.fullmatch(r"\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}", computed(rome, "now"))


def test_a_day_that_no_calendar_has_is_no_answer_and_the_form_goes_on(harness: Harness) -> None:
    opened(harness, "text | day | Day | | |", "calculate | due | | | date(concat('2026-02-', ${day})) |")
    assert computed(harness, "due") == ""
    harness.call("set", "/data/day", "30")
    assert computed(harness, "due") == ""
    harness.call("set", "/data/day", "28")
    assert computed(harness, "due") == "2026-02-28"


def test_a_repeat_is_asked_a_whole_number_of_times(harness: Harness) -> None:
    repeat = ("begin_repeat | r | R | | | ${n} div ${by}", "text | t | T | | |", "end_repeat | | | | |")
    opened(harness, "integer | n | N | | |", "integer | by | By | 2 | |", *repeat)
    harness.call("set", "/data/n", 5)
    assert harness.call("draft")["xml"].count("<t/>") == 2
    harness.call("set", "/data/by", 0)
    assert harness.call("draft")["xml"].count("<t/>") == 2
    harness.call("set", "/data/by", -1)
    assert harness.call("draft")["xml"].count("<t/>") == 0


def test_pulldata_finds_whatever_somebody_wrote_in_columns_of_any_name(harness: Harness) -> None:
    files = {"crops.csv": (b"crop key,price per kg\nO'Brien,2.5\n5\" pipe,4\nfig,1\n", "text/csv")}
    look = "calculate | price | | | pulldata('crops', 'price per kg', 'crop key', ${crop}) |"
    opened(harness, "text | crop | Crop | | |", look, files=files)
    for crop, price in (("O'Brien", "2.5"), ("fig", "1"), ('5" pipe', "4"), ("'", ""), ("kale", "")):
        harness.call("set", "/data/crop", crop)
        assert computed(harness, "price") == price


LISTS: dict[str, tuple[bytes, str]] = {
    "lines.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<root><item><name>l1</name><label>Line 1</label></item></root>',
        "text/xml",
    ),
    "fruit.csv": (b"name,label,label::French (fr),2nd,,a b\nfig,Fig,Figue,1,,x\n", "text/csv"),
    "wells.geojson": (
        b'{"type":"FeatureCollection","features":['
        b'{"type":"Feature","id":"w1","properties":{"title":"High","depth":null},'
        b'"geometry":{"type":"Point","coordinates":[11,44,30]}},'
        b'{"type":"Feature","id":"w2","properties":{"title":"Nowhere"},"geometry":null},'
        b'{"type":"Feature","id":"w3","properties":{"title":"Pond"},"geometry":{"type":"Polygon","coordinates":'
        b"[[[0,0],[0.01,0],[0.01,0.01],[0,0]],[[0.001,0],[0.002,0],[0.002,0.001],[0.001,0]]]}}]}",
        "application/geo+json",
    ),
}


def test_lists_open_as_programs_for_maps_and_tables_write_them(harness: Harness) -> None:
    opened(
        harness,
        "select_one_from_file lines.xml | line | Line | | |",
        "select_one_from_file wells.geojson | well | Well | | |",
        "select_one_from_file fruit.csv | fruit | Fruit | | |",
        "calculate | place | | | instance('wells')/root/item[id = ${well}]/geometry |",
        "calculate | depth | | | concat('<', instance('wells')/root/item[id = ${well}]/depth, '>') |",
        files=LISTS,
    )
    places: dict[str, Any] = {"w1": "44 11 0 0", "w2": "", "w3": "0 0 0 0; 0 0.01 0 0; 0.01 0.01 0 0; 0 0 0 0"}
    harness.call("set", "/data/line", ["l1"])
    assert computed(harness, "line") == "l1"
    harness.call("set", "/data/fruit", ["fig"])
    assert computed(harness, "fruit") == "fig"
    for well, place in places.items():
        harness.call("set", "/data/well", [well])
        assert computed(harness, "place") == place
        assert computed(harness, "depth") == "&lt;&gt;"
