"""Opens forms in the app as a person has it: enrolled, with a PIN, everything kept by the service worker."""

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, Page, expect

from fieldkit.config import Settings, save_settings
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.forms import add_form
from tests.journeys.conftest import LiveServer, free_port
from tests.journeys.tablets import PIN, Tablet, enrol, opened

SLOWER = 4
"""How much slower than this machine's the processor of a cheap tablet is taken to be."""

# What stands there is waited for without asking again and again, and counts when it is painted.
WAIT = """const met = (selector) => new Promise((done) => {
    const look = () => { const found = document.querySelector(selector); if (found) done(found); return found; };
    if (look()) return;
    const watch = new MutationObserver(() => look() && watch.disconnect());
    watch.observe(document, { childList: true, subtree: true, attributes: true });
  });
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"""

# The digits come at once, and the tap when the list is painted: nothing is prepared while a person would be thinking.
FROM_CLOSED = f"""async ([pin, form]) => {{
  {WAIT}
  await met('#key-0');
  await painted();
  const asked = performance.now();
  for (const digit of pin) (await met(`#key-${{digit}}`)).click();
  await met('#look');
  await painted();
  const tapped = performance.now();
  location.hash = form;
  await met('.form-foot .go');
  await painted();
  const first = performance.now();
  return {{ asked, unlocked: tapped - asked, tapped: first - tapped, first }};
}}"""

AGAIN = f"""async (form) => {{
  {WAIT}
  location.hash = '#/todo';
  await met('#look');
  await painted();
  const tapped = performance.now();
  location.hash = form;
  await met('.form-foot .go');
  await painted();
  const first = performance.now();
  document.querySelector('.form-foot .go').click();
  await painted();
  return {{ again: first - tapped, next: performance.now() - first }};
}}"""


@dataclass(frozen=True)
class Form:
    """A form as it is published: its id and version, and the file that a coordinator brings."""

    id: str
    version: str
    name: str
    content: bytes

    @property
    def key(self) -> str:
        """By which the tablet knows it, as `formKey` writes it."""
        return json.dumps([self.id, self.version], separators=(",", ":"))


def slow_down(page: Page) -> None:
    """Let the page's processor be as slow as a cheap tablet's."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def measured_study(folder: Path) -> Iterator[LiveServer]:
    """A running server over a new project in this folder, keys and all."""
    os.environ["FIELDKIT_KEYS"] = str(folder / "keys")
    project = folder / "project"
    project.mkdir()
    save_settings(project, Settings(project_id="measured", title="Measured"))
    save_keys("measured", generate_keys())
    server = LiveServer(project, free_port())
    server.start()
    yield server
    server.stop()


@contextmanager
def tablet_with(browser: Browser, folder: Path, forms: Iterable[Form]) -> Iterator[Tablet]:
    """An enrolled tablet that has the forms, works without network from now on, and is slow."""
    with measured_study(folder) as server:
        for form in forms:
            publish(server.folder, form)
        tablet = Tablet(browser, server.url)
        tablet.enrol(enrol(server.folder).token)
        for form in forms:
            expect(start_of(tablet.page, form)).to_be_visible()
        tablet.wait_until_kept_offline()
        tablet.offline()
        slow_down(tablet.page)
        yield tablet
        tablet.close()


def publish(folder: Path, form: Form) -> None:
    """As a coordinator does at the desk; labels without a language are English."""
    with opened(folder) as project:
        add_form(
            project,
            name=form.name,
            content=form.content,
            media={},
            language_codes={"default": "en"},
            actor="command",
            now=datetime.now(UTC),
            new_id=lambda: str(uuid.uuid4()),
        )


def start_of(page: Page, form: Form) -> Locator:
    """What is tapped to begin the form; before a visit other screens come, which need no engine."""
    return page.locator(f"main article a[href*='{form.id}']")


def opened_from_closed(tablet: Tablet, form: Form) -> dict[str, float]:
    """Open the app, give the PIN, open the form, leave it and open it again, answer nothing.

    Returns milliseconds: `asked` from opening the app until the pad for the PIN is painted, `unlocked` from its digits
    to the list, `tapped` from there to the first question, `first` all of it; `again` when the app has had the form
    open before; `next` from *Next* to the paint after it. And `heap` in bytes, after a collection, the form open.
    """
    page = tablet.page
    page.goto("about:blank")
    page.goto(f"{tablet.url}/tablet/", wait_until="commit")
    address = "#/start/" + quote(form.key, safe="")
    figures: dict[str, float] = page.evaluate(FROM_CLOSED, [PIN, address])
    figures |= page.evaluate(AGAIN, address)
    return figures | {"heap": heap_after_collection(page)}


def heap_after_collection(page: Page) -> float:
    """Bytes of JavaScript objects that are still needed."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    return float(devtools.send("Runtime.getHeapUsage")["usedSize"])
