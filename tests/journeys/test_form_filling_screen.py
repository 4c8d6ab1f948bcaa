"""The screen of a form: place, language, messages, review, and nothing dropped in silence."""

import base64
import io
import struct
import wave
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness, form_of, packed

pytestmark = pytest.mark.journey

MESSAGE = ".trouble:not([hidden]) > .grow"

LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]
VISIT = (Path(__file__).parent / "forms/visit.md").read_text(encoding="utf-8")


def survey(columns: str, *rows: str, choices: str = "") -> dict[str, Any]:
    """A small form: `survey("type | name | label", "text | a | A?")`; choices as `list | name | label` lines."""
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines += ["| choices |", "| | list_name | name | label |", *(f"| | {row} |" for row in choices.splitlines())]
    return form_of("\n".join(lines))


@pytest.fixture
def visit() -> dict[str, Any]:
    return form_of(VISIT, languages=LANGUAGES)


def next_(harness: Harness) -> None:
    harness.page.get_by_role("button", name="Next").click()


def question(harness: Harness, words: str) -> None:
    """Wait until this question is on the screen."""
    harness.page.get_by_role("heading", name=words).wait_for()


def test_a_missing_answer_is_said_beside_its_question_and_does_not_hold_anyone_fast(
    harness: Harness, visit: dict[str, Any]
) -> None:
    harness.open(visit)
    assert harness.page.get_by_role("button", name="Leave it for now").count() == 0
    next_(harness)
    expect(harness.page.locator(MESSAGE)).to_have_text("Please name the place.")
    question(harness, "Which place?")
    harness.page.get_by_role("button", name="Leave it for now").click()
    question(harness, "How long?")


def test_messages_follow_the_language_and_the_switch_keeps_answers_and_place(
    harness: Harness, visit: dict[str, Any]
) -> None:
    harness.open(visit)
    harness.page.get_by_role("textbox").fill("Help desk")
    next_(harness)
    harness.page.get_by_role("textbox").fill("700")
    next_(harness)
    expect(harness.page.locator(MESSAGE)).to_have_text("Less than 600.")
    switch = harness.page.get_by_role("combobox", name="Language of the questions")
    assert switch.get_by_role("option").all_inner_texts() == ["English", "العربية"]
    switch.select_option(label="العربية")
    expect(harness.page.get_by_role("alert")).to_have_text("أقل من 600.")
    question(harness, "كم انتظرت؟")
    expect(harness.page.get_by_role("textbox")).to_have_value("700")
    heading = harness.page.locator("main .question")
    assert (heading.get_attribute("dir"), heading.get_attribute("lang")) == ("rtl", "ar")
    harness.page.get_by_role("button", name="Back").click()
    expect(harness.page.get_by_role("textbox")).to_have_value("Help desk")


def test_messages_follow_the_language_in_a_reopened_draft_too(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit, draw=False)
    harness.call("set", "/data/wait", "700")
    draft = harness.call("draft")
    harness.load()
    harness.open(visit, restore=draft)
    next_(harness)
    harness.page.get_by_role("button", name="Leave it for now").click()
    next_(harness)
    expect(harness.page.locator(MESSAGE)).to_have_text("Less than 600.")
    harness.page.get_by_role("combobox", name="Language of the questions").select_option(label="العربية")
    expect(harness.page.get_by_role("alert")).to_have_text("أقل من 600.")


def test_questions_come_and_go_with_answers_and_the_place_is_kept(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    harness.page.get_by_role("textbox").fill("Help desk")
    next_(harness)
    next_(harness)
    expect(harness.page.locator(".progress")).to_contain_text("3 of 4")
    harness.page.get_by_role("radio", name="No").check()
    expect(harness.page.locator(".progress")).to_contain_text("3 of 5")
    question(harness, "Were you helped?")
    next_(harness)
    question(harness, "Why not?")
    harness.call("set", "/data/helped", ["yes"])
    question(harness, "Anything else?")


def test_a_tap_on_a_choice_selects_and_never_goes_on(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    harness.call("set", "/data/place", "x")
    next_(harness)
    next_(harness)
    harness.page.locator(".choice", has_text="Yes").click()
    question(harness, "Were you helped?")
    expect(harness.page.get_by_role("radio", name="Yes")).to_be_checked()
    harness.page.get_by_role("button", name="Clear this answer").click()
    expect(harness.page.get_by_role("radio", name="Yes")).not_to_be_checked()


def test_the_review_shows_what_is_missing_first_and_a_tap_goes_there(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    next_(harness)
    harness.page.get_by_role("button", name="Leave it for now").click()
    for _ in range(2):
        next_(harness)
    harness.page.get_by_role("button", name="Check answers").click()
    harness.page.get_by_role("heading", name="Check before you lock it").wait_for()
    assert harness.page.get_by_role("button", name="Lock and put in Ready to send").count() == 0
    first = harness.page.locator("main .review li button").first
    expect(first).to_contain_text("Which place?")
    expect(first).to_contain_text("Please name the place.")
    first.click()
    question(harness, "Which place?")
    harness.page.get_by_role("textbox").fill("Help desk")
    Filler(harness.page).fill_to_review().lock()
    assert "<place>A short answer</place>" in harness.submission()["xml"]


def test_a_record_that_cannot_be_taken_stays_open_and_says_so(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    harness.page.evaluate("window.harness.refuseRecords = 1")
    filler = Filler(harness.page).fill_to_review()
    filler.lock()
    expect(harness.page.get_by_text("It could not be locked.")).to_be_visible()
    filler.lock()
    assert harness.submission()["xml"]


def test_markup_in_labels_and_answers_is_text(harness: Harness) -> None:
    hostile = (
        "Hello <img src=x onerror=alert(1)> **bold** <script>alert(2)</script> "
        "[site](javascript:alert(3)) [city](https://example.org)"
    )
    form = survey("type | name | label", f"text | a | {hostile}", "note | b | You said: ${a}")
    harness.open(form)
    main = harness.page.locator("main")
    expect(main.locator("strong")).to_have_text("bold")
    assert main.locator("img[src=x], script, a[href^=javascript]").count() == 0
    assert main.get_by_role("link").get_attribute("href") == "https://example.org"
    harness.page.get_by_role("textbox").fill("<b>me</b> <img src=x>")
    next_(harness)
    question(harness, "You said:")
    assert main.locator("img[src=x]").count() == 0


def tone() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", (step % 40) * 200) for step in range(40_000)))
    return buffer.getvalue()


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
MEDIA = """
| survey |
| | type | name | label | media::image | media::audio |
| | select_one list | a | Choose | sign.png | ask.wav |
| choices |
| | list_name | name | label | media::image | media::audio |
| | list | one | One | sign.png | one.wav |
| | list | two | Two | gone.png | one.wav |
"""


def with_media() -> dict[str, Any]:
    sounds = packed({"ask.wav": tone(), "one.wav": tone()}, "audio/wav")
    return form_of(MEDIA, media={**packed({"sign.png": PIXEL}, "image/png"), **sounds})


def test_a_choice_is_picture_word_and_sound_and_what_is_missing_is_said(harness: Harness) -> None:
    harness.open(with_media())
    harness.page.locator(".choice img").first.wait_for()
    assert harness.page.locator("main img").count() == 2
    harness.page.get_by_text("A picture or film is missing here: gone.png").wait_for()
    expect(harness.page.get_by_role("button", name="Listen")).to_have_count(3)


def test_sounds_play_and_stop_one_at_a_time_sixty_in_a_row(harness: Harness) -> None:
    harness.open(with_media())
    for turn in range(60):
        button = harness.page.locator("button.listen").filter(visible=True).nth(turn % 3)
        button.click()
        expect(button).to_have_text("Stop")
        this_one_and_the_way_out = harness.page.get_by_role("button", name="Stop", exact=True)
        expect(this_one_and_the_way_out).to_have_count(2)
    harness.page.locator("button.listen", has_text="Stop").click()
    expect(harness.page.get_by_role("button", name="Listen")).to_have_count(3)


def test_a_repeat_grows_and_shrinks_and_each_turn_is_named(harness: Harness) -> None:
    form = survey("type | name | label", "begin_repeat | person | People", "text | role | Their job?", "end_repeat | |")
    harness.open(form)
    harness.page.get_by_role("textbox").fill("Clerk")
    next_(harness)
    harness.page.get_by_role("button", name="Add another").click()
    expect(harness.page.locator(".whereabouts")).to_have_text("People 2")
    harness.page.get_by_role("textbox").fill("Guard")
    next_(harness)
    expect(harness.page.locator(".turns .words")).to_have_text(["1. Clerk", "2. Guard"])
    harness.page.locator(".turn-row", has_text="Clerk").get_by_role("button", name="Remove").click()
    harness.page.get_by_role("button", name="Tap again to remove").click()
    expect(harness.page.locator(".turns .words")).to_have_text(["1. Guard"])
    harness.page.get_by_role("button", name="Check answers").click()
    harness.page.get_by_role("button", name="Lock and put in Ready to send").click()
    assert harness.submission()["xml"].count("<role>") == 1


def test_a_field_list_is_one_screen_and_follows_relevance(harness: Harness) -> None:
    form = survey(
        "type | name | label | appearance | relevant",
        "begin_group | room | The room | field-list |",
        "select_one yn | seats | Seats? | |",
        "text | more | How many? | | ${seats} = 'yes'",
        "begin_repeat | door | Door | |",
        "text | colour | Colour? | |",
        "end_repeat | | | |",
        "end_group | | | |",
        choices="yn | yes | Yes\nyn | no | No",
    )
    harness.open(form)
    expect(harness.page.locator(".progress")).to_contain_text("1 of 1")
    expect(harness.page.locator("main .question")).to_have_text(["Seats?", "Colour?"])
    harness.page.get_by_role("radio", name="Yes").check()
    expect(harness.page.locator("main .question")).to_have_text(["Seats?", "How many?", "Colour?"])
    expect(harness.page.get_by_role("radio", name="Yes")).to_be_checked()
    harness.page.get_by_role("button", name="Add another").click()
    expect(harness.page.locator("main .question")).to_have_text(["Seats?", "How many?", "Colour?", "Colour?"])


def test_what_the_app_does_not_do_is_said_before_the_first_question(harness: Harness) -> None:
    form = survey(
        "type | name | label | parameters",
        "background-audio | voice | |",
        "audit | audit | | location-priority=balanced location-min-interval=60 location-max-age=120",
        "text | a | A? |",
    )
    harness.open(form)
    expect(harness.page.locator("main")).to_contain_text("Nothing is being recorded.")
    expect(harness.page.locator("main")).to_contain_text("it notes where you are")
    next_(harness)
    question(harness, "A?")
    harness.page.get_by_role("button", name="Back").click()
    expect(harness.page.locator("main")).to_contain_text("Nothing is being recorded.")


def test_a_question_of_a_kind_nobody_can_ask_here_is_said(harness: Harness) -> None:
    form = survey("type | name | label", "text | a | A?")
    form["xform"] = form["xform"].replace('nodeset="/data/a" type="string"', 'nodeset="/data/a" type="intent"')
    harness.open(form)
    expect(harness.page.locator("main")).to_contain_text("This app cannot ask this kind of question (intent).")


def test_what_is_typed_and_cannot_be_kept_is_said_at_once(harness: Harness) -> None:
    form = survey("type | name | label", "integer | a | How many?", "dateTime | b | When?", "geotrace | c | Way?")
    harness.open(form)
    harness.page.get_by_role("textbox").fill("twelve")
    next_(harness)
    expect(harness.page.locator(MESSAGE)).to_contain_text("What stands here is not kept.")
    harness.page.get_by_role("textbox").fill("12")
    next_(harness)
    harness.page.get_by_label("Day").fill("2026-05-04")
    expect(harness.page.get_by_role("alert")).to_contain_text("Please give both the day and the time.")
    harness.page.get_by_label("Time").fill("09:30")
    expect(harness.page.get_by_role("alert")).to_have_count(0)
    next_(harness)
    Filler(harness.page, {"Way?": ["44.49 11.34"]}).fill_screen()
    expect(harness.page.get_by_role("alert")).to_contain_text("Too few places yet")


def test_the_place_of_the_tablet_is_taken_with_its_accuracy(harness: Harness) -> None:
    harness.page.context.grant_permissions(["geolocation"])
    harness.page.context.set_geolocation({"latitude": 44.4949, "longitude": 11.3426, "accuracy": 12})
    harness.open(survey("type | name | label", "geopoint | a | Where?"))
    harness.page.get_by_role("button", name="Use the place where I am").click()
    expect(harness.page.locator("main")).to_contain_text("sure to 12 metres")
    assert "<a>44.4949 11.3426 0.0 12.0</a>" in harness.call("draft")["xml"]


def test_a_place_that_cannot_be_found_can_be_typed(harness: Harness) -> None:
    harness.open(survey("type | name | label", "geopoint | a | Where?"))
    harness.page.get_by_role("button", name="Use the place where I am").click()
    expect(harness.page.locator("main")).to_contain_text("This app may not know where you are.")
    Filler(harness.page, {"Where?": ["44.49 11.34"]}).fill_screen()
    assert "<a>44.49 11.34 0.0 0.0</a>" in harness.call("draft")["xml"]


def test_of_five_thousand_choices_a_screenful_is_drawn_and_any_is_found(harness: Harness) -> None:
    towns = "\n".join(f"towns | t{number} | Town {number}" for number in range(5000))
    harness.open(survey("type | name | label", "select_one towns | a | Town?", choices=towns))
    assert harness.page.get_by_role("radio").count() == 40
    expect(harness.page.get_by_role("status").last).to_have_text("4,960 more: write more letters.")
    harness.page.get_by_role("searchbox").fill("town 4321")
    harness.page.get_by_role("radio", name="Town 4321").check()
    harness.page.get_by_role("searchbox").fill("nowhere")
    expect(harness.page.locator(".chosen")).to_have_text("Town 4321")
    assert "<a>t4321</a>" in harness.call("draft")["xml"]


def test_stopping_takes_two_taps_and_keeps_or_drops_by_choice(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    harness.page.get_by_role("textbox").fill("Help desk")
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    harness.page.get_by_role("button", name="Go on with the form").click()
    expect(harness.page.get_by_role("textbox")).to_have_value("Help desk")
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    harness.page.get_by_role("button", name="Stop and keep what I wrote").click()
    harness.page.locator("html[data-left=kept]").wait_for(state="attached")
    assert "Help desk" in harness.call("lastDraft")["xml"]
    harness.open(visit)
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    harness.page.get_by_role("button", name="Stop and delete what I wrote").click()
    harness.page.get_by_role("button", name="Tap again to delete it").click()
    harness.page.locator("html[data-left=dropped]").wait_for(state="attached")


def test_nobody_leaves_behind_what_could_not_be_kept(harness: Harness, visit: dict[str, Any]) -> None:
    harness.open(visit)
    harness.page.evaluate("window.harness.refuseDrafts = 1000")
    harness.page.get_by_role("textbox").fill("Help desk")
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    harness.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(harness.page.get_by_text("Not kept yet. Trying again.")).to_be_visible()
    assert harness.page.locator("html[data-left]").count() == 0
    harness.page.evaluate("window.harness.refuseDrafts = 0")
    harness.page.get_by_role("button", name="Stop and keep what I wrote").click()
    harness.page.locator("html[data-left=kept]").wait_for(state="attached")
    assert "Help desk" in harness.call("lastDraft")["xml"]


def test_a_required_note_is_shown_at_the_review_and_does_not_hold_the_record_back(harness: Harness) -> None:
    harness.open(survey("type | name | label | required", "note | a | Ages do not fit. | yes", "text | b | B? |"))
    Filler(harness.page).fill_to_review()
    expect(harness.page.locator("main")).to_contain_text("Please look at this again")
    expect(harness.page.locator("main .notice")).to_have_text("Ages do not fit.")
    Filler(harness.page).lock()
    assert harness.submission()["xml"]


def test_a_file_that_is_gone_can_be_taken_out_and_the_record_locked(harness: Harness) -> None:
    form = survey("type | name | label", "image | a | A photo?")
    harness.open(form, draw=False)
    kept = harness.call("draft")
    kept["xml"] = kept["xml"].replace("<a/>", "<a>gone.jpg</a>")
    harness.open(form, restore=kept)
    expect(harness.page.locator("main")).to_contain_text("gone.jpg is no longer on this tablet")
    harness.page.get_by_role("button", name="Remove").click()
    harness.page.get_by_role("button", name="Check answers").click()
    harness.page.get_by_role("button", name="Lock and put in Ready to send").click()
    assert "<a/>" in harness.submission()["xml"]


def test_a_form_that_is_none_is_refused_with_a_reason(harness: Harness) -> None:
    with pytest.raises(Exception, match="FormRefusedError"):
        harness.open({"xform": "this is no form"}, draw=False)
    harness.problems.clear()  # the browser's own page for broken XML has a style that our policy refuses
    form = survey("type | name | label", "select_one_from_file places.csv | a | Place?")
    with pytest.raises(Exception, match=r"FormRefusedError.*places\.csv"):
        harness.open(form, draw=False)
