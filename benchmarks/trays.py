"""How soon a tray with two hundred records stands there, and a key that was pressed, on a slowed processor."""

import os
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from benchmarks.opening import SLOWER, measured_study, slow_down
from benchmarks.tablet import compiled, long_form
from tests.journeys.chromium import CHROMIUM_FLAGS, chromium_path
from tests.journeys.conftest import LiveServer
from tests.journeys.crowded import crowd_outbox
from tests.journeys.form_harness import Harness, build_harness, serve_folder
from tests.journeys.tablets import Tablet, enrol, publish, take_photo

MANY = 200
ROUNDS = 5
KEYS = 100

# Each draft is written by the app itself, under the person's key, as by somebody who answers once and leaves.
WRITE_DRAFTS = """async (many) => {
  const until = async (found) => {
    while (!found()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  for (let at = 0; at < many; at += 1) {
    location.hash = '#/todo';
    await until(() => document.querySelector('#start-0'));
    location.hash = document.querySelector('#start-0').getAttribute('href');
    await until(() => document.querySelector('main :is(textarea, input[type=text])'));
    const field = document.querySelector('main :is(textarea, input[type=text])');
    field.value = `Draft ${at}`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => document.querySelector('.pill.kept.ok'));
  }
}"""

SHOW = """async ([tray, many]) => {
  const began = performance.now();
  location.hash = `#/${tray}`;
  while (document.querySelectorAll('main article').length < many) await new Promise((resolve) => setTimeout(resolve));
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - began;
}"""

LISTEN = """() => {
  window.paints = [];
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => window.paints.push(performance.now() - timeStamp)));
  }, true);
}"""


@dataclass(frozen=True)
class Shown:
    """Medians in milliseconds: what a person waits from the tap to the painted list, and the work in it."""

    waited: float
    worked: float


def main() -> None:
    """Print milliseconds: medians for the trays, the 95th percentile for keys; and how busy the machine was.

    A tray is there when every row is in the page (for readers, for the keyboard, for search) and what is on the screen
    is painted. The work of the page's thread hardly depends on what else the machine does; what is waited for does.
    """
    print(f"\nTrays with {MANY} records and keys in 300 questions, processor slowed {SLOWER} times")
    print(f"(load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors):")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        print(f"  a key to its paint, p95 of {KEYS}: {key_to_paint(browser, Path(temporary)):.0f} ms")
        for tray, times in trays(browser, Path(temporary)).items():
            print(
                f"  {tray:10} {times.waited:.0f} ms; work of the page's thread, {SLOWER} times: {times.worked:.0f} ms"
            )
        browser.close()


def key_to_paint(browser: Browser, folder: Path) -> float:
    """Return milliseconds within which 95 of 100 letters typed into the long form are on the screen."""
    build_harness(folder / "harness")
    with serve_folder(folder / "harness") as url:
        page = browser.new_page(viewport={"width": 800, "height": 1280})
        harness = Harness(page, url)
        harness.open(compiled(long_form()))
        page.locator(".choice").first.click()
        page.locator(".form-foot .go").click()
        field = page.locator("main :is(textarea, input[type=text])")
        field.focus()
        slow_down(page)
        page.evaluate(LISTEN)
        page.keyboard.type("a" * KEYS, delay=150)
        expect(field).to_have_value("a" * KEYS)
        page.evaluate("() => new Promise((later) => setTimeout(later, 500))")
        times: list[float] = page.evaluate("window.paints")
        page.close()
    return statistics.quantiles(times, n=20)[-1]


def trays(browser: Browser, folder: Path) -> dict[str, Shown]:
    """Show a tray of drafts, and one of what waits with a photo."""
    with measured_study(folder) as server:
        return fill_and_show(browser, server, take_photo(folder / "photo.jpg"))


def fill_and_show(browser: Browser, server: LiveServer, photo: Path) -> dict[str, Shown]:
    """Fill both trays on one tablet without network, and open each in turn."""
    publish(server.folder)
    tablet = Tablet(browser, server.url)
    tablet.enrol(enrol(server.folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    tablet.offline()
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(photo)
    expect(tablet.page.locator(".preview img").first).to_be_visible()
    tablet.lock()
    crowd_outbox(tablet, MANY)
    tablet.page.evaluate(WRITE_DRAFTS, MANY)
    names = ("unfinished", "ready")
    worked = {name: work_of_showing(tablet.page, name) for name in names}
    slow_down(tablet.page)
    waited = {name: statistics.median(shown(tablet.page, name) for _ in range(ROUNDS)) for name in names}
    tablet.close()
    return {name: Shown(waited[name], worked[name]) for name in names}


def shown(page: Page, tray: str) -> float:
    """Milliseconds from the tap on a tray until all its rows are in the page and the screen is painted."""
    show_about(page)
    return float(page.evaluate(SHOW, [tray, MANY]))


def show_about(page: Page) -> None:
    """Another screen, without rows."""
    page.evaluate("() => { location.hash = '#/about'; }")
    expect(page.locator("dl.facts")).to_be_visible()


def work_of_showing(page: Page, tray: str) -> float:
    """Median milliseconds of processor time of the page's thread, on a processor that is not slowed, multiplied."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = []
    for _ in range(ROUNDS):
        show_about(page)
        before = busy(devtools)
        page.evaluate(SHOW, [tray, MANY])
        times.append(busy(devtools) - before)
    devtools.detach()
    return statistics.median(times) * SLOWER


def busy(devtools: CDPSession) -> float:
    """Milliseconds for which the page's thread has been at work so far."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(1000 * float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
