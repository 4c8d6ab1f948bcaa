"""How soon a tablet shows the first question, beside the engine alone, on a processor slowed down four times."""

import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from fieldkit.forms.xlsform import compile_form
from tests.journeys.conftest import CHROMIUM_FLAGS, chromium_path
from tests.journeys.form_harness import build_harness, serve_folder

LIBRARY = Path(__file__).parent.parent / "fieldkit/forms/library"
SLOWER = 4
ROUNDS = 5
OPEN = """async ([form, draw]) => {
  await window.harness.open({ form, draw });
  if (draw) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return { first: draw ? performance.now() : window.harness.engineReady, engine: window.harness.engineReady };
}"""
AGAIN = """async (form) => {
  const began = performance.now();
  await window.harness.open({ form, draw: true });
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - began;
}"""
NEXT = """async () => {
  const began = performance.now();
  document.querySelector('.form-foot .go').click();
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - began;
}"""


def visit_form() -> dict[str, Any]:
    """The service contact of the library, in its three languages."""
    return _published("service-contact.md", (LIBRARY / "service-contact.md").read_bytes())


def long_form() -> dict[str, Any]:
    """Three hundred questions, every third of them relevant to the one before it."""
    rows = ["| survey |", "| | type | name | label | relevant |"]
    for number in range(100):
        rows.append(f"| | select_one yn | s{number} | Choice {number}? | |")
        rows.append(f"| | text | t{number} | Why, at {number}? | ${{s{number}}} != 'no' |")
        rows.append(f"| | integer | i{number} | How many, at {number}? | |")
    rows += ["| choices |", "| | list_name | name | label |", "| | yn | yes | Yes |", "| | yn | no | No |"]
    return _published("long.md", "\n".join(rows).encode())


def _published(name: str, content: bytes) -> dict[str, Any]:
    compiled = compile_form(name, content, language_codes={"default": "en"})
    languages = [{"name": language.name, "code": language.code} for language in compiled.languages]
    return {"xform": compiled.tablet_xform.decode(), "version": compiled.version, "languages": languages}


def main() -> None:
    """Print seconds (medians) and the heap of the long form."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        build_harness(Path(temporary))
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        with serve_folder(Path(temporary)) as url:
            print(f"\nFirst question on a tablet, processor slowed {SLOWER} times, medians of {ROUNDS}:")
            for name, form in (("visit form", visit_form()), ("300 questions", long_form())):
                print(f"  {name:14} {_figures(browser, url, form)}")
        browser.close()


def _figures(browser: Browser, url: str, form: Mapping[str, Any]) -> str:
    alone, shown, own, again, next_, heaps = [], [], [], [], [], []
    for _ in range(ROUNDS):
        alone.append(_cold(browser, url, form, draw=False)["first"])
        drawn = _cold(browser, url, form, draw=True)
        shown.append(drawn["first"])
        own.append(drawn["first"] - drawn["engine"])
        again.append(drawn["again"])
        next_.append(drawn["next"])
        heaps.append(drawn["heap"])
    measured = (alone, shown, own, again, next_)
    engine, first, screen, warm, step = (statistics.median(times) / 1000 for times in measured)
    heap = statistics.median(heaps) / 1e6
    return (
        f"engine alone {engine:.2f} s, with the screen {first:.2f} s (+{first - engine:.2f}), "
        f"from engine ready to painted in one load {screen:.2f} s, "
        f"opened again {warm:.2f} s, Next {step:.2f} s, heap after collection {heap:.0f} MB"
    )


def _cold(browser: Browser, url: str, form: Mapping[str, Any], *, draw: bool) -> dict[str, float]:
    """One cold load in a fresh profile: milliseconds since navigation, and what follows on the same page."""
    context = browser.new_context(viewport={"width": 800, "height": 1280})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url)
    page.locator("html[data-started=yes]").wait_for(state="attached")
    figures: dict[str, float] = page.evaluate(OPEN, [form, draw])
    if draw:
        figures |= _following(page, devtools, form)
    context.close()
    return figures


def _following(page: Page, devtools: CDPSession, form: Mapping[str, Any]) -> dict[str, float]:
    again, next_ = float(page.evaluate(AGAIN, form)), float(page.evaluate(NEXT))
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return {"again": again, "next": next_, "heap": float(heap)}


if __name__ == "__main__":
    main()
