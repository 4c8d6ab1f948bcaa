"""How soon a tablet shows the first question, beside the engine alone, on a processor slowed down four times.

The engine alone is a page that holds nothing else, loaded from the server, until a program could answer the form. The
tablet is enrolled and closed; everything is on it, and the network is gone. The app is opened, the PIN is given without
a moment's thought, and the form is opened when the list is there.
"""

import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.opening import SLOWER, Form, opened_from_closed, slow_down, tablet_with
from fieldkit.forms.xlsform import compile_form
from tests.journeys.chromium import CHROMIUM_FLAGS, chromium_path
from tests.journeys.form_harness import build_harness, serve_folder
from tests.journeys.tablets import Tablet

LIBRARY = Path(__file__).parent.parent / "fieldkit/forms/library"
ROUNDS = 5
ENGINE_ALONE = """async (form) => {
  await window.harness.open({ form, draw: false });
  return window.harness.engineReady;
}"""


def visit_form() -> Form:
    """The service contact of the library, in its four languages."""
    return Form("fieldkit-service-contact", "2", "service-contact.md", (LIBRARY / "service-contact.md").read_bytes())


def long_form() -> Form:
    """Three hundred questions, every third of them relevant to the one before it."""
    rows = ["| settings |", "| | form_title | form_id | version |", "| | Long | long | 1 |", "| survey |"]
    rows.append("| | type | name | label | relevant |")
    for number in range(100):
        rows.append(f"| | select_one yn | s{number} | Choice {number}? | |")
        rows.append(f"| | text | t{number} | Why, at {number}? | ${{s{number}}} != 'no' |")
        rows.append(f"| | integer | i{number} | How many, at {number}? | |")
    rows += ["| choices |", "| | list_name | name | label |", "| | yn | yes | Yes |", "| | yn | no | No |"]
    return Form("long", "1", "long.md", "\n".join(rows).encode())


def compiled(form: Form) -> dict[str, Any]:
    """The form as the page of the harness takes it."""
    made = compile_form(form.name, form.content, language_codes={"default": "en"})
    languages = [{"name": language.name, "code": language.code} for language in made.languages]
    return {"xform": made.tablet_xform.decode(), "version": made.version, "languages": languages}


def main() -> None:
    """Print seconds (medians) and the heap, for a form of a visit and for a long one."""
    print(f"\nFirst question on a tablet, processor slowed {SLOWER} times, medians of {ROUNDS}")
    print(f"(load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors):")
    forms = {"visit form": visit_form(), "300 questions": long_form()}
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        harness = Path(temporary) / "harness"
        build_harness(harness)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        with serve_folder(harness) as url, tablet_with(browser, Path(temporary), forms.values()) as tablet:
            for name, form in forms.items():
                print(f"  {name:14} {_figures(browser, url, tablet, form)}")
        browser.close()


def _figures(browser: Browser, url: str, tablet: Tablet, form: Form) -> str:
    """Engine and tablet by turns, so that both meet the same machine."""
    alone, rounds = [], []
    for _ in range(ROUNDS):
        alone.append(engine_alone(browser, url, form))
        rounds.append(opened_from_closed(tablet, form))
    engine = statistics.median(alone) / 1000
    median = {name: statistics.median(each[name] for each in rounds) / 1000 for name in rounds[0]}
    return (
        f"engine alone {engine:.2f} s, from the closed app {median['first']:.2f} s ({median['first'] - engine:+.2f}): "
        f"{median['asked']:.2f} s until the PIN is asked, {median['unlocked']:.2f} s from the PIN to the list, "
        f"{median['tapped']:.2f} s from there to the question; opened again {median['again']:.2f} s, "
        f"Next {median['next']:.2f} s, heap after collection {median['heap'] / 1000:.0f} MB"
    )


def engine_alone(browser: Browser, url: str, form: Form) -> float:
    """One load in a fresh profile: milliseconds from the navigation until the engine has the form ready."""
    context = browser.new_context(viewport={"width": 800, "height": 1280})
    page = context.new_page()
    slow_down(page)
    page.goto(url)
    page.locator("html[data-started=yes]").wait_for(state="attached")
    ready = float(page.evaluate(ENGINE_ALONE, compiled(form)))
    context.close()
    return ready


if __name__ == "__main__":
    main()
