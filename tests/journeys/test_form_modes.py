"""What an interview and a visit need beside their questions: pausing, stopping, calling for help, the slip, times."""

from typing import Any

import pytest
from playwright.sync_api import expect

from fieldkit.i18n.pack import language_pack
from tests.journeys.filling import Filler
from tests.journeys.form_harness import ROOT, Harness
from tests.journeys.test_form_filling_access import open_in
from tests.journeys.test_form_library import an_adult, consent, from_library, leaf

pytestmark = pytest.mark.journey

OFFERS = [
    {
        "title": {"en": "Warm meals", "ar": "وجبات ساخنة"},
        "words": {"en": "Every day at noon, nobody asks for papers.", "ar": "كلّ يوم ظهراً، ولا أحد يسأل عن الأوراق."},
        "phone": "+39 051 000 000",
        "url": "https://example.org/meals",
    }
]
MODE: dict[str, Any] = {
    "safety": {"number": "+39 051 111 111", "words": "Call Rosa"},
    "safeguarding": {"name": "Karim", "number": "+39 051 222 222"},
    "offers": OFFERS,
}
CHECKS = ("targets", "texts", "contrast", "sideways")


def interview() -> dict[str, Any]:
    return {**from_library("interview"), "instrument": "interview"}


def faults(harness: Harness) -> list[str]:
    return [f"{name}: {found}" for name in CHECKS for found in harness.call(f"checks.{name}")]


def test_a_pause_shows_nothing_of_the_form_and_leads_back_to_the_same_question(harness: Harness) -> None:
    harness.open(interview(), mode=MODE)
    Filler(harness.page).fill_screen()
    harness.page.locator(".form-foot .go").click()
    asked = harness.page.locator("main .question").inner_text()
    harness.page.get_by_role("button", name="Pause").click()
    expect(harness.page.get_by_role("heading", name="Paused")).to_be_focused()
    assert asked not in harness.page.locator("body").inner_text()
    expect(harness.page.locator(".form-head")).to_be_hidden()
    assert faults(harness) == []
    harness.page.get_by_role("button", name="Go on").click()
    expect(harness.page.locator("main .question")).to_have_text(asked)


def test_two_taps_stop_and_the_number_to_call_stands_there_and_in_help(harness: Harness) -> None:
    harness.open(interview(), mode=MODE)
    harness.page.get_by_role("button", name="Help").click()
    dialog = harness.page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="+39 051 111 111")).to_have_attribute("href", "tel:+39051111111")
    dialog.get_by_role("button", name="Go on with the form").click()
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    expect(harness.page.get_by_text("Call Rosa")).to_be_visible()
    assert faults(harness) == []
    harness.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(harness.page.locator("html[data-left=kept]")).to_be_attached()


@pytest.mark.parametrize(("code", "answers"), [("en", "Rosa answers"), ("ar", "روزا تجيب"), ("uk", "Rosa")])
def test_who_answers_is_said_in_the_language_of_the_screens(harness: Harness, code: str, answers: str) -> None:
    """Where it is not written in that language, the words for every language stand there."""
    words_in = {"en": "Rosa answers", "ar": "روزا تجيب"}
    safety = {"number": "+39 051 111 111", "words": "Rosa", "words_in": words_in}
    harness.call("usePack", language_pack(code))
    harness.open(interview(), mode=MODE | {"safety": safety})
    harness.page.locator(".form-head .stop").click()
    words = harness.page.locator("main .call p bdi")
    expect(words).to_have_text(answers)
    expect(words).to_have_attribute("dir", {"en": "ltr", "ar": "rtl", "uk": "auto"}[code])
    assert faults(harness) == []


def test_where_the_study_gave_no_number_the_screen_says_so(harness: Harness) -> None:
    harness.open(interview())
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    expect(harness.page.get_by_text("Your study has not said here whom to call.")).to_be_visible()


@pytest.mark.parametrize(("code", "offer"), [("en", "Warm meals"), ("ar", "وجبات ساخنة")])
def test_an_alert_is_handed_over_and_then_what_is_offered_is_shown(harness: Harness, code: str, offer: str) -> None:
    harness.page.set_viewport_size({"width": 360, "height": 740})
    harness.open(interview(), mode=MODE, language=code)
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    harness.page.get_by_role("button", name="Somebody may be in danger").click()
    expect(harness.page.get_by_text("Call now: Karim")).to_be_visible()
    expect(harness.page.get_by_role("link", name="+39 051 222 222")).to_be_visible()
    assert faults(harness) == []
    harness.page.get_by_label("What happened, in a few words").fill("Shouting next door")
    harness.page.get_by_role("checkbox", name="It is happening now").check()
    harness.page.get_by_role("button", name="Lock and send this first").click()
    expect(harness.page.get_by_role("heading", name=offer)).to_have_attribute("lang", code)
    assert faults(harness) == []
    assert harness.page.evaluate("window.harness.alerts") == [{"words": "Shouting next door", "now": True}]
    harness.page.get_by_role("button", name="Go on with the form").click()
    expect(harness.page.locator("main section.asked")).to_be_visible()


@pytest.mark.parametrize("code", ["en", "ar", "it", "uk"])
def test_the_slip_has_the_code_large_and_as_a_picture_and_then_comes_what_is_offered(
    harness: Harness, code: str
) -> None:
    harness.page.set_viewport_size({"width": 360, "height": 740})
    harness.open(interview(), mode=MODE, language=code)
    filler = Filler(harness.page, an_adult(code))
    slip = harness.page.locator(".slip-code")
    for _ in range(60):
        if slip.count():
            break
        filler.fill_screen()
        filler.go_on()
    expect(slip).to_have_text(leaf(harness.call("draft")["xml"], "participant_code"))
    expect(slip).to_have_attribute("dir", "ltr")
    expect(harness.page.locator(".slip svg.qr")).to_be_visible()
    assert faults(harness) == []
    harness.page.locator(".form-foot .go").click()
    expect(harness.page.get_by_role("heading", name="What is offered near you")).to_be_focused()
    harness.page.locator(".form-foot .go").click()
    expect(harness.page.locator(".review")).to_be_visible()
    harness.page.locator(".form-foot button").first.click()
    expect(harness.page.get_by_role("heading", name="What is offered near you")).to_be_visible()


def test_a_young_person_is_asked_only_when_the_guardian_and_they_themselves_agree(harness: Harness) -> None:
    harness.open(interview())
    harness.call("set", "/data/age", ["16_17"])
    harness.call("set", "/data/guardian", ["yes"])
    harness.call("set", "/data/assent", ["no"])
    consent_open = "/data/agreement/agree_totals"
    assert consent_open not in relevant(harness)
    harness.call("set", "/data/assent", ["yes"])
    assert consent_open in relevant(harness)


@pytest.mark.parametrize("way", ["mark", "signature", "voice", "spoken"])
def test_consent_is_confirmed_in_the_way_that_the_person_chooses(harness: Harness, way: str) -> None:
    harness.open(interview())
    consent(harness)
    harness.call("set", "/data/agreement/consent_way", [way])
    asked = {path.rsplit("/", 1)[-1] for path in relevant(harness) if "/consent_" in path}
    assert asked == {"consent_way", *([] if way == "spoken" else [f"consent_{way}"])}


def relevant(harness: Harness) -> set[str]:
    """Return the paths of all questions that stand in the form now."""
    return set(
        harness.page.evaluate(
            """() => {
              const open = (node) => node.nodeType === 'root' || node.currentState.relevant;
              const walk = (node) => !open(node) ? [] : node.currentState.children
                ? node.currentState.children.flatMap(walk) : [node.currentState.reference];
              return walk(window.harness.session.root);
            }"""
        )
    )


def test_the_times_that_the_clock_kept_stand_in_the_form_and_the_brief_is_not_asked_again(harness: Harness) -> None:
    form = {**from_library("service-contact"), "instrument": "service-contact"}
    preset = {"/data/started": "2026-05-04T09:30:00.000+02:00", "/data/ended": "2026-05-04T10:05:00.000+02:00"}
    harness.open(form, preset={**preset, "/data/not_there": "x"}, mode=MODE)
    assert harness.page.locator("main section.asked").get_attribute("data-question") == "scenario"
    harness.call("set", "/data/outcome", ["served"])
    xml = harness.call("draft")["xml"]
    assert [leaf(xml, "started"), leaf(xml, "ended")] == list(preset.values())
    harness.open(form, restore=harness.call("draft"), preset={"/data/started": "2026-01-01T00:00:00.000+00:00"})
    assert leaf(harness.call("draft")["xml"], "started") == preset["/data/started"]


def test_practice_says_so_on_every_screen_and_its_alert_reaches_nobody(harness: Harness) -> None:
    harness.open({**from_library("service-contact"), "practice": True}, mode=MODE)
    mark = harness.page.get_by_text("Practice: nothing of this is sent")
    expect(mark).to_be_visible()
    harness.page.get_by_role("button", name="Stop", exact=True).click()
    expect(mark).to_be_visible()
    harness.page.get_by_role("button", name="Somebody may be in danger").click()
    harness.page.get_by_role("button", name="Lock and send this first").click()
    expect(harness.page.get_by_text("This is practice: nobody was told.")).to_be_visible()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_axe_finds_nothing_beside_the_questions(harness: Harness, code: str) -> None:
    open_in(harness, interview(), code)
    harness.page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    for buttons in (["Pause"], ["Stop"], ["Stop", "Somebody may be in danger"]):
        for name in buttons:
            harness.page.get_by_role("button", name=name, exact=True).click()
        result = harness.page.evaluate("window.axe.run(document, { resultTypes: ['violations'] })")
        assert [each["id"] for each in result["violations"]] == [], buttons
        harness.page.locator("main").get_by_role("button", name="Go on").last.click()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_head_takes_two_rows_on_a_phone_and_help_stands_at_the_inline_end(harness: Harness, code: str) -> None:
    harness.page.set_viewport_size({"width": 360, "height": 740})
    open_in(harness, interview(), code)
    Filler(harness.page).fill_screen()
    boxes = {name: box_of(harness, f".form-head {name}") for name in (".stop", ".pause", ".help", ".language")}
    first, second = boxes[".stop"]["y"], boxes[".language"]["y"]
    assert {boxes[name]["y"] for name in (".stop", ".pause", ".help")} == {first}
    assert first + boxes[".stop"]["height"] <= second
    assert box_of(harness, ".form-head")["height"] <= 184  # two rows of 56 px targets with air
    ends = [boxes[name]["x"] for name in (".stop", ".help")]
    assert (ends[0] < ends[1]) == (code == "en")


def box_of(harness: Harness, selector: str) -> dict[str, float]:
    box = harness.page.locator(selector).first.bounding_box()
    assert box is not None
    return dict(box)
