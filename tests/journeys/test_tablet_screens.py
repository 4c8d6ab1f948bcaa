"""Language and help stay with the person on every screen; each screen itself is looked at by `test_every_screen`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.faults import faults_of
from tests.journeys.tablets import CANARY, Tablet, enrol, joined_tablet, publish

pytestmark = pytest.mark.journey


@pytest.fixture(
    params=[
        ("en", "light", 800, 1280),
        ("ar", "dark", 320, 640),
    ],
    ids=lambda look: "-".join(map(str, look)),
)
def tablet(browser: Browser, study: LiveServer, request: pytest.FixtureRequest) -> Iterator[Tablet]:
    language, scheme, width, height = request.param
    publish(study.folder)
    tablet = Tablet(
        browser,
        study.url,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,  # for axe, which the test brings; the other journeys run under the policy
    )
    tablet.open()
    tablet.speak(language)
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


def test_the_language_stays_over_a_restart_and_the_page_turns_with_it(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.page.locator("#language").select_option("ar")
        expect(tablet.page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
        tablet.context.set_offline(True)
        tablet.page.close()
        tablet.new_tab()
        tablet.open()
        expect(tablet.page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
        tablet.page.locator("#language").select_option("it")
        expect(tablet.page.locator("html[lang=it][dir=ltr]")).to_be_attached()


FOR_READERS = """
| survey |      |      |                     |                     |
|        | type | name | label::English (en) | label::العربية (ar) |
|        | text | what | What happened?      | ماذا حدث؟           |
| settings |    |      |                     |                     |
|        | form_title::English (en) | form_title::العربية (ar) | form_id | version | default_language |
|        | An hour in a queue       | ساعة في طابور            | queue   | 1       | English (en)     |
"""


def test_who_reads_only_arabic_finds_it_on_the_first_screen_and_everything_follows(
    browser: Browser, study: LiveServer
) -> None:
    publish(study.folder, FOR_READERS)
    tablet = Tablet(browser, study.url)
    page = tablet.page
    tablet.open()
    page.locator("#speak-ar").click()
    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
    expect(page.locator("#speak-ar")).to_have_attribute("aria-pressed", "true")
    tablet.enrol(enrol(study.folder).token)
    page.evaluate("location.hash = '#/aloud'")
    card = page.locator("article", has=page.get_by_role("heading", name="ساعة في طابور"))
    expect(card.locator("a")).to_have_text(["English", "العربية"])
    page.locator("#hide").click()
    page.locator("#uncover").click()
    # Digits run from the left in Arabic too, and so does the arrow beside them.
    expect(page.locator("#take-back .icon")).to_have_css("transform", "none")
    assert tablet.problems == [], tablet.problems
    tablet.close()


def place_of_help(tablet: Tablet) -> tuple[float, float]:
    """How far its outer edge is from the end of the line, and its upper edge from the top."""
    tablet.page.evaluate("scrollTo(0, 0)")
    # Measured in one breath: the screen may be drawn anew at any time.
    box = tablet.page.evaluate(
        "document.querySelector('.bar #help, .form-head .help').getBoundingClientRect().toJSON()"
    )
    rtl = tablet.page.locator("html").get_attribute("dir") == "rtl"
    width = tablet.page.evaluate("document.documentElement.clientWidth")
    return (box["x"] if rtl else width - box["x"] - box["width"], box["y"])


def test_help_stands_in_the_same_place_on_every_screen_and_in_a_form_it_keeps_the_place(
    tablet: Tablet, study: LiveServer
) -> None:
    tablet.enrol(enrol(study.folder).token)
    expect(tablet.page.locator("#start-0")).to_be_visible()
    places = {place_of_help(tablet)}
    for route in ("unfinished", "ready", "sent", "needs", "about", "help", "enrol", "fill/uuid:gone"):
        tablet.open(f"#/{route}")
        expect(tablet.page.locator("main h1")).to_be_visible()
        places.add(place_of_help(tablet))
    tablet.open("#/todo")
    tablet.page.locator("#start-0").click()
    tablet.field().fill("x")
    places.add(place_of_help(tablet))
    assert len(places) == 1, places
    tablet.page.locator(".form-head .help").click()
    expect(tablet.page.locator("dialog h1")).to_be_focused()
    assert faults_of(tablet.page) == []
    tablet.page.locator("dialog button").click()
    expect(tablet.field()).to_have_value("x")
    expect(tablet.page.locator(".form-head .help")).to_be_focused()


ONE_LANGUAGE = """
| survey   |            |         |                |
|          | type       | name    | label          |
|          | text       | what    | What happened? |
| settings |            |         |                |
|          | form_title | form_id | version        |
|          | Short note | short   | 1              |
"""


def test_in_a_form_of_one_language_the_words_of_the_app_change_and_the_question_stays(
    browser: Browser, study: LiveServer
) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        publish(study.folder, ONE_LANGUAGE)
        tablet.page.locator("#look").click()
        tablet.wait_for_form("Short note")
        tablet.page.locator("article", has_text="Short note").get_by_role("link", name="Start").click()
        tablet.field().fill(CANARY)
        switch = tablet.page.get_by_role("combobox", name="Language")
        assert switch.get_by_role("option").all_inner_texts() == ["English", "Italiano", "العربية", "Українська"]
        switch.select_option(label="العربية")
        expect(tablet.page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
        expect(tablet.page.locator(".form-head .help")).to_have_text("مساعدة")
        expect(tablet.page.locator("main .question")).to_have_text("What happened?")
        expect(tablet.field()).to_have_value(CANARY)
        expect(tablet.page.locator("#form-language")).to_be_focused()


def test_in_a_form_of_several_languages_questions_and_app_are_chosen_apart(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.begin()
        switch = tablet.page.locator("#form-language")
        switch.select_option("app ar")
        expect(tablet.page.locator("html[lang=ar]")).to_be_attached()
        expect(tablet.page.locator("main .question")).to_have_text("What happened?")
        switch.select_option(label="العربية")
        expect(tablet.page.locator("main .question")).to_have_text("ماذا حدث؟")
        switch.select_option("app en")
        expect(tablet.page.locator("html[lang=en][dir=ltr]")).to_be_attached()
        expect(tablet.page.locator("main .question")).to_have_text("ماذا حدث؟")
        expect(tablet.field()).to_have_value(CANARY)


def test_a_language_that_cannot_be_had_is_a_warning_and_no_success(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        forget = "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"
        tablet.page.evaluate(forget)
        tablet.offline()
        words = "That language is not on this tablet yet."
        tablet.page.locator("#language").select_option("it")
        expect(tablet.page.get_by_role("alert")).to_contain_text(words)
        expect(tablet.page.locator(".note.wait", has_text=words)).to_have_count(1)
        expect(tablet.page.locator(".note.ok")).to_have_count(0)
        expect(tablet.page.locator("html[lang=en]")).to_be_attached()
        tablet.tray("sent")
        expect(tablet.page.get_by_text(words)).to_have_count(0)
        tablet.page.locator("#language").select_option("it")
        expect(tablet.page.get_by_role("alert")).to_contain_text(words)
        tablet.offline(False)
        tablet.page.locator("#language").select_option("it")
        expect(tablet.page.locator("html[lang=it]")).to_be_attached()
        expect(tablet.page.get_by_role("alert")).to_have_text("")


ROOM = "() => document.querySelector('.status .grow').offsetWidth / document.querySelector('.status').offsetWidth"


def test_on_a_phone_the_button_leaves_room_for_what_waits(browser: Browser, study: LiveServer) -> None:
    """In Ukrainian its words are the longest."""
    with joined_tablet(browser, study.url, study.folder, viewport={"width": 360, "height": 740}) as tablet:
        tablet.begin()
        tablet.offline()
        tablet.lock()
        tablet.speak("uk")
        expect(tablet.page.locator("#send")).to_have_text("Надіслати зараз")
        assert tablet.page.evaluate(ROOM) > 0.45
