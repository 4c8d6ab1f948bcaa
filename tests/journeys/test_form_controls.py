"""Single controls as a person meets them: codes, drawings, places, guidance, in a real browser."""

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.codes import DETECTOR
from tests.journeys.every_type import picture, png_size
from tests.journeys.form_harness import Harness, form_of, packed

pytestmark = pytest.mark.journey


def one(row: str, columns: str = "type | name | label | appearance", **more: Any) -> dict[str, Any]:
    return form_of(f"| survey |\n| | {columns} |\n| | {row} |", **more)


def test_a_code_is_read_by_the_camera_where_the_browser_can(harness: Harness) -> None:
    harness.page.context.grant_permissions(["camera"])
    harness.page.evaluate(DETECTOR)
    harness.open(one("barcode | code | Ticket |"))
    harness.page.get_by_role("button", name="Read the code").click()
    expect(harness.page.locator(".viewfinder video")).to_be_visible()
    expect(harness.page.get_by_role("button", name="Light")).to_have_count(0)
    harness.page.evaluate("() => { window.code = '4006381333931' }")
    expect(harness.page.get_by_role("textbox")).to_have_value("4006381333931")
    expect(harness.page.locator(".viewfinder video")).to_have_count(0)
    assert harness.page.evaluate("() => window.formats") == ["ean_13", "qr_code"]
    assert "<code>4006381333931</code>" in harness.call("draft")["xml"]


def test_reading_can_be_stopped_and_the_code_typed(harness: Harness) -> None:
    harness.page.context.grant_permissions(["camera"])
    harness.page.evaluate(DETECTOR)
    harness.open(one("barcode | code | Ticket |"))
    harness.page.get_by_role("button", name="Read the code").click()
    harness.page.locator("#stop-scan").click()
    expect(harness.page.locator(".viewfinder video")).to_have_count(0)
    harness.page.get_by_role("textbox").fill("A-17")
    assert "<code>A-17</code>" in harness.call("draft")["xml"]


def test_without_a_reader_the_code_is_typed_and_the_screen_says_so(harness: Harness) -> None:
    harness.open(one("barcode | code | Ticket |"))
    expect(harness.page.get_by_text("this tablet cannot read codes")).to_be_visible()
    expect(harness.page.get_by_role("button", name="Read the code")).to_have_count(0)


def drawn(harness: Harness, name: str) -> bytes:
    return base64.b64decode(harness.call("draft")["files"][name]["base64"])


def test_nobody_has_to_drag_to_sign(harness: Harness) -> None:
    harness.open(one("image | signed | Please sign | signature"))
    page = harness.page
    page.get_by_text("Sign in another way").click()
    page.get_by_role("button", name="Make a mark").click()
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    mark = drawn(harness, "signed.png")
    page.get_by_label("Type the name").fill("نور")
    page.get_by_role("button", name="Sign with this name").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Start again")).to_be_hidden()
    assert png_size(mark) == (1000, 400)
    assert harness.call("draft")["files"] == {}


def test_one_signs_on_the_whole_width_of_the_question(harness: Harness) -> None:
    harness.open(one("image | signed | Please sign | signature"))
    paper = harness.page.locator(".paper")
    expect(paper).to_be_visible()
    widths = paper.evaluate("(paper) => [paper.offsetWidth, paper.closest('.asked').clientWidth]")
    assert widths[0] == widths[1]


def test_a_drawing_is_made_by_keys_and_by_taps_and_goes_on_after_a_restart(harness: Harness) -> None:
    form = one("image | plan | Draw it | draw")
    harness.open(form)
    page = harness.page
    page.get_by_role("button", name="Draw by taps").click()
    page.locator(".paper canvas").click(position={"x": 50, "y": 60})
    page.locator(".paper canvas").click(position={"x": 150, "y": 90})
    page.locator(".paper canvas").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    before = harness.call("draft")
    harness.load()
    harness.open(form, restore=before)
    assert drawn(harness, "plan.png") == base64.b64decode(before["files"]["plan.png"]["base64"])
    harness.page.locator(".paper canvas").click(position={"x": 80, "y": 80})
    expect(harness.page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(harness.page.locator("main")).to_be_visible()
    (name,) = harness.call("draft")["files"]
    assert name.startswith("plan")


def test_the_surest_place_is_kept_while_the_tablet_looks(harness: Harness) -> None:
    context = harness.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 44.49491, "longitude": 11.34263, "accuracy": 80})
    harness.open(
        one("geopoint | a | Where? | capture-accuracy=10 warning-accuracy=50", "type | name | label | parameters")
    )
    page = harness.page
    page.get_by_role("button", name="Use the place where I am").click()
    expect(page.locator("main")).to_contain_text("only sure to 80 metres")
    context.set_geolocation({"latitude": 44.49492, "longitude": 11.34264, "accuracy": 8})
    expect(page.locator("main")).to_contain_text("sure to 8 metres.")
    expect(page.get_by_role("button", name="Use the place where I am")).to_be_visible()
    assert "<a>44.49492 11.34264 0.0 8.0</a>" in harness.call("draft")["xml"]
    page.get_by_role("checkbox", name="Keep only the area").check()
    assert "<a>44.49 11.34 0.0 1000.0</a>" in harness.call("draft")["xml"]


def test_guidance_is_folded_and_a_larger_picture_opens_over_the_question(harness: Harness) -> None:
    columns = "type | name | label | hint | guidance_hint | media::image | media::big-image"
    files = {"sign.png": picture("teal", 90), "large.png": picture("teal", 600)}
    form = one("text | a | What stands there? | Look up | Read it **aloud**. | sign.png | large.png", columns)
    harness.open({**form, "media": packed(files, "image/png")})
    page = harness.page
    expect(page.locator(".hint").first).to_have_text("Look up")
    words = page.get_by_text("Read it aloud.")
    expect(words).to_be_hidden()
    page.get_by_text("More about this question").click()
    expect(words).to_be_visible()
    expect(page.locator(".question")).to_have_text("What stands there?")
    page.get_by_role("button", name="See it larger").click()
    expect(page.get_by_role("img", name="The picture, larger")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog.large-picture")).to_have_count(0)
