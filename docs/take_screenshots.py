"""Takes the pictures of the documentation from a running demonstration, after `make demo`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from fieldkit.demo.build import read_card

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"


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
        browser.close()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".demo"
    take(folder, sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium")
