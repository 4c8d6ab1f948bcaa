"""Every screen of the tablet app can be used by everyone, in every language, and every word of it is translated."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from fieldkit.i18n.pack import TABLET_NOTE, language_pack
from fieldkit.i18n.sources import find_messages
from tests.journeys.conftest import LiveServer
from tests.journeys.focus import focus_faults
from tests.journeys.screens import FORM, every_screen, faults_of, probe
from tests.journeys.tablets import Tablet, enrol, publish

pytestmark = pytest.mark.journey

DATA = ["First year in Marenza", "visit"]
"""What the study and its form are called: no words of ours."""

LOOKS = [
    ("en", "light", 800, 1280),
    ("ar", "dark", 800, 1280),
    ("ar", "light", 320, 640),
    ("uk", "dark", 320, 640),
    ("it", "light", 360, 740),
]


def new_tablet(browser: Browser, study: LiveServer, width: int, height: int, **options: Any) -> Tablet:
    publish(study.folder, FORM)
    return Tablet(
        browser,
        study.url,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        bypass_csp=True,  # for axe, which the test brings; the other journeys run under the policy
        **options,
    )


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def tablet(browser: Browser, study: LiveServer, request: pytest.FixtureRequest) -> Iterator[Tablet]:
    language, scheme, width, height = request.param
    tablet = new_tablet(browser, study, width, height, color_scheme=scheme)
    tablet.open()
    tablet.page.locator(f"#language-{language}").click()
    expect(tablet.page.locator(f"html[lang={language}]")).to_be_attached()
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


def test_every_screen_can_be_used_by_everyone(tablet: Tablet, study: LiveServer) -> None:
    found = {}
    for screen in every_screen(tablet, enrol(study.folder)):
        faults = faults_of(tablet.page)
        if faults:
            found[screen] = faults
    assert found == {}


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 800, 1280), ("dark", 360, 740)])
def test_the_focus_is_seen_on_every_screen_and_never_covered(
    browser: Browser, study: LiveServer, scheme: Any, width: int, height: int
) -> None:
    tablet = new_tablet(browser, study, width, height, color_scheme=scheme)
    tablet.open()
    found, known = {}, set[str]()
    for screen in every_screen(tablet, enrol(study.folder)):
        faults = focus_faults(tablet.page, known)
        if faults:
            found[screen] = faults
    assert found == {}
    tablet.close()


def marked(text: str) -> str:
    return f"⟦{text}⟧"


def pseudo_pack(direction: str) -> dict[str, Any]:
    """English, each message and name of a month or day in marks; from the sources, so that no catalogue lags."""
    pack = language_pack("en")
    for text in [found.text for found in find_messages() if TABLET_NOTE in found.notes]:
        counts = not isinstance(text, str)
        pack["messages"][text[0] if counts else text] = [marked(each) for each in text] if counts else marked(str(text))
    for names in ("months", "shortMonths", "days"):
        pack["dates"][names] = [marked(name) for name in pack["dates"][names]]
    pack["lists"] = {name: marked(between) for name, between in pack["lists"].items()}
    return {**pack, "direction": direction}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_pseudo_locale_finds_no_word_that_was_not_translated(
    browser: Browser, study: LiveServer, direction: str
) -> None:
    body = json.dumps(pseudo_pack(direction), ensure_ascii=False)

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=body)

    # Without its worker the app asks the network for its words, where the test can answer.
    tablet = new_tablet(browser, study, 800, 1280, service_workers="block")
    tablet.context.route("**/tablet/i18n/en.json", answer)
    tablet.open()
    found = {}
    for screen in every_screen(tablet, enrol(study.folder, marked("Tablet 7"))):
        assert tablet.page.locator("html").get_attribute("dir") == direction
        faults = tablet.page.evaluate(probe("unmarked"), DATA)
        if faults:
            found[screen] = faults
    assert found == {}
    tablet.close()
