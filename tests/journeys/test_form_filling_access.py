"""What a thumb, an eye and a screen reader need of every screen of a form, in English and in Arabic."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fieldkit.i18n.pack import language_pack
from tests.journeys.faults import PROBES, faults_of
from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness, form_of
from tests.journeys.test_form_filling_screen import VISIT

pytestmark = pytest.mark.journey

FORMS = Path(__file__).parent / "forms"
LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]

TOWNS = "".join(f"| | towns | t{number} | Town {number} | مدينة {number} |\n" for number in range(1, 60))


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return form_of((FORMS / "every_kind.md").read_text(encoding="utf-8") + TOWNS, languages=LANGUAGES)


def on_every_screen(harness: Harness, check: Callable[[], list[str]]) -> dict[str, list[str]]:
    """Walk through the form without an answer, messages and review included; what was found by question."""
    found: dict[str, list[str]] = {}
    for place in range(200):
        name = harness.page.locator("main [role=heading]:visible, main h1").first.inner_text()
        found[f"{place} {name}"] = check()
        if harness.page.locator("main .review").count():
            return {where: what for where, what in found.items() if what}
        harness.page.locator(".form-foot .go").click()
        if harness.page.locator("main .trouble:visible").count():
            found[f"{place} {name} with a message"] = check()
            harness.page.locator(".form-foot button").nth(1).click()
    raise AssertionError("the form did not end")


def open_in(harness: Harness, form: dict[str, Any], code: str) -> None:
    harness.open(form, language=code)
    harness.page.evaluate(
        "(code) => Object.assign(document.documentElement, { lang: code, dir: code === 'ar' ? 'rtl' : 'ltr' })", code
    )


@pytest.mark.parametrize(
    ("code", "width", "scheme", "answered", "axe"),
    [
        ("en", 800, "light", True, True),
        ("ar", 320, "dark", False, True),
        ("uk", 360, "light", False, False),
        ("it", 640, "dark", True, False),
    ],
)
def test_requirements_01_03_04_08_hold_on_every_question_in_every_language(
    harness: Harness, form: dict[str, Any], code: str, width: int, scheme: Any, answered: bool, axe: bool
) -> None:
    """Targets, texts, contrast, reflow with large and spaced text; axe from left to right and from right to left."""
    harness.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    harness.page.set_viewport_size({"width": width, "height": 1280})
    pack = language_pack(code)
    harness.call("usePack", pack)
    harness.open(form, language="ar" if code == "ar" else "en")

    def check() -> list[str]:
        if answered:
            Filler(harness.page, say=lambda words: str(pack["messages"].get(words) or words)).fill_screen()
        return faults_of(harness.page, axe=axe)

    assert on_every_screen(harness, check) == {}


def test_a_new_screen_is_read_from_its_heading_and_a_message_takes_the_focus(harness: Harness) -> None:
    harness.open(
        form_of("| survey |\n| | type | name | label | required |\n| | text | a | A? | yes |\n| | text | b | B? | |")
    )
    harness.page.get_by_role("button", name="Next").click()
    expect(harness.page.locator(".trouble:focus")).to_be_visible()
    harness.page.get_by_role("button", name="Leave it for now").click()
    expect(harness.page.locator(":focus")).to_have_text("B?")


def test_a_message_is_said_once_of_one_answer(harness: Harness) -> None:
    """On leaving the answer or at Next, whichever comes first, at no key; at Next after that the question is read."""
    page, told = harness.page, "Less than 600."
    page.add_init_script((PROBES / "heard.js").read_text(encoding="utf-8"))
    harness.load()
    harness.open(form_of(VISIT, languages=LANGUAGES))
    harness.call("set", "/data/place", "Help desk")
    page.get_by_role("button", name="Next").click()
    wait = page.get_by_role("textbox", name="How long?")
    wait.fill("700")
    page.locator(".form-head .help").focus()
    expect(page.locator(".trouble .grow")).to_have_text(told)
    assert said(page, told) == 1
    page.get_by_role("button", name="Next").click()
    expect(page.locator("main .question")).to_be_focused()
    assert said(page, told) == 1
    wait.press_sequentially("1")
    expect(wait).to_have_value("1700")
    assert said(page, told) == 1
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".trouble")).to_be_focused()
    assert said(page, told) == 2, "of another answer it is news"


def said(page: Page, told: str) -> int:
    """How often a reader of screens has said so."""
    return sum(told in words for words in page.evaluate("() => window.heard"))


def test_a_list_can_be_put_in_order_by_keyboard_alone(harness: Harness) -> None:
    harness.open(
        form_of(
            "| survey |\n| | type | name | label |\n| | rank list | a | Order? |\n| choices |\n"
            "| | list_name | name | label |\n| | list | one | One |\n| | list | two | Two |\n| | list | three | Three |"
        )
    )
    harness.page.get_by_role("button", name="Move up: Three").focus()
    harness.page.keyboard.press("Enter")
    harness.page.keyboard.press("Enter")
    expect(harness.page.locator(".ranking .words")).to_have_text(["Three", "One", "Two"])
    expect(harness.page.locator(":focus")).to_have_attribute("aria-label", "Move down: Three")
