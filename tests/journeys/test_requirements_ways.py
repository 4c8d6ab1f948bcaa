"""Requirements 13, 14 and 15: the review, help, and the way out.

See `docs/requirements.md`, where the tests in other files are named too.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness
from tests.journeys.required_forms import every_kind_of_question, visit_form
from tests.journeys.test_form_filling_access import on_every_screen

pytestmark = pytest.mark.journey


def test_requirement_13_the_review_names_what_is_missing_first_and_every_answer(harness: Harness) -> None:
    page = harness.page
    harness.open(visit_form())
    given = {
        "Which place?": "Help desk",
        "How long?": "30",
        "Were you helped?": "No",
        "Why not?": "Closed",
        "Anything else?": "Rain",
    }
    Filler(page, given).fill_to_review()
    expect(page.locator("main .review .answer .asked-words")).to_have_text(list(given))
    expect(page.locator("main .review .answer .given")).to_have_text(list(given.values()))
    harness.open(visit_form())
    page.locator(".form-foot .go").click()
    page.get_by_role("button", name="Leave it for now").click()
    for _ in range(3):
        page.locator(".form-foot .go").click()
    expect(page.locator("main .review .answer").first).to_contain_text("Which place?")
    expect(page.locator("main .review .answer").first).to_contain_text("Please name the place.")
    expect(page.locator(".form-foot .lock button")).to_be_hidden()
    page.locator("main .review .answer").first.click()
    expect(page.locator("main .question")).to_have_text("Which place?")
    beside = page.locator("main section.asked:has(.question) .trouble .grow")
    expect(beside).to_have_text("Please name the place.")
    expect(page.locator("main textarea")).to_have_accessible_description(re.compile("Please name the place."))


def test_requirement_14_nothing_needs_dragging_and_help_is_one_tap_away(harness: Harness) -> None:
    """Whatever can be dragged has buttons that do the same."""
    harness.open(every_kind_of_question())

    def dragged() -> list[str]:
        page = harness.page
        found = ["something is draggable"] if page.locator("[draggable=true]").count() else []
        sliders, steps = page.get_by_role("slider").count(), page.locator(".slide button").count()
        found += ["a slider without buttons"] if sliders and steps < 2 * sliders else []
        places, moves = page.locator(".rank-row").count(), page.locator(".rank-row > button").count()
        found += ["an order without buttons"] if moves < 2 * places else []
        return found + ([] if page.locator(".form-head .help").is_visible() else ["no help"])

    assert on_every_screen(harness, dragged) == {}


def test_requirement_15_two_taps_stop_and_no_time_is_limited(harness: Harness) -> None:
    """Stop, and there is the number to call; keep; an hour without a touch leaves the question where it was."""
    page = harness.page
    page.clock.install()
    harness.load()
    harness.open(visit_form(), mode={"safety": {"number": "+39 051 111 111", "words": "Rosa"}})
    page.get_by_role("textbox").fill("Help desk")
    page.clock.fast_forward("01:00:00")
    expect(page.get_by_role("textbox")).to_have_value("Help desk")
    expect(page.locator("html[data-left]")).to_have_count(0)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("main a[href='tel:+39051111111']")).to_be_visible()
    page.get_by_role("button", name="Stop and keep what I wrote").click()
    page.locator("html[data-left=kept]").wait_for(state="attached")
    assert "Help desk" in harness.call("lastDraft")["xml"]
