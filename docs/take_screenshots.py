"""Takes the pictures of the documentation from a running demonstration, after `make demo`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from fieldkit.demo.build import read_card

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHOSEN = {"age": 3, "child_present": 1}
"""Which choice of a question of the interview is taken; of the others the first."""
TICKED = (1, 2, 6)
"""What would help: the language, a place to live, advice on rights and procedures."""
PICTURES = {"en": "needs", "ar": "slip"}
"""The question of the interview that is shown in each language."""


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
    """Write two pictures of a tablet that joined by `link`: a question in English, and the slip in Arabic."""
    page = browser.new_page(viewport={"width": 800, "height": 1000}, color_scheme="light", locale="en-GB")
    page.goto(link)
    page.locator("#person-name").fill("Amina")
    page.locator("#name-given").click()
    page.locator("#digits").click()
    for digit in "190364" * 2:
        page.locator(f"#key-{digit}").click()
    page.locator("#walk-skip").click()
    for language, question in PICTURES.items():
        page.goto(f"{link.partition('#')[0]}#/todo")
        page.locator("#language").select_option(language)
        page.locator(f"html[lang={language}]").wait_for()
        page.locator("#start-0").click()
        go_to(page, question)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=IMAGES / f"tablet-{language}.png")


def go_to(page: Page, question: str) -> None:
    """Answer the interview's choices up to a question, leaving the rest open; tick some of what would help."""
    while True:
        asked = page.locator("main section.asked").first
        asked.wait_for()
        name = str(asked.get_attribute("data-question"))
        choices = asked.locator(".choice")
        for at in () if choices.count() == 0 else TICKED if name == "needs" else (CHOSEN.get(name, 0),):
            choices.nth(at).click()
            page.locator(".pill.kept.ok").wait_for()
        if name == question:
            return
        page.locator(".form-foot .go").click()
        if page.locator("main .trouble:visible").count():
            page.locator(".form-foot button:visible").nth(1).click()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".demo"
    take(folder, sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium")
