"""What can stand in the way: networks, the server's answers, a full tablet, a new version, a clock, other windows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Route, expect

from fieldkit.services.enrol import device_for_token, revoke_device
from tests.journeys.steps import API, ENVELOPES, ME, Steps
from tests.journeys.tablets import opened, photo

# A tablet without space, and one whose memory does not answer, as a browser reports them, whenever the test says so.
FAILING = """
const { put, get } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...asked) {
  if (window.isFull) {
    this.transaction.abort();
    throw new DOMException('', 'QuotaExceededError');
  }
  return put.apply(this, asked);
};
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...asked) {
  if (sessionStorage.broken) throw new DOMException('', 'UnknownError');
  return open.apply(this, asked);
};
"""
FULL = "(full) => { window.isFull = full; }"
HELD = """() => {
  const draft = decodeURIComponent(location.hash.split('/')[2]);
  const untilFreed = () => new Promise((free) => { window.freeDraft = free; });
  void navigator.locks.request(`fieldkit-draft-${draft}`, untilFreed);
}"""
# A new version beside the old one, as the browser shows it; the worker itself is another journey's.
NEW_VERSION = """() => {
  const followed = new EventTarget();
  const kept = Object.assign(followed, { active: {}, waiting: { postMessage() {} }, update: async () => {} });
  navigator.serviceWorker.register = async () => kept;
  window.dispatchEvent(new Event('online'));
}"""
# The sealed bytes lose one, and have it again.
DAMAGED = """async (damaged) => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  const kept = db.transaction('parts', 'readwrite').objectStore('parts');
  window.whole ??= await asked(kept.getAll());
  for (const part of window.whole) await asked(kept.put(damaged ? { ...part, blob: part.blob.slice(1) } : part));
  db.close();
}"""
# Resolves when the one record could not be sent for this reason: until then the screen may show what was before.
FAILED_FOR = """async (reason) => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  for (let known = ''; known !== reason; ) {
    await new Promise((later) => setTimeout(later, 50));
    known = (await asked(db.transaction('outbox').objectStore('outbox').getAll()))[0]?.reason;
  }
  db.close();
}"""
# The picture of a clock, as `icon('wait')` draws it; `it may go` is an arrow.
WAITS = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3"
DAY_MS = 24 * 3600 * 1000


def problem(code: str) -> dict[str, Any]:
    """An answer of our server that is no."""
    body = f'{{"code":"{code}","what":"⟦It does not do.⟧","where":"","remedy":"⟦Ask.⟧"}}'
    return {"status": int(code[:3]), "content_type": "application/json", "body": body}


PASSING = {
    "captive": {"status": 200, "content_type": "text/html", "body": "<h1>Café</h1>"},
    "busy": problem("503.busy"),
    "server": {"status": 502, "body": "<h1>Bad Gateway</h1>"},
}
LASTING = {
    "refused": problem("422.envelope"),
    "receipt": {"status": 201, "content_type": "application/json", "body": '{"receipt":"{}","signature":"AA=="}'},
}


def screens(steps: Steps) -> Iterator[str]:
    """From a link without network to an app that cannot start."""
    steps.tablet.context.add_init_script(FAILING)
    steps.tablet.reload(unlock=False)
    yield from joining(steps)
    yield from on_the_tablet(steps)
    yield from on_the_way(steps)
    yield from to_the_end(steps)


def joining(steps: Steps) -> Iterator[str]:
    wire = f"{API}/**"
    steps.cut(wire)
    steps.page.evaluate("(hash) => { location.hash = hash; }", f"#enrol={steps.token}")
    yield steps.see("a link without network", ".said .note.bad")
    steps.mend(wire)
    steps.tap("#join")
    steps.tablet.reload(unlock=False)
    steps.tablet.introduce(ME)
    steps.see("", "#start-0")


def on_the_tablet(steps: Steps) -> Iterator[str]:
    """A new version, a clock that is wrong, a tablet that is full, a draft that another window has."""
    steps.page.evaluate(NEW_VERSION)
    yield steps.see("a new version is here", "main > .note.plain")
    steps.tablet.context.route(f"{API}/project", _wrong_clock)
    yield steps.see("a wrong clock", "main > .note.wait", tap="#look")
    steps.go("about", "#sending-small")
    steps.page.locator("#sending-small").check()
    steps.begin()
    steps.answer()
    steps.page.evaluate(FULL, True)
    steps.tablet.field().fill("⟦y⟧")
    yield steps.see("not kept yet", ".pill.kept.bad")
    steps.page.evaluate(FULL, False)
    expect(steps.page.locator(".pill.kept.ok")).to_be_visible()
    yield from elsewhere(steps)
    steps.next(2)
    steps.page.evaluate(FULL, True)
    with_photo(steps)
    expect(steps.page.locator(".pill.kept.bad")).to_be_visible()
    steps.next()
    yield steps.see("it could not be locked", ".lock .pill.bad .icon", tap=".form-foot .lock button")
    steps.page.evaluate(FULL, False)


def with_photo(steps: Steps) -> None:
    """Large enough to wait for Wi-Fi."""
    leaf = {"name": "leaf.jpg", "mimeType": "image/jpeg", "buffer": photo(edge=1500)}
    steps.page.locator("main input[accept^=image]").last.set_input_files(leaf)  # type: ignore[arg-type]
    expect(steps.page.locator("main img")).to_be_visible()


def elsewhere(steps: Steps) -> Iterator[str]:
    """The same draft in another window; it is waited for and gone on with."""
    draft = steps.page.evaluate("location.hash.slice(2)")
    steps.go("unfinished", "#go-on-0")
    steps.page.evaluate("(hash) => { history.replaceState(null, '', hash); }", f"#/{draft}")
    steps.page.evaluate(HELD)
    steps.page.evaluate("() => { window.dispatchEvent(new HashChangeEvent('hashchange')); }")
    yield steps.see("open in another window", "main > h1 ~ p #home")
    steps.page.evaluate("() => { window.freeDraft(); }")
    steps.go("unfinished", "#go-on-0")
    steps.tap("#go-on-0")
    expect(steps.tablet.field()).to_have_value("⟦y⟧")


def on_the_way(steps: Steps) -> Iterator[str]:
    """Nothing goes over mobile data; what the network and the server say instead of a receipt."""
    steps.lock()
    yield steps.see("it waits for Wi-Fi", f"main article .pill.wait path[d='{WAITS}']")
    for name, answer in PASSING.items():
        steps.meet(ENVELOPES, **answer)
        if name == "captive":
            steps.go("about", "#sending-all")
            steps.page.locator("#sending-all").check()
            steps.go("ready", "#send")
        else:
            steps.tap("#send")
        expect(steps.page.locator("#send")).to_be_visible()
        yield steps.see(f"it waits: {name}", "main section > .note.wait")
        steps.mend(ENVELOPES)
    held = steps.hold(ENVELOPES)
    yield steps.see("it is being sent", "main article progress", tap="#send")
    held[0].fulfill(**LASTING["refused"])
    steps.mend(ENVELOPES)
    steps.see("", "#needs-you")
    for name, answer in LASTING.items():
        steps.meet(ENVELOPES, **answer)
        steps.go("needs", "#again-0")
        with steps.page.expect_response(ENVELOPES):
            steps.tap("#again-0")
        steps.page.evaluate(FAILED_FOR, name)
        yield steps.see(f"it needs you: {name}", "#again-0")
        steps.mend(ENVELOPES)
    steps.page.evaluate(DAMAGED, True)
    steps.tap("#again-0")
    steps.page.evaluate(FAILED_FOR, "damaged")
    yield steps.see("it needs you: damaged", "#again-0")
    steps.page.evaluate(DAMAGED, False)


def to_the_end(steps: Steps) -> Iterator[str]:
    """A tablet that may no longer send; five wrong PINs; a memory that does not answer."""
    with opened(steps.study.folder) as project:
        device = device_for_token(project, steps.token)
        revoke_device(project, device_id=device.id, actor="command", now=datetime.now(UTC))
    steps.tap("#again-0")
    yield steps.see("revoked", "#enrol-0")
    steps.tap("#hide", "#uncover")
    for _ in range(5):
        steps.tablet.enter("190365")
        expect(steps.page.locator(".dots .full")).to_have_count(0)
    yield steps.see("too many wrong PINs", "main .note.wait p[aria-hidden]")
    steps.page.evaluate("() => { sessionStorage.broken = 'yes'; }")
    steps.tablet.reload(unlock=False)
    yield steps.see("it cannot start", "#reload")


def _wrong_clock(route: Route) -> None:
    answer = route.fetch()
    told = answer.json()
    day_before = datetime.fromtimestamp(datetime.now(UTC).timestamp() - DAY_MS / 1000, UTC)
    route.fulfill(response=answer, json={**told, "server_time": day_before.isoformat()})
