"""Spoken answers, on the page on which forms are tried: every button of the recorder, and what can be in its way."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.form_harness import Harness, form_of

pytestmark = pytest.mark.journey

TWO = """
| survey |       |       |         |            |
|        | type  | name  | label   | parameters |
|        | audio | voice | Say it  |            |
|        | audio | more  | And you | quality=external |
|        | text  | note  | Note    |            |
"""
CONVERSATION = """
| survey |                  |      |        |
|        | type             | name | label  |
|        | background-audio | tape |        |
|        | text             | a    | First  |
|        | text             | b    | Second |
"""


def button(page: Page, name: str) -> None:
    page.locator("main, .recording-bar").get_by_role("button", name=name, exact=True).first.click()


def record(harness: Harness, *, seconds: int = 2) -> None:
    button(harness.page, "Start recording")
    expect(harness.page.get_by_role("timer")).to_have_text(f"0:0{seconds}", timeout=30_000)


def seconds_of(page: Page) -> float:
    """How long the recording on the screen is, as the browser that plays it says."""
    expect(page.locator(".playback .times")).to_contain_text(re.compile(r"/ 0:0[1-9]"))
    return float(page.locator(".playback input").get_attribute("max") or 0)


def refuse_microphone(harness: Harness, error: str) -> None:
    harness.page.evaluate(
        "(name) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name)); }", error
    )


def test_a_recording_can_be_heard_wound_replaced_and_deleted(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    record(harness)
    button(page, "Stop recording")
    first = seconds_of(page)
    assert 1.5 < first < 5
    [(name, file)] = harness.call("draft")["files"].items()
    assert (name, file["type"]) == ("voice.weba", "audio/webm")
    page.get_by_role("slider").fill(str(first / 2))
    expect(page.locator(".playback .times")).to_contain_text(re.compile(r"0:0[1-9] / "))
    button(page, "Record again")
    expect(page.get_by_role("timer")).not_to_be_visible()
    button(page, "Tap again: the new recording takes its place")
    expect(page.get_by_role("timer")).to_have_text("0:03", timeout=30_000)
    button(page, "Stop recording")
    expect(page.locator(".playback")).to_be_visible()
    assert len(harness.call("draft")["files"]) == 1
    button(page, "Delete")
    button(page, "Tap again to delete it")
    expect(page.locator(".playback")).to_have_count(0)
    assert harness.call("draft")["files"] == {}


def test_while_it_is_paused_no_time_passes(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    record(harness, seconds=1)
    button(page, "Pause")
    expect(page.get_by_text("Nothing is being recorded now.")).to_be_visible()
    paused = page.get_by_role("timer").inner_text()
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Go on with the form").click()
    expect(page.get_by_role("timer")).to_have_text(paused)
    button(page, "Go on recording")
    expect(page.get_by_role("timer")).to_have_text("0:03", timeout=30_000)
    button(page, "Stop recording")
    assert 2 < seconds_of(page) < 6


def test_a_recording_goes_on_while_the_language_changes_and_ends_with_its_screen(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    record(harness, seconds=1)
    page.locator(".form-foot .go").click()
    page.get_by_role("heading", name="And you").wait_for()
    page.get_by_role("button", name="Back").click()
    seconds_of(page)
    assert list(harness.call("draft")["files"]) == ["voice.weba"]


def test_stop_and_go_safe_ends_the_recording_and_keeps_it(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    record(harness, seconds=1)
    page.locator(".form-head").get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Stop and keep what I wrote").click()
    page.locator("html[data-left=kept]").wait_for(state="attached")
    assert list(harness.call("lastDraft")["files"]) == ["voice.weba"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "does not let this app use the microphone"),
        ("NotFoundError", "No microphone was found."),
        ("NotReadableError", "Another app is using the microphone."),
    ],
)
def test_without_a_microphone_the_way_out_is_said(harness: Harness, error: str, words: str) -> None:
    harness.open(form_of(TWO))
    refuse_microphone(harness, error)
    button(harness.page, "Start recording")
    expect(harness.page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(harness.page.get_by_text("Choose a file", exact=True)).to_be_visible()
    harness.page.locator(".form-foot .go").click()
    harness.page.get_by_role("heading", name="And you").wait_for()


def test_a_browser_that_cannot_record_says_so(harness: Harness) -> None:
    harness.open(form_of(TWO))
    harness.page.evaluate("() => { delete window.MediaRecorder; }")
    button(harness.page, "Start recording")
    expect(harness.page.get_by_role("alert").filter(has_text="This browser cannot record.")).to_be_visible()


def test_a_microphone_that_is_taken_away_ends_the_recording_and_keeps_it(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    page.evaluate(
        """() => {
          const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = async (wanted) => (window.stream = await open(wanted));
        }"""
    )
    record(harness)
    page.evaluate(
        """() => window.stream.getTracks().forEach((track) => {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        })"""
    )
    expect(page.get_by_role("alert").filter(has_text="The microphone was taken away")).to_be_visible()
    seconds_of(page)


def test_what_cannot_fit_is_not_begun(harness: Harness) -> None:
    harness.open(form_of(TWO))
    harness.page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 30e6, usage: 5e6 }); }")
    button(harness.page, "Start recording")
    expect(harness.page.get_by_role("alert").filter(has_text="25 MB are free, 27.2 MB are needed")).to_be_visible()


def test_little_room_is_said_while_it_records(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    record(harness, seconds=1)
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 25.5e6, usage: 5e6 }); }")
    expect(page.get_by_text("There is room for about 1 more minute.")).to_be_visible(timeout=20_000)
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 20e6, usage: 1e6 }); }")
    expect(page.get_by_role("alert").filter(has_text="The room on this tablet ran out.")).to_be_visible(timeout=20_000)
    seconds_of(page)


def test_a_form_that_wants_another_app_gets_a_chosen_file_only(harness: Harness, tmp_path: Path) -> None:
    page = harness.page
    harness.open(form_of(TWO))
    page.locator(".form-foot .go").click()
    page.get_by_role("heading", name="And you").wait_for()
    expect(page.get_by_role("button", name="Start recording", exact=True)).to_have_count(0)
    sound = tmp_path / "Zubeyda.mp3"
    sound.write_bytes(b"ID3")
    page.locator("main input[type=file]").set_input_files(sound)
    expect(page.get_by_text("This sound cannot be played here. It is kept as it is.")).to_be_visible()
    assert list(harness.call("draft")["files"]) == ["more.mp3"]


def test_a_film_too_large_for_the_tablet_is_refused_kindly(harness: Harness, tmp_path: Path) -> None:
    page = harness.page
    harness.open(form_of("| survey |\n| | type | name | label |\n| | video | film | Film it |"))
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 22e6, usage: 0 }); }")
    film = tmp_path / "film.mp4"
    film.write_bytes(b"x" * 3_000_000)
    page.locator("main input[type=file]").first.set_input_files(film)
    expect(page.get_by_role("alert").filter(has_text="This file has 3 MB, and there is room for 22 MB")).to_be_visible()
    assert harness.call("draft")["files"] == {}
    film.write_bytes(b"x" * 300_000)
    page.locator("main input[type=file]").first.set_input_files(film)
    expect(page.get_by_text("300 KB")).to_be_visible()
    assert list(harness.call("draft")["files"]) == ["film.mp4"]


def test_nothing_is_recorded_before_everybody_agreed(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(CONVERSATION))
    expect(page.get_by_role("heading", name="May the conversation be recorded?")).to_be_visible()
    button(page, "Do not record")
    expect(page.get_by_text("It will not be recorded.")).to_be_visible()
    page.locator(".form-foot .go").click()
    page.get_by_role("heading", name="First").wait_for()
    expect(page.locator(".recording-bar")).not_to_be_visible()
    finished = harness.call("finish")
    assert finished["files"] == {}
    assert "<tape/>" in finished["xml"]


def test_an_agreed_recording_is_seen_on_every_screen_stopped_and_gone_on_with(harness: Harness) -> None:
    page = harness.page
    harness.open(form_of(CONVERSATION))
    button(page, "Everybody agrees: record")
    bar = page.locator(".recording-bar")
    expect(bar.get_by_role("timer")).to_have_text("0:01", timeout=20_000)
    page.locator(".form-foot .go").click()
    expect(bar.get_by_text("Recording", exact=True)).to_be_visible()
    page.locator(".form-foot .go").click()
    expect(bar.get_by_role("timer")).to_have_text("0:03", timeout=20_000)
    button(page, "Stop recording")
    expect(bar.get_by_text("The conversation is not being recorded now.")).to_be_visible()
    expect(bar.get_by_role("button", name="Record on")).to_be_enabled()
    first = harness.call("draft")
    assert list(first["files"]) == ["tape.weba"]
    button(page, "Record on")
    expect(bar.get_by_role("timer")).to_have_text("0:02", timeout=20_000)
    page.locator(".form-foot .go").click()
    page.get_by_role("button", name="Lock and put in Ready to send").click()
    finished = harness.submission()
    assert "<tape>tape.weba</tape>" in finished["xml"]
    assert len(finished["files"]["tape.weba"]["base64"]) > 1.4 * len(first["files"]["tape.weba"]["base64"])


def test_a_reopened_draft_keeps_its_recording_and_asks_again(harness: Harness) -> None:
    page = harness.page
    form = form_of(CONVERSATION)
    harness.open(form)
    button(page, "Everybody agrees: record")
    expect(page.locator(".recording-bar").get_by_role("timer")).to_have_text("0:02", timeout=20_000)
    button(page, "Stop recording")
    expect(page.locator(".recording-bar").get_by_role("button", name="Record on")).to_be_enabled()
    expect(page.get_by_text("Kept on this tablet")).to_be_visible()
    draft = harness.call("lastDraft")
    harness.open(form, restore=draft)
    expect(page.get_by_text("What was recorded until now:")).to_be_visible()
    seconds_of(page)
    expect(page.locator(".recording-bar")).not_to_be_visible()
    assert list(harness.call("finish")["files"]) == ["tape.weba"]
    button(page, "Delete the recording")
    button(page, "Tap again to delete it")
    finished = harness.call("finish")
    assert finished["files"] == {}
    assert "<tape/>" in finished["xml"]
