"""What is looked for on every screen: faults for a thumb, an eye, a reader of screens; the focus; words not translated.

A tour opens one screen after the other and yields its name; a file of tests sends each check along one tour.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Route, expect

from fieldkit.forms.library import practice_form
from fieldkit.i18n.pack import TABLET_NOTE, language_pack
from fieldkit.i18n.sources import find_messages
from tests.journeys.conftest import LiveServer
from tests.journeys.focus import focus_faults
from tests.journeys.screens import SETTLED, faults_of, probe
from tests.journeys.tablets import Tablet, enrol, publish

Screens = Callable[[Tablet, LiveServer, str], Iterator[str]]
"""Takes a tablet that has not joined, its study, and the token of a way in."""


class Tour(NamedTuple):
    """Screens and what the study needs for them.

    Attributes:
        forms: XLSForms as Markdown.
        screens: opens them.
        prepare: what else the study needs; it may be called again on the same study.
    """

    forms: tuple[str, ...]
    screens: Screens
    prepare: Callable[[LiveServer], None] = lambda _: None


class Look(NamedTuple):
    """How the tablet looks; `axe` goes along once from left to right and once from right to left, for it is slow."""

    language: str
    scheme: Any
    width: int
    height: int
    axe: bool = False

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


LOOKS = [
    Look("en", "light", 800, 1280, axe=True),
    Look("ar", "dark", 320, 640, axe=True),
    Look("uk", "light", 320, 640),
    Look("it", "dark", 360, 740),
]


def tablet_in(browser: Browser, study: LiveServer, tour: Tour, width: int, height: int, **options: Any) -> Tablet:
    """Return a tablet at its first screen, in a study that has what the tour needs."""
    for form in tour.forms:
        publish(study.folder, form)
    tour.prepare(study)
    view = {"width": width, "height": height}
    # For axe and the probes, which the test brings; the other journeys run under the policy.
    return Tablet(browser, study.url, viewport=view, reduced_motion="reduce", bypass_csp=True, **options)


def seen(
    tablet: Tablet, study: LiveServer, tour: Tour, look: Callable[[], list[str]], name: str = "Tablet 7"
) -> dict[str, list[str]]:
    """Go along the tour; return what `look` found, by screen."""
    found = {}
    for screen in tour.screens(tablet, study, enrol(study.folder, name).token):
        tablet.page.evaluate(SETTLED)
        tablet.page.evaluate("scrollTo(0, 0)")
        if faults := look():
            found[screen] = faults
    assert tablet.problems == [], tablet.problems
    tablet.close()
    return found


def faults_along(browser: Browser, study: LiveServer, tour: Tour, look: Look) -> dict[str, list[str]]:
    """Return what is wrong for a thumb, an eye, a reader of screens and large text."""
    tablet = tablet_in(browser, study, tour, look.width, look.height, color_scheme=look.scheme)
    tablet.open()
    tablet.speak(look.language)
    return seen(tablet, study, tour, lambda: faults_of(tablet.page, axe=look.axe))


def rings_along(
    browser: Browser, study: LiveServer, tour: Tour, scheme: Any, width: int, height: int
) -> dict[str, list[str]]:
    """Return where the focus is not seen, or lies under a bar."""
    tablet = tablet_in(browser, study, tour, width, height, color_scheme=scheme)
    known: set[str] = set()
    tablet.open()
    return seen(tablet, study, tour, lambda: focus_faults(tablet.page, known))


def marked(text: str) -> str:
    return f"⟦{text}⟧"


def pseudo_pack(direction: str) -> dict[str, Any]:
    """English, each message and name of a month or day in marks; from the sources, so that no catalogue lags."""
    pack = language_pack("en")
    for text in [found.text for found in find_messages() if TABLET_NOTE in found.notes]:
        counts = not isinstance(text, str)
        pack["messages"][text[0] if counts else text] = [marked(each) for each in text] if counts else marked(str(text))
    for names in ("months", "shortMonths", "monthsAlone", "days"):
        pack["dates"][names] = [marked(name) for name in pack["dates"][names]]
    pack["lists"] = {name: marked(between) for name, between in pack["lists"].items()}
    return {**pack, "direction": direction}


def data_of_the_study() -> list[str]:
    """What the study and its forms are called and say, and how languages call themselves: no words of ours."""
    names = ["First year in Marenza", "visit", "Practice", "English", "Italiano", "العربية", "Українська"]
    found = re.search(r"\| note \| welcome \| ([^|]+) \|", practice_form().content.decode())
    assert found is not None
    return [*names, *(part.strip() for part in found.group(1).split("**") if part.strip())]


def words_along(browser: Browser, study: LiveServer, tour: Tour, direction: str) -> dict[str, list[str]]:
    """Return the words that did not come through the catalogue, in the pseudo-locale."""
    body = json.dumps(pseudo_pack(direction), ensure_ascii=False)

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=body)

    # Without its worker the app asks the network for its words, where the test can answer.
    tablet = tablet_in(browser, study, tour, 800, 1280, service_workers="block")
    tablet.context.route("**/tablet/i18n/en.json", answer)
    tablet.open()
    expect(tablet.page.locator(f"html[dir={direction}]")).to_be_attached()
    unmarked, data = probe("unmarked"), data_of_the_study()
    return seen(tablet, study, tour, lambda: list(tablet.page.evaluate(unmarked, data)), marked("Tablet 7"))
