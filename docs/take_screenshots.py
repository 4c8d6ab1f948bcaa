"""Takes the pictures of the documentation from a running demonstration, after `make demo`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from fieldkit.demo.build import read_card

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHOICES = 3
"""A question with so many choices is worth a picture."""


def take(demonstration: Path, chromium: str) -> None:
    """Write the pictures below docs/images from the demonstration in `demonstration`."""
    card = read_card(demonstration)
    if card is None:
        sys.exit("There is no demonstration: run `make demo` first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 820}, color_scheme="light")
        page.goto(f"{card.browse_url}/")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=IMAGES / "findings.png")
        take_tablet(browser, card.tablet_url)
        browser.close()


def take_tablet(browser: Browser, link: str) -> None:
    """Write two pictures of a tablet that joined by `link`: a question in English, and one in Arabic."""
    page = browser.new_page(viewport={"width": 800, "height": 1000}, color_scheme="light", locale="en-GB")
    page.goto(link)
    page.locator("#person-name").fill("Amina")
    page.locator("#name-given").click()
    page.locator("#digits").click()
    for digit in "190364" * 2:
        page.locator(f"#key-{digit}").click()
    for form, language in enumerate(("en", "ar")):
        page.goto(f"{link.partition('#')[0]}#/todo")
        page.locator("#language").select_option(language)
        page.locator(f"html[lang={language}]").wait_for()
        page.locator(f"#start-{form}").click()
        answer_a_choice(page)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=IMAGES / f"tablet-{language}.png")


def answer_a_choice(page: Page) -> None:
    """Go on to a question with several choices, leaving the others open, and choose one."""
    page.locator(".form-foot .go").wait_for()
    while page.locator("main .choice").count() < CHOICES:
        page.locator(".form-foot .go").click()
        if page.locator("main .trouble:visible").count():
            page.locator(".form-foot button:visible").nth(1).click()
    page.locator("main .choice").nth(1).click()
    page.locator(".pill.kept.ok").wait_for()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".demo"
    take(folder, sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium")
