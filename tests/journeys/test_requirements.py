"""The tablet's fifteen requirements (docs/requirements.md), each measured where a figure can be measured.

What other files test already is named there too; `tests/test_requirements_map.py` keeps that list true.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from fieldkit.i18n.pack import language_pack
from tests.journeys.conftest import LiveServer
from tests.journeys.faults import probe
from tests.journeys.filling import Filler
from tests.journeys.focus import focus_faults, ring_between
from tests.journeys.form_harness import Harness, form_of, packed
from tests.journeys.sounds import tone
from tests.journeys.steps import ENVELOPES
from tests.journeys.tablets import joined_tablet
from tests.journeys.test_form_filling_access import TOWNS, on_every_screen
from tests.journeys.test_form_filling_screen import VISIT, with_media

pytestmark = pytest.mark.journey

FORMS = Path(__file__).parent / "forms"
LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]
SCRIPTS = """
| survey |            |      |                           |                           |                               |
|        | type       | name | label::English (en)       | label::العربية (ar)       | label::Українська (uk)        |
|        | text       | a    | What *really* happened?   | ماذا حدث؟                 | Що сталося?                   |
|        | select_one yn | b | And again?                | ومرة أخرى؟                | І ще раз?                     |
| choices |           |      |                           |                           |                               |
|        | list_name  | name | label::English (en)       | label::العربية (ar)       | label::Українська (uk)        |
|        | yn         | yes  | Yes                       | نعم                       | Так                           |
|        | yn         | no   | No                        | لا                        | Ні                            |
"""
THREE = [
    {"name": "English (en)", "code": "en"},
    {"name": "العربية (ar)", "code": "ar"},
    {"name": "Українська (uk)", "code": "uk"},
]


LATIN_FIRST = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) | constraint | constraint_message::Arabic (ar) | required |
| | text | a    | The place           | PDF: أين هو؟       | . != 'no'  | GPS لا يكفي.                    |          |
| | text | b    | The way             | WC: كيف؟           |            |                                 | yes      |
"""
GROUPED = """
| survey |
| | type         | name  | label | appearance | repeat_count |
| | begin_group  | one   | One   |            |              |
| | text         | a     | A?    |            |              |
| | begin_group  | two   | Two   |            |              |
| | text         | b     | B?    |            |              |
| | text         | c     | C?    |            |              |
| | end_group    |       |       |            |              |
| | end_group    |       |       |            |              |
| | begin_group  | three | Three | field-list |              |
| | text         | d     | D?    |            |              |
| | begin_group  | four  | Four  |            |              |
| | text         | e     | E?    |            |              |
| | end_group    |       |       |            |              |
| | end_group    |       |       |            |              |
| | begin_repeat | five  | Five  |            | 1            |
| | text         | f     | F?    |            |              |
| | text         | g     | G?    |            |              |
| | end_repeat   |       |       |            |              |
"""
READ_ALOUD = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) | hint::English (en) | hint::Arabic (ar) | constraint |
| | note | agree | May we talk? | هل نتحدث؟ | | | |
| | integer | age | How old? | كم عمرك؟ | In years. | بالسنوات. | . < 120 |
| | select_one yn | again | Again? | مرة أخرى؟ | | | |
| choices |
| | list_name | name | label::English (en) | label::Arabic (ar) |
| | yn | yes | Yes | نعم |
"""
TEXTS = ("/data/agree", "/data/age", "/data/age?hint", "/data/age!constraint", "/data/again", "/data/again#yes")
"""What of that form can be read aloud, in the order in which it is met."""

# Which sound is played, told by its length in bytes.
PLAYED = """() => {
  window.played = [];
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    window.played.push(blob.size);
    return address.call(URL, blob);
  };
}"""
DIFFERS = '{"code":"409.instance-differs","what":"Other answers are here.","where":"","remedy":"Ask."}'
PASSAGES = {".question", ".hint", ".choice .words", ".trouble .grow", ".asked-words"}
"""What of a form stands on its screens, by selector."""

MISDIRECTED = """([app, form, passages]) => {
  const way = (code) => (code === 'ar' ? 'rtl' : 'ltr');
  const faults = [];
  const all = (which) => [...document.querySelectorAll(which)];
  const seen = (which) => all(which).filter((one) => one.checkVisibility() && /\\p{L}/u.test(one.textContent));
  const shown = passages.filter((one) => seen('main ' + one).length > 0);
  const spoken = (one) => one.closest('[lang]:not([lang=""])')?.lang;
  const check = (one, code, auto) => {
    const runs = getComputedStyle(one).direction;
    const said = `${one.className} ${spoken(one)} ${runs}: ${one.textContent}`;
    if (spoken(one) !== code || runs !== way(code)) faults.push(said);
    if (auto && one.dir === 'auto') faults.push(`guessed, ${said}`);
  };
  const choices = seen('main .choice .words:not([lang])').map((one) => one.textContent);
  const outside = ['[role=alert]', '.trouble .grow', '.choice .words'].map((one) => `main ${one}:not([lang])`);
  const ours = ['main:has(.review) .question', ...outside].join(', ');
  for (const one of seen(`main :is(${passages}):not(${ours})`)) check(one, form, true);
  for (const one of seen(`.form-head button, .form-foot button, main p.needed, ${ours}`)) check(one, app, false);
  for (const one of all('main :is(textarea, input[type=text], input[type=search])')) {
    if (!one.dir) faults.push(`${one.id} says nothing of its direction`);
  }
  return { faults, shown, choices };
}"""


@pytest.fixture(scope="module")
def every_kind() -> dict[str, Any]:
    return form_of((FORMS / "every_kind.md").read_text(encoding="utf-8") + TOWNS, languages=LANGUAGES)


@pytest.fixture
def visit() -> dict[str, Any]:
    return form_of(VISIT, languages=LANGUAGES)


def speak(harness: Harness, code: str) -> None:
    """Let the app's own words be those of a language, before or while a form is open."""
    harness.call("usePack", language_pack(code))


def probed(page: Page, *names: str) -> list[str]:
    return [f"{name}: {fault}" for name in names for fault in page.evaluate(probe(name))]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_02_one_question_one_primary_button_and_back_at_the_inline_start(
    harness: Harness, visit: dict[str, Any], code: str
) -> None:
    speak(harness, code)
    harness.open(visit, language=code)
    page = harness.page
    for _ in range(4):
        expect(page.locator("main section.asked, main article.page > .asked").first).to_be_visible()
        assert page.locator("main .question").count() == 1
        buttons = page.locator(".form-foot button:visible")
        primary = page.locator(".form-foot button:not(.quiet):visible")
        assert primary.count() == 1
        back, onward = buttons.first.bounding_box(), primary.bounding_box()
        assert back
        assert onward
        assert (back["x"] > onward["x"]) if code == "ar" else (back["x"] < onward["x"])
        Filler(page, say=lambda words: words).fill_screen()
        primary.click()


def test_requirement_02_only_what_the_form_calls_a_list_stands_together(harness: Harness) -> None:
    """A group alone puts nothing together, nor does a repeat; a field list does, however deep its questions lie."""
    harness.open(form_of(GROUPED))
    shown: list[list[str]] = []

    def seen() -> list[str]:
        shown.append(
            [words.strip() for words in harness.page.locator("main section.asked .question").all_inner_texts()]
        )
        return []

    assert on_every_screen(harness, seen) == {}
    assert [words for words in shown if words] == [["A?"], ["B?"], ["C?"], ["D?", "E?"], ["F?"], ["G?"]]


@pytest.mark.parametrize("code", ["en", "ar", "uk"])
def test_requirement_03_sizes_and_line_heights_by_script_and_no_slanted_word(harness: Harness, code: str) -> None:
    """Questions of 22 px and more, 1.55 line height in Latin and Cyrillic, 1.9 in Arabic."""
    speak(harness, code)
    harness.open(form_of(SCRIPTS, languages=THREE), language=code)
    question = harness.page.locator("main .question").first
    size, lead, style = question.evaluate(
        "(one) => (({ fontSize, lineHeight, fontStyle }) => [parseFloat(fontSize), parseFloat(lineHeight), fontStyle])"
        "(getComputedStyle(one))"
    )
    assert size >= 22
    assert lead / size >= (1.9 if code == "ar" else 1.55) - 0.01
    assert style == "normal"
    for element in question.locator("em, i").all():
        assert element.evaluate("(one) => getComputedStyle(one).fontStyle") == "normal"
    assert probed(harness.page, "texts") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["en", "ar", "uk"])
def test_requirement_04_contrast_is_computed_in_every_script(harness: Harness, code: str, scheme: Any) -> None:
    """Text 4.5, questions 7, controls and icons 3 to 1; and what is too pale is found in this script too."""
    page = harness.page
    page.emulate_media(color_scheme=scheme)
    speak(harness, code)
    harness.open(form_of(SCRIPTS, languages=THREE), language=code)
    assert probed(page, "contrast", "controls") == []
    page.evaluate(
        "(ink) => document.querySelector('main .question').style.setProperty('color', ink)",
        "#666666" if scheme == "light" else "#8f8f8f",  # between 4.5 and 7 to 1
    )
    assert probed(page, "contrast") != []
    faint = "color-mix(in srgb, canvas 90%, gray)"
    page.evaluate("(ink) => { document.querySelector('main :is(textarea, input)').style.borderColor = ink; }", faint)
    assert probed(page, "controls") != []


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 800, 1280), ("dark", 360, 740)])
def test_requirement_05_the_focus_is_seen_in_pixels_on_every_kind_of_control_and_never_covered(
    harness: Harness, every_kind: dict[str, Any], scheme: Any, width: int, height: int
) -> None:
    """A change of 3 to 1 over the area of a line 2 px thick, compared before and after in a screenshot."""
    page = harness.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    harness.open(every_kind)
    known: set[str] = set()
    assert on_every_screen(harness, lambda: focus_faults(page, known)) == {}
    assert len(known) > 8, known


def test_requirement_05_a_thin_or_pale_ring_and_a_bar_in_the_way_are_found(
    harness: Harness, visit: dict[str, Any]
) -> None:
    page = harness.page
    harness.open(visit)
    sheet = "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }"
    for ring in ("outline: 1px solid black", "outline: 3px solid #ddd", "outline: 0"):
        page.evaluate(sheet, f":focus-visible {{ {ring} !important; box-shadow: none !important }}")
        assert any("pixels" in fault for fault in focus_faults(page, set())), ring
    page.evaluate(sheet, ":is(.form-head, .form-foot) { block-size: 60vh } main.asking { padding-block: 200vh }")
    found = focus_faults(page, set())
    assert any("lies under" in fault for fault in found), found


def test_requirement_06_sixty_prompts_in_a_row_play_and_stop_without_a_crash(harness: Harness) -> None:
    """One player serves all: sixty taps leave as many sounding as one."""
    harness.open(with_media())
    listen = harness.page.locator("button.listen").filter(visible=True)
    for turn in range(60):
        listen.nth(turn % 3).click()
        expect(listen.nth(turn % 3)).to_have_text("Stop")
        expect(listen.filter(has_text="Stop")).to_have_count(1)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_06_every_text_has_its_own_sound_in_each_language_and_a_tap_stops_it(
    harness: Harness, code: str
) -> None:
    """Consent text, question, hint, message and choice; no sound ends by itself while it is looked at."""
    targets = [f"{language} {target}" for language in ("en", "ar") for target in TEXTS]
    spoken = {target: tone(440, seconds=20 + number) for number, target in enumerate(targets)}
    harness.open(form_of(READ_ALOUD, languages=LANGUAGES, spoken=packed(spoken, "audio/wav")), language=code)
    page = harness.page
    page.evaluate(PLAYED)
    expected = [len(spoken[f"{code} {target}"]) for target in TEXTS]

    def hear(place: Locator) -> None:
        listen = place.locator("button.listen").filter(visible=True)
        for number in range(listen.count()):
            listen.nth(number).click()
            expect(listen.nth(number)).to_have_text("Stop")
            listen.nth(number).click()
            expect(listen.nth(number)).to_have_text("Listen")

    expect(page.locator("main .question")).to_be_visible()
    hear(page.locator("main"))
    page.locator(".form-foot .go").click()
    page.locator("main input").fill("900")
    hear(page.locator("main"))
    page.locator(".form-foot .go").click()
    expect(page.locator("main .trouble")).to_be_visible()
    hear(page.locator("main .trouble"))
    page.get_by_role("button", name="Leave it for now").click()
    expect(page.locator("main .choice")).to_be_visible()
    hear(page.locator("main"))
    assert page.evaluate("() => window.played") == expected


def test_requirement_07_a_chosen_answer_is_told_without_colour(harness: Harness, visit: dict[str, Any]) -> None:
    """A tick appears in the mark: its lightness alone, without hue, tells it."""
    page = harness.page
    page.emulate_media(reduced_motion="reduce")
    harness.open(form_of(SCRIPTS, languages=THREE), language="en")
    page.locator(".form-foot .go").click()
    choice = page.locator(".choice").first
    box = choice.locator(".mark").bounding_box()
    assert box
    clip: Any = {side: box[side] for side in ("x", "y", "width", "height")}
    before = page.screenshot(clip=clip)
    choice.click()
    page.evaluate("document.activeElement.blur()")
    expect(choice.locator("input")).to_be_checked()
    assert ring_between(before, page.screenshot(clip=clip), 8, 8).changed > 150
    expect(page.locator("main .question")).to_have_text("And again?")


def test_requirement_08_reflow_at_320_px_with_large_and_spaced_text(harness: Harness, visit: dict[str, Any]) -> None:
    """A page that cannot reflow is found; ours does on every screen (`test_every_screen`)."""
    harness.page.set_viewport_size({"width": 320, "height": 640})
    harness.open(visit)
    assert probed(harness.page, "reflow") == []
    harness.page.evaluate("document.querySelector('main .question').style.minWidth = '30rem'")
    assert probed(harness.page, "reflow") != []


@pytest.mark.parametrize("of_app", ["en", "ar"])
@pytest.mark.parametrize("of_form", ["en", "ar"])
def test_requirement_09_app_and_form_each_run_their_own_way(
    harness: Harness, visit: dict[str, Any], of_app: str, of_form: str
) -> None:
    """`lang` and `dir` come from data for the page and for the passage; what people wrote keeps to itself."""
    way = {"en": "ltr", "ar": "rtl"}
    page = harness.page
    speak(harness, of_app)
    harness.open(visit, language=of_form)
    root, question = page.locator("html"), page.locator("main .question")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (of_app, way[of_app])
    assert (question.get_attribute("lang"), question.get_attribute("dir")) == (of_form, way[of_form])
    assert question.evaluate("(one) => getComputedStyle(one).direction") == way[of_form]
    assert page.locator(".form-foot").evaluate("(one) => getComputedStyle(one).direction") == way[of_app]
    assert page.locator(".form-title").get_attribute("dir") == "auto"
    assert page.locator("main textarea, main input").first.get_attribute("dir") == "auto"


@pytest.mark.parametrize(("of_app", "of_form"), [("en", "ar"), ("ar", "en")])
def test_requirement_09_every_text_of_every_kind_of_question_runs_as_its_own_language_does(
    harness: Harness, every_kind: dict[str, Any], of_app: str, of_form: str
) -> None:
    """Questions, hints, choices and messages of the form as the form; our own words as the app; on every screen."""
    speak(harness, of_app)
    harness.open(every_kind, language=of_form)
    shown: set[str] = set()
    own_choices: set[str] = set()

    def misdirected() -> list[str]:
        found = harness.page.evaluate(MISDIRECTED, [of_app, of_form, sorted(PASSAGES)])
        shown.update(found["shown"])
        own_choices.update(found["choices"])
        return list(found["faults"])

    assert on_every_screen(harness, misdirected) == {}
    assert shown == PASSAGES
    assert len(own_choices) == 2, "to keep only the area of a place, and to have read something, are ours to offer"


def test_requirement_09_a_message_of_the_form_never_runs_by_its_first_letter(harness: Harness) -> None:
    """An Arabic message that begins with a Latin word still runs from right to left, beside the question and after."""
    harness.open(form_of(LATIN_FIRST, languages=LANGUAGES), language="ar")
    page = harness.page
    page.locator("main textarea, main input").first.fill("no")
    page.locator(".form-foot .go").click()
    beside = page.locator("main .trouble:not([hidden]) .grow")
    expect(beside).to_have_text("GPS لا يكفي.")
    expect(beside).to_have_attribute("dir", "rtl")
    expect(beside).to_have_attribute("lang", "ar")
    page.get_by_role("button", name="Leave it for now").click()
    expect(page.locator("main .question")).to_have_text("WC: كيف؟")
    page.locator(".form-foot .go").click()
    page.get_by_role("button", name="Leave it for now").click()
    missing = page.locator("main .answer.missing")
    for words in ("PDF: أين هو؟", "GPS لا يكفي.", "WC: كيف؟"):
        span = missing.locator("span[lang]", has_text=words)
        expect(span).to_have_attribute("dir", "rtl")
        expect(span).to_have_attribute("lang", "ar")
    ours = missing.locator(".pill.bad span", has_text="This question needs an answer.")
    expect(ours).to_be_visible()
    assert ours.evaluate("(one) => [one.lang, getComputedStyle(one).direction]") == ["", "ltr"]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_requirement_10_the_switch_keeps_answers_place_and_messages_in_a_reopened_draft(
    harness: Harness, visit: dict[str, Any], code: str
) -> None:
    harness.open(visit, draw=False)
    harness.call("set", "/data/place", "Help desk")
    harness.call("set", "/data/wait", "700")
    draft = harness.call("draft")
    harness.load()
    speak(harness, code)
    harness.open(visit, restore=draft, language=code)
    page = harness.page
    page.locator(".form-foot .go").click()
    page.locator(".form-foot .go").click()
    message = page.locator(".trouble:not([hidden])")
    told = {"en": "Less than 600.", "ar": "أقل من 600."}
    expect(message).to_contain_text(told[code])
    other = "ar" if code == "en" else "en"
    page.locator("#form-language").select_option(label={"ar": "العربية", "en": "English"}[other])
    expect(message).to_contain_text(told[other])
    expect(page.locator("main input").first).to_have_value("700")


def test_requirement_11_what_is_kept_is_visible_and_nobody_is_warned_for_nothing(
    browser: Browser, study: LiveServer
) -> None:
    """A reload loses nothing and asks nothing: no false “unsaved”."""
    with joined_tablet(browser, study.url, study.folder) as tablet:
        asked: list[str] = []
        tablet.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
        tablet.begin("half a word")
        tablet.reload()
        expect(tablet.field()).to_have_value("half a word")
        assert asked == []


def test_requirement_11_an_answer_is_on_its_way_to_the_disk_a_fifth_of_a_second_after_the_last_key(
    harness: Harness, visit: dict[str, Any]
) -> None:
    """By a clock that the test winds; and until then nobody is told that it is kept."""
    page = harness.page
    page.clock.install()
    harness.load()
    harness.open(visit)
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    kept = page.locator(".pill.kept")
    page.get_by_role("textbox").fill("Help desk")
    expect(kept).to_have_text("Keeping …")
    page.clock.run_for(200)
    expect(kept).to_have_text("Kept on this tablet")
    assert "Help desk" in harness.call("lastDraft")["xml"]


def test_requirement_12_trays_have_counts_and_what_is_locked_cannot_be_edited(
    browser: Browser, study: LiveServer
) -> None:
    """Not while it waits, nor while it is being sent; what needs somebody has one button."""
    with joined_tablet(browser, study.url, study.folder) as tablet:
        page = tablet.page
        tablet.offline()
        tablet.begin()
        tablet.open("#/unfinished")
        expect(page.locator(".tray")).to_have_text(["To do", "1Not finished", "0Ready to send", "0Sent"])
        page.locator("#go-on-0").click()
        expect(tablet.field()).to_be_visible()
        tablet.lock()
        expect(page.locator(".tray")).to_have_text(["To do", "0Not finished", "1Ready to send", "0Sent"])
        expect(tablet.field()).to_have_count(0)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.context.route(ENVELOPES, hold)
        with page.expect_request(ENVELOPES):
            tablet.offline(False)
        expect(page.locator("main article progress")).to_be_visible()
        expect(page.locator("main article :is(a, button)")).to_have_text(["Add something"])
        held[0].fulfill(status=409, content_type="application/json", body=DIFFERS)
        page.context.unroute(ENVELOPES)
        page.locator("#needs-you").click()
        expect(page.locator("main article")).to_contain_text("The server already has other answers for this one.")
        expect(page.locator("main article :is(a, button)")).to_have_text(["Try again"])
        page.locator("#again-0").click()
        expect(page.locator(".tray")).to_have_text(["To do", "0Not finished", "0Ready to send", "1Sent"])
        expect(page.locator("#needs-you")).to_have_count(0)


def test_requirement_13_the_review_names_what_is_missing_first_and_every_answer(
    harness: Harness, visit: dict[str, Any]
) -> None:
    page = harness.page
    harness.open(visit)
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
    harness.open(visit)
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


def test_requirement_14_nothing_needs_dragging_and_help_is_one_tap_away(
    harness: Harness, every_kind: dict[str, Any]
) -> None:
    """Whatever can be dragged has buttons that do the same."""
    harness.open(every_kind)

    def dragged() -> list[str]:
        page = harness.page
        found = ["something is draggable"] if page.locator("[draggable=true]").count() else []
        sliders, steps = page.get_by_role("slider").count(), page.locator(".slide button").count()
        found += ["a slider without buttons"] if sliders and steps < 2 * sliders else []
        places, moves = page.locator(".rank-row").count(), page.locator(".rank-row > button").count()
        found += ["an order without buttons"] if moves < 2 * places else []
        return found + ([] if page.locator(".form-head .help").is_visible() else ["no help"])

    assert on_every_screen(harness, dragged) == {}


def test_requirement_15_two_taps_stop_and_no_time_is_limited(harness: Harness, visit: dict[str, Any]) -> None:
    """Stop, and there is the number to call; keep; an hour without a touch leaves the question where it was."""
    page = harness.page
    page.clock.install()
    harness.load()
    harness.open(visit, mode={"safety": {"number": "+39 051 111 111", "words": "Rosa"}})
    page.get_by_role("textbox").fill("Help desk")
    page.clock.fast_forward("01:00:00")
    expect(page.get_by_role("textbox")).to_have_value("Help desk")
    expect(page.locator("html[data-left]")).to_have_count(0)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("main a[href='tel:+39051111111']")).to_be_visible()
    page.get_by_role("button", name="Stop and keep what I wrote").click()
    page.locator("html[data-left=kept]").wait_for(state="attached")
    assert "Help desk" in harness.call("lastDraft")["xml"]
