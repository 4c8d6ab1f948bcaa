"""Sends the checks along the tours: faults for everyone, the focus, words that were not translated.

A tour opens one screen after the other and yields its name. All tours stand in `TOURS`; together they show every
address of the app and every state that it knows by a name.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from playwright.sync_api import Browser, expect

from fieldkit.forms.library import practice_form
from fieldkit.i18n.pack import TABLET_NOTE, language_pack
from fieldkit.i18n.sources import find_messages
from tests.journeys import screens_of_app, screens_of_care, screens_of_sound, screens_of_trouble, screens_of_visits
from tests.journeys.conftest import LiveServer
from tests.journeys.faults import faults_of, probe
from tests.journeys.focus import focus_faults
from tests.journeys.steps import Steps
from tests.journeys.tablets import Tablet, enrol, publish


class Tour(NamedTuple):
    """Screens and what the study needs for them.

    Attributes:
        screens: opens them, on a tablet that stands at its first screen.
        languages: of the app in each of `FRAMES`; every tour speaks all four, and axe hears another one in each tour.
        forms: XLSForms as Markdown.
        prepare: what else the study needs; it may be called again on the same study.
    """

    screens: Callable[[Steps], Iterator[str]]
    languages: tuple[str, str, str, str]
    forms: tuple[str, ...] = (screens_of_app.FORM,)
    prepare: Callable[[LiveServer], None] = lambda _: None


TOURS = {
    "app": Tour(screens_of_app.screens, ("en", "ar", "uk", "it")),
    "care": Tour(screens_of_care.screens, ("ar", "uk", "it", "en")),
    "sound": Tour(screens_of_sound.screens, ("it", "ar", "uk", "en"), (), screens_of_sound.give_sounds),
    "trouble": Tour(screens_of_trouble.screens, ("uk", "ar", "en", "it")),
    "visits": Tour(
        screens_of_visits.screens,
        ("ar", "it", "en", "uk"),
        (screens_of_visits.INTERVIEW, screens_of_visits.CONTACT),
        screens_of_visits.give_numbers,
    ),
}


class Frame(NamedTuple):
    """How the tablet looks; `axe` and the rings of the focus, which are slow, go along in some."""

    scheme: Any
    width: int
    height: int
    axe: bool = False
    rings: bool = False

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}"


FRAMES = [
    Frame("light", 800, 1280, axe=True, rings=True),
    Frame("dark", 320, 640, axe=True),
    Frame("light", 320, 640),
    Frame("dark", 360, 740, rings=True),
]

# True when nothing was drawn anew for a moment: the network's answer is on the screen too. What runs by itself (a
# recorder, a player) is not waited out.
SETTLED = """() => new Promise((done) => {
  let timer = setTimeout(() => done(true), 400);
  setTimeout(() => done(true), 5000);
  const runs = '.recorder, .recording-bar, .playback, [role=timer]';
  const watch = new MutationObserver((changes) => {
    if (changes.every(({ target }) => target.closest(runs))) return;
    clearTimeout(timer);
    timer = setTimeout(() => done(true), 400);
  });
  watch.observe(document.getElementById('app'), { subtree: true, childList: true });
})"""

# Where the app is, in its own names.
WHERE = """() => {
  const barred = document.documentElement.dataset.barred;
  const step = /at-(\\w+)/.exec(document.querySelector('main.gate')?.className ?? '')?.[1];
  const views = { notices: 'main .notices', closing: 'main .closing', review: 'main .review', danger: 'main .danger',
    safety: '.form-screen .safety:not(.danger)', paused: 'main .paused', page: '.form-screen .asked' };
  const route = barred === 'no' ? [location.hash.replace(/^#\\/?/, '').split('/')[0] || 'todo'] : [];
  const shown = Object.keys(views).filter((view) => document.querySelector(views[view]));
  return [...route, ...(step ? [`gate ${step}`] : []), ...shown.map((view) => `view ${view}`)];
}"""


def tablet_in(browser: Browser, study: LiveServer, tour: Tour, frame: Frame = FRAMES[0], **options: Any) -> Tablet:
    """Return a tablet at its first screen, in a study that has what the tour needs."""
    for form in tour.forms:
        publish(study.folder, form)
    tour.prepare(study)
    view = {"width": frame.width, "height": frame.height}
    # For axe and the probes, which the test brings; the other journeys run under the policy.
    looks = {"color_scheme": frame.scheme, "reduced_motion": "reduce", "bypass_csp": True}
    return Tablet(browser, study.url, viewport=view, **looks, **options)


class Seen(NamedTuple):
    """What was met along a tour.

    Attributes:
        faults: what was wrong, by screen.
        places: where the app was, in its own names.
    """

    faults: dict[str, list[str]]
    places: set[str]

    def told(self) -> str:
        """The faults, a line each."""
        return "\n".join(f"{screen}: {fault}" for screen, faults in self.faults.items() for fault in faults)


def seen(tablet: Tablet, study: LiveServer, tour: Tour, look: Callable[[], list[str]], name: str = "Tablet 7") -> Seen:
    """Go along the tour and look at each screen."""
    found, places = {}, set()
    for screen in tour.screens(Steps(tablet, study, enrol(study.folder, name).token)):
        tablet.page.evaluate(SETTLED)
        tablet.page.evaluate("scrollTo(0, 0)")
        places |= set(tablet.page.evaluate(WHERE))
        if faults := look():
            found[screen] = faults
    assert tablet.problems == [], tablet.problems
    tablet.close()
    return Seen(found, places)


def faults_along(browser: Browser, study: LiveServer, tour: Tour, at: int) -> Seen:
    """Return what is wrong for a thumb, an eye, a reader of screens, large text, a keyboard, in frame number `at`."""
    frame = FRAMES[at]
    tablet = tablet_in(browser, study, tour, frame)
    known: set[str] = set()
    tablet.open()
    tablet.speak(tour.languages[at])

    def look() -> list[str]:
        faults = faults_of(tablet.page, axe=frame.axe) + list(tablet.page.evaluate(probe("always")))
        return faults + (focus_faults(tablet.page, known) if frame.rings else [])

    return seen(tablet, study, tour, look)


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
    names = ["First year in Marenza", "visit", "leaf.jpg", "Practice", "English", "Italiano", "العربية", "Українська"]
    found = re.search(r"\| note \| welcome \| ([^|]+) \|", practice_form().content.decode())
    assert found is not None
    return [*names, *(part.strip() for part in found.group(1).split("**") if part.strip())]


def words_along(browser: Browser, study: LiveServer, tour: Tour, direction: str) -> Seen:
    """Return the words that did not come through the catalogue, in the pseudo-locale."""
    body = json.dumps(pseudo_pack(direction), ensure_ascii=False)
    # Without its worker the app asks the network for its words, where the test can answer.
    tablet = tablet_in(browser, study, tour, service_workers="block")
    tablet.context.route(
        "**/tablet/i18n/en.json", lambda route: route.fulfill(content_type="application/json", body=body)
    )
    tablet.open()
    expect(tablet.page.locator(f"html[dir={direction}]")).to_be_attached()
    unmarked, data = probe("unmarked"), data_of_the_study()
    return seen(tablet, study, tour, lambda: list(tablet.page.evaluate(unmarked, data)), marked("Tablet 7"))
