"""The recorder, the question whether a conversation may be recorded, a form's sounds and pictures, reading it aloud."""

import io
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.codes import ALLOW, DETECTOR, REFUSE, TORCH
from tests.journeys.conftest import LiveServer
from tests.journeys.sounds import tone
from tests.journeys.steps import ME, Steps
from tests.journeys.tablets import publish

FORM = """
| survey |                  |       |                 |              |              |                  |
|        | type             | name  | label           | media::audio | media::image | media::big-image |
|        | background-audio | tape  |                 |              |              |                  |
|        | audio            | voice | ⟦Say it⟧        | say.wav      | small.png    | large.png        |
|        | video            | film  | ⟦Film it⟧       |              |              |                  |
|        | barcode          | code  | ⟦Its code⟧      |              |              |                  |
| settings |                |       |                 |              |              |                  |
|        | form_title       | form_id | version       |              |              |                  |
|        | ⟦A story⟧        | story | 1               |              |              |                  |
"""
SILENCE = """() => {
  const { stream } = new AudioContext().createMediaStreamDestination();
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(stream.clone());
}"""
ROOM = "(quota) => { navigator.storage.estimate = async () => ({ quota, usage: 0 }); }"
ENOUGH, SHORT, NONE = 4_000_000_000, 23_600_000, 0
"""Bytes that are free: for hours, for a few minutes of sound, for nothing."""
ICON = "document.querySelector('main .listen path').getAttribute('d')"
RECORDER = "main button.record"
STOP, PAUSE = ".recorder .row button:first-child", ".recorder .row button:last-child"
READ = "main .stack > .row button"
BAR = ".recording-bar .background"
# Waits until something of each recording is on disk (piece 0 says only what it is), so that a crash loses none whole.
PIECES = """async (wanted) => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  const begun = async () => {
    const pieces = await asked(db.transaction('recordings').objectStore('recordings').getAll());
    return new Set(pieces.filter(({ index }) => index > 0).map(({ recording }) => recording)).size;
  };
  let kept = 0;
  for (let look = 0; look < 200 && kept < wanted; look += 1) {
    await new Promise((later) => setTimeout(later, 100));
    kept = await begun();
  }
  db.close();
  return kept;
}"""


def picture(edge: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (edge, edge), "teal").save(target, "PNG")
    return target.getvalue()


def give_sounds(study: LiveServer) -> None:
    """The form with its sound and its pictures, small and large."""
    media = {"say.wav": tone(440, seconds=8), "small.png": picture(60), "large.png": picture(900)}
    publish(study.folder, FORM, media)


def screens(steps: Steps) -> Iterator[str]:
    """From reading aloud to a code."""
    steps.tablet.enrol(steps.token, person=ME)
    steps.see("", "#start-0")
    yield from read_aloud(steps)
    yield from consent(steps)
    yield from question(steps)
    yield from recorder(steps)
    yield from no_microphone(steps)
    yield from interrupted(steps)
    yield steps.see("a film", "main .picker", tap=".form-foot .go")
    yield from codes(steps)


def read_aloud(steps: Steps) -> Iterator[str]:
    yield steps.go("aloud", "#aloud-0-0")
    steps.page.locator("article", has_text="⟦A story⟧").locator("a").click()
    yield steps.see("what is to be read", "main .answer")
    yield steps.see("a text to be read", ".to-read", tap="main .answer")
    yield steps.see("a text that is being read", ".recorder [role=timer]", tap=READ)
    yield steps.see("reading, paused", ".recording-sign .sign:not(.on)", tap=PAUSE)
    yield steps.see("a text that was read", ".playback", tap=STOP)
    steps.tap(READ)
    expect(steps.page.locator("main h1, main [role=heading]").first).to_have_text("⟦Its code⟧")
    yield steps.see("what was read", "main .answer .pill.wait", tap="main p > button")


def consent(steps: Steps) -> Iterator[str]:
    """May the conversation be recorded? Refused, then agreed; the bar says so on every screen."""
    steps.begin("⟦A story⟧")
    yield steps.see("may it be recorded", "main li.card .row button")
    steps.page.locator("main li.card .row button").last.click()
    yield steps.see("it may not be recorded", "main li.card [role=status]")
    yield steps.see("a conversation is recorded", f"{BAR} .sign.on", tap="main li.card .row button")
    yield steps.see("a conversation is paused", f"{BAR} .sign:not(.on)", tap=f"{BAR} button")
    steps.tap(f"{BAR} button")
    expect(steps.page.locator(f"{BAR} .sign.on")).to_be_visible()


def question(steps: Steps) -> Iterator[str]:
    """A sound question while the conversation is recorded; its own sound; its picture."""
    yield steps.see("a sound question", RECORDER, tap=".form-foot .go")
    begun = steps.page.evaluate(ICON)
    steps.tap("main .listen")
    expect(steps.page.locator(f"main .listen path:not([d='{begun}'])").first).to_be_visible()
    yield "a question is read aloud"
    steps.tap("main .listen")
    yield steps.see("a picture, larger", "dialog img", tap="main .bigger")
    steps.page.locator("dialog button").last.click()


def recorder(steps: Steps) -> Iterator[str]:
    """Recording under the bar; too quiet, little room, paused, heard again, deleted."""
    yield steps.see("recording, with the bar", f"{STOP}", tap=RECORDER)
    steps.page.evaluate(ROOM, SHORT)
    yield steps.see("little room", ".recorder .pill.wait:not([hidden])")
    steps.page.evaluate(ROOM, ENOUGH)
    yield steps.see("recording, paused", ".recorder .sign:not(.on)", tap=PAUSE)
    steps.tap(STOP)
    yield steps.see("a recording", "main .playback .play")
    yield steps.see("a recording is heard", "main .playback .play", tap="main .playback .play")
    yield steps.see("deleting it, once more", "main button.sure", tap="main .control .row > button:last-child")
    steps.page.evaluate("document.activeElement.blur()")  # who goes elsewhere is asked anew
    steps.tap("main .control .row > button:last-child", "main button.sure")
    steps.tap(f"{BAR} button:last-child")
    yield steps.see("no longer recorded", f"{BAR} p:not(.recording-sign)")
    steps.page.evaluate(SILENCE)
    steps.tap(RECORDER)
    yield steps.see("nothing is heard", ".recorder .loudness .quiet-words")
    steps.tap(STOP)
    steps.see("", RECORDER)


def no_microphone(steps: Steps) -> Iterator[str]:
    """What stands in the way of a recording, each said in words."""
    for name in ("NotAllowedError", "NotFoundError", "NotReadableError"):
        steps.page.evaluate(REFUSE, name)
        yield steps.see(f"no microphone: {name}", "main .trouble:not([hidden])", tap=RECORDER)
    steps.page.evaluate(ROOM, NONE)
    yield steps.see("no room to record", "main .trouble:not([hidden]) span", tap=RECORDER)
    steps.page.evaluate(ROOM, ENOUGH)
    broken = {"name": "x.wav", "mimeType": "audio/wav", "buffer": b"no sound"}
    steps.page.locator("main .control input[type=file]").first.set_input_files(broken)  # type: ignore[arg-type]
    yield steps.see("a sound that cannot be played", ".playback .quiet-words:not(:empty)")


def crash(steps: Steps, shows: str, recordings: int) -> None:
    """The page is gone while it records, once something of each recording is on disk; the draft is opened again."""
    assert steps.page.evaluate(PIECES, recordings) == recordings
    steps.tablet.reload()
    expect(steps.page.locator(shows).first).to_be_visible()
    expect(steps.page.locator(".pill.kept.ok")).to_be_visible()


def interrupted(steps: Steps) -> Iterator[str]:
    """What a crash left of the conversation, and of a recording beside an answer; then of a recording alone."""
    steps.page.evaluate(ALLOW)
    steps.tap(f"{BAR} button")
    expect(steps.page.locator(f"{BAR} .sign.on")).to_be_visible()
    steps.tap(*["main .control .row > button:first-child"] * 2)
    expect(steps.page.locator(STOP)).to_be_visible()
    crash(steps, ".interrupted-here .playback", 2)
    yield "a recording was interrupted, beside an answer"
    steps.tap(*[".interrupted-here .row button:last-child"] * 2)
    expect(steps.page.locator(".interrupted-here .note")).to_have_count(0)
    steps.tap(".recording-bar .interrupted button", *["main .control .row > button:last-child"] * 2)
    steps.tap(RECORDER)
    expect(steps.page.locator(STOP)).to_be_visible()
    crash(steps, ".interrupted-here .note", 1)
    yield "a recording was interrupted"


def codes(steps: Steps) -> Iterator[str]:
    """A code without a reader; with one, looked for, read; and a camera that may not be used."""
    yield steps.see("a code to be typed", "main input[type=text]", tap=".form-foot .go")
    steps.tap(".form-foot button")
    steps.page.evaluate(DETECTOR)
    steps.page.evaluate(TORCH)
    steps.tap(".form-foot .go")
    yield steps.see("a code", "main .control .control > button")
    yield steps.see("looking for a code", "#torch", tap="main .control .control > button")
    steps.page.evaluate("() => { window.code = '4006381333931'; }")
    expect(steps.page.locator(".viewfinder video")).to_have_count(0)
    yield "a code was read"
    steps.page.evaluate(REFUSE, "NotAllowedError")
    steps.tap("main .control .control > button")
    expect(steps.page.locator(".viewfinder video")).to_have_count(0)
    yield steps.see("no camera for a code", "main .control .control > button")
