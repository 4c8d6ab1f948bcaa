"""A researcher's tablet in a real Chromium: enrolled, with a small form, doing what a person does."""

import io
import random
import secrets
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from fieldkit.services.enrol import Enrolment, enrol_device
from fieldkit.services.forms import add_form
from fieldkit.store.project import Project, open_project
from tests.journeys.killable import KillableChromium

PERSON, PIN = "Amina", "190364"
"""Whom every tablet of the journeys belongs to, unless one says otherwise."""

CANARY = "canary-Zubeyda-7319"
"""What somebody typed: it must be nowhere on the tablet once the record is locked."""

VISIT = """
| survey |            |         |                    |                       |                     |
|        | type       | name    | label::English (en) | label::العربية (ar)   | required            |
|        | text       | what    | What happened?      | ماذا حدث؟             | yes                 |
|        | image      | leaflet | Photo of a leaflet  | صورة منشور            |                     |
| settings |          |         |                     |                       |                     |
|        | form_title | form_id | version             | default_language      |                     |
|        | A visit    | visit   | 1                   | English (en)          |                     |
"""

TALK = """
| survey   |            |         |                     |                  |
|          | type       | name    | label::English (en) |                  |
|          | audio      | voice   | In your own words?  |                  |
| settings |            |         |                     |                  |
|          | form_title | form_id | version             | default_language |
|          | A talk     | talk    | 1                   | English (en)     |
"""


@contextmanager
def opened(folder: Path) -> Iterator[Project]:
    """The project as a command opens it, beside a running server."""
    project = open_project(folder, now=datetime.now(UTC))
    try:
        yield project
    finally:
        project.close()


def publish(folder: Path, markdown: str = VISIT, media: dict[str, bytes] | None = None) -> None:
    with opened(folder) as project:
        add_form(
            project,
            name="visit.md",
            content=markdown.encode(),
            media=media or {},
            language_codes={},
            actor="command",
            now=datetime.now(UTC),
            new_id=lambda: str(uuid.uuid4()),
        )


def enrol(folder: Path, name: str = "Tablet 7") -> Enrolment:
    with opened(folder) as project:
        return enrol_device(
            project,
            name=name,
            actor="command",
            now=datetime.now(UTC),
            token=secrets.token_urlsafe(32),
            ids=lambda: str(uuid.uuid4()),
        )


CONTROLLED = """navigator.serviceWorker.controller ? true : new Promise((done) =>
  navigator.serviceWorker.addEventListener('controllerchange', () => done(true), { once: true }))"""
"""True as soon as the page is served by what is kept on the tablet."""


class Tablet:
    """One browser profile with the app in it; `page` is its newest tab."""

    def __init__(self, browser: Browser | KillableChromium, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(
            **{"viewport": {"width": 800, "height": 1280}, "locale": "en-GB", **options}
        )
        self.problems: list[str] = []
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self._heard(line.type, line.text))
        self.page = page
        return page

    def _heard(self, kind: str, text: str) -> None:
        # What a browser says about requests that failed is expected here; what the policy forbade is not.
        if kind == "error" and ("Content Security Policy" in text or "Uncaught" in text):
            self.problems.append(text)

    def open(self, fragment: str = "", *, unlock: bool = True) -> None:
        """Go to an address; where the tablet asks for the PIN, it gets it."""
        self.page.goto(f"{self.url}/tablet/{fragment}")
        expect(self.page.locator("html[data-started]")).to_be_attached()
        if unlock and self.is_locked():
            self.unlock()

    def is_locked(self) -> bool:
        return self.page.locator("html[data-barred=gate]").count() > 0

    def reload(self, *, unlock: bool = True) -> None:
        """Load the page anew, which forgets the key, and give the PIN."""
        self.page.reload()
        expect(self.page.locator("html[data-started]")).to_be_attached()
        if unlock and self.is_locked():
            self.unlock()

    def enrol(self, token: str, *, person: str = PERSON, pin: str = PIN, walk: bool = False) -> None:
        """Join a study by its link; whoever is the first on this tablet says who they are."""
        self.open(f"#enrol={token}")
        first, list_of_forms = self.page.locator("#person-name"), self.page.locator("#look")
        expect(first.or_(list_of_forms)).to_be_visible()
        if first.count():
            self.introduce(person, pin, walk=walk)
        if not walk:
            expect(list_of_forms).to_be_visible()

    def introduce(self, person: str = PERSON, pin: str = PIN, *, walk: bool = False) -> None:
        """Name and PIN of a person who is new here; the PIN as digits, twice. `walk` leaves the first steps open."""
        self.page.locator("#person-name").fill(person)
        self.page.locator("#name-given").click()
        self.page.locator("#digits").click()
        for _ in range(2):
            self.enter(pin)
        if not walk:
            self.page.locator("#walk-skip").click()
            expect(self.page.locator("#look")).to_be_visible()

    def enter(self, pin: str) -> None:
        """Tap a PIN on the pad."""
        for digit in pin:
            self.page.locator(f"#key-{digit}").click()

    def unlock(self, *, pin: str = PIN, person: str | None = None) -> None:
        """Say who one is, where that is asked, and give the PIN."""
        page = self.page
        if page.locator("#uncover").count():
            page.locator("#uncover").click()
        if person is not None:
            page.locator(".who", has_text=person).click()
        self.enter(pin)
        expect(page.locator("html[data-barred=no]")).to_be_attached()

    def speak(self, code: str) -> None:
        """Choose the language of the app at the top of the screen."""
        self.page.locator("#language").select_option(code)
        expect(self.page.locator(f"html[lang={code}]")).to_be_attached()

    def wait_for_form(self, title: str = "A visit") -> None:
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def wait_until_kept_offline(self) -> None:
        """The service worker is there, and with it every file of the app."""
        self.page.evaluate(CONTROLLED)

    def begin(self, answer: str = CANARY) -> None:
        self.page.get_by_role("link", name="Start").first.click()
        self.field().fill(answer)
        expect(self.page.get_by_text("Kept on this tablet")).to_be_visible()

    def field(self) -> Locator:
        return self.page.locator("main textarea, main input[type=text]").first

    def lock(self) -> None:
        """From any question to the lock, and on to the tray."""
        self.lock_at_once()
        expect(self.page.get_by_role("heading", name="Ready to send")).to_be_visible()

    def lock_at_once(self) -> None:
        """From any question to the lock, whatever is on the screen afterwards."""
        go = self.page.locator(".form-foot .go")
        lock = self.page.get_by_role("button", name="Lock and put in Ready to send")
        for _ in range(20):
            if lock.is_visible():
                break
            go.click()
        lock.click()

    def send_now(self) -> None:
        """Tap *Send now*, unless the record is on its way by itself already: the app tries again after a while."""
        with suppress(NotInTime):
            self.page.get_by_role("button", name="Send now").click(timeout=5000)

    @contextmanager
    def until_kept(self) -> Iterator[None]:
        """What is done here changes the draft: wait until it is on the disk, were it only the question shown."""
        before = self.page.evaluate(REVISION)
        yield
        deadline = time.monotonic() + 20
        while self.page.evaluate(REVISION) == before:
            assert time.monotonic() < deadline, "the draft was not kept"
            self.page.wait_for_timeout(50)

    def tray(self, name: str) -> None:
        self.page.locator(f"#tray-{name}").click()
        expect(self.page.locator(f"#tray-{name}[aria-current=page]")).to_be_visible()

    def count(self, name: str) -> Locator:
        return self.page.locator(f"#tray-{name} strong")

    def offline(self, off: bool = True) -> None:
        self.context.set_offline(off)

    def everything_kept(self) -> str:
        """All that IndexedDB holds, as text, blobs read out."""
        return str(self.page.evaluate(DUMP))

    def close(self) -> None:
        self.context.close()


@contextmanager
def joined_tablet(browser: Browser, url: str, folder: Path, **options: Any) -> Iterator[Tablet]:
    """A tablet that joined, has the form, and works without network; at the end the page must have met no error."""
    publish(folder)
    tablet = Tablet(browser, url, **options)
    tablet.enrol(enrol(folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    yield tablet
    assert tablet.problems == [], tablet.problems
    tablet.close()


REVISION = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open('fieldkit');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction('drafts').objectStore('drafts').getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.map(({ id, revision }) => `${id} ${revision}`).join());
    };
  };
})"""
"""How often each draft was kept."""

DUMP = """async () => {
  const texts = [];
  const decode = (bytes) => {
    const view = new Uint8Array(bytes.buffer ?? bytes);
    let text = '';
    for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
    return text;
  };
  const read = async (value) => {
    if (value instanceof Blob) return texts.push(decode(await value.arrayBuffer()));
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return texts.push(decode(value));
    if (!value || typeof value !== 'object') return texts.push(String(value));
    for (const [key, inner] of Object.entries(value)) {
      texts.push(key);
      await read(inner);
    }
  };
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of db.objectStoreNames) {
      const all = await new Promise((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      texts.push(`store ${store}`);
      for (const value of all) await read(value);
    }
    db.close();
  }
  return texts.join('\\n');
}"""


def photo(edge: int = 600) -> bytes:
    """A picture that does not compress away, as a camera gives it."""
    target = io.BytesIO()
    noise = random.Random(7).randbytes(edge * edge * 3)
    Image.frombytes("RGB", (edge, edge), noise).save(target, "JPEG", quality=90)
    return target.getvalue()


def take_photo(path: Path, edge: int = 600) -> Path:
    """The same as a file."""
    path.write_bytes(photo(edge))
    return path
