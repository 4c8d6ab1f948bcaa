"""Every screen of the shell can be used by everyone: in English and Arabic, light and dark, wide and narrow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LiveServer
from tests.journeys.tablets import Tablet, enrol, joined_tablet, publish

pytestmark = pytest.mark.journey

AXE = Path(__file__).parent.parent.parent / "node_modules/axe-core/axe.min.js"


def probe(name: str) -> str:
    """A function that looks for faults in the page as it stands."""
    return (Path(__file__).parent / "probes" / f"{name}.js").read_text(encoding="utf-8").partition("\n")[2]


def check(tablet: Tablet, screen: str) -> list[str]:
    """What is wrong with the screen as it stands."""
    page = tablet.page
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    faults = [f"axe {one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]
    faults += page.evaluate(probe("targets")) + page.evaluate(probe("contrast"))
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("scrolls sideways")
    return [f"{screen}: {fault}" for fault in faults]


@pytest.fixture(
    params=[
        ("en", "light", 800, 1280),
        ("ar", "dark", 800, 1280),
        ("ar", "light", 320, 640),
        ("en", "dark", 320, 640),
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
    tablet.page.locator(f"#language-{language}").click()
    expect(tablet.page.locator(f"html[lang={language}]")).to_be_attached()
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


def test_every_screen_can_be_used_by_everyone(tablet: Tablet, study: LiveServer) -> None:
    faults = check(tablet, "enrol")
    tablet.open(f"#enrol={enrol(study.folder).token}")
    expect(tablet.page.locator("#start-0")).to_be_visible()
    expect(tablet.page.locator("#look")).to_be_enabled()
    faults += check(tablet, "to do")
    for route, needed in {"about": "#home", "help": "#home", "enrol": "#join"}.items():
        tablet.open(f"#/{route}")
        expect(tablet.page.locator(needed)).to_be_visible()
        faults += check(tablet, route)
    for expected in ("locked", "left"):
        tablet.context.set_offline(True)
        tablet.open("#/todo")
        tablet.page.locator("#start-0").click()
        tablet.field().fill("x")
        expect(tablet.page.locator(".pill.kept.ok")).to_be_visible()
        if expected == "left":
            break
        for _ in range(2):
            tablet.page.locator(".form-foot .go").click()
        tablet.page.locator(".form-foot .lock button").click()
        expect(tablet.count("ready")).to_have_text("1")
    faults += visit_trays(tablet)
    assert faults == []


def visit_trays(tablet: Tablet) -> list[str]:
    """The trays with something in each."""
    faults: list[str] = []
    for tray in ("unfinished", "ready"):
        tablet.open(f"#/{tray}")
        expect(tablet.page.locator("article").first).to_be_visible()
        faults += check(tablet, tray)
    tablet.open("#/unfinished")
    tablet.page.locator("#discard-0").click()
    expect(tablet.page.locator("#delete")).to_be_visible()
    faults += check(tablet, "delete")
    tablet.open("#/ready")
    conflict = '{"code":"409.instance-differs","what":"Other answers are here.","where":"","remedy":"Ask."}'
    tablet.context.route(
        "**/tablet/api/envelopes",
        lambda route: route.fulfill(status=409, content_type="application/json", body=conflict),
    )
    tablet.context.set_offline(False)
    expect(tablet.page.locator("#needs-you")).to_be_visible()
    faults += check(tablet, "something needs you")
    tablet.page.locator("#needs-you").click()
    expect(tablet.page.locator("#again-0")).to_be_visible()
    faults += check(tablet, "needs you")
    tablet.context.unroute("**/tablet/api/envelopes")
    tablet.page.locator("#again-0").click()
    expect(tablet.count("sent")).to_have_text("1")
    tablet.tray("sent")
    expect(tablet.page.locator("#receipt-0")).to_be_visible()
    faults += check(tablet, "sent")
    tablet.page.locator("#receipt-0").click()
    expect(tablet.page.locator("dl.facts")).to_be_visible()
    return faults + check(tablet, "receipt")


def test_the_language_stays_over_a_restart_and_the_page_turns_with_it(browser: Browser, study: LiveServer) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.page.locator("#language-ar").click()
        expect(tablet.page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
        tablet.context.set_offline(True)
        tablet.page.close()
        tablet.new_tab()
        tablet.open()
        expect(tablet.page.locator("html[lang=ar][dir=rtl]")).to_be_attached()
        tablet.page.locator("#language-it").click()
        expect(tablet.page.locator("html[lang=it][dir=ltr]")).to_be_attached()
