"""The few things that every tour does on a tablet: go, tap, wait for what comes, name the screen that stands then.

Screens are opened by ids and classes and never by words, so that one list serves every language and the pseudo-locale.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import Tablet

ME = "⟦Amina⟧"
API = "**/tablet/api"
ENVELOPES = f"{API}/envelopes"


@dataclass
class Steps:
    """A person's steps on one tablet.

    Attributes:
        token: of a way into the study.
    """

    tablet: Tablet
    study: LiveServer
    token: str

    @property
    def page(self) -> Page:
        return self.tablet.page

    def see(self, name: str, needed: str, tap: str = "") -> str:
        """Tap something, if anything; return the name of the screen once what makes it that screen stands there."""
        if tap:
            self.page.locator(tap).first.click()
        expect(self.page.locator(needed).first).to_be_visible()
        return name

    def tap(self, *selectors: str) -> None:
        for selector in selectors:
            self.page.locator(selector).first.click()

    def go(self, route: str, needed: str) -> str:
        """Open an address within the page, as a link does; return its name."""
        self.page.evaluate("(hash) => { location.hash = hash; }", f"#/{route}")
        return self.see(route, needed)

    def begin(self, title: str = "⟦A visit⟧") -> None:
        """Start a form from the list."""
        self.go("todo", "#start-0")
        expect(self.page.locator("#look")).to_be_enabled()
        self.page.locator("article", has_text=title).locator("[id^=start-]").click()

    def answer(self, words: str = "⟦x⟧") -> None:
        """Write into the question on the screen, and wait until it is kept."""
        expect(self.tablet.field()).to_be_visible()
        self.tablet.field().fill(words)
        expect(self.page.locator(".pill.kept.ok")).to_be_visible()

    def next(self, times: int = 1) -> None:
        self.tap(*[".form-foot .go"] * times)

    def lock(self) -> None:
        self.tap(".form-foot .lock button")

    def write_one(self) -> None:
        """One record of `FORM`, locked."""
        self.begin()
        self.answer()
        self.next(3)
        self.lock()

    def meet(self, address: str, **answer: Any) -> None:
        """From now on the network answers so in the server's place."""
        self.tablet.context.route(address, lambda route: route.fulfill(**answer))

    def cut(self, address: str) -> None:
        """From now on nothing comes through."""
        self.tablet.context.route(address, _cut)

    def hold(self, address: str) -> list[Route]:
        """From now on nothing is answered before the test answers it."""
        held: list[Route] = []

        def keep(route: Route) -> None:
            held.append(route)

        self.tablet.context.route(address, keep)
        return held

    def mend(self, *addresses: str) -> None:
        for address in addresses:
            self.tablet.context.unroute(address)

    def come_into_reach(self) -> None:
        """The network comes back; the tablet may have tried again by itself a moment before."""
        self.page.evaluate("window.dispatchEvent(new Event('online')) && null")


def _cut(route: Route) -> None:
    route.abort("connectionreset")
