"""Somebody holds the tablet and reads all of its memory by a script that knows how it is kept, and perhaps the PIN."""

import base64
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.journeys.tablets import CANARY, PIN, Tablet, take_photo


def attack(tablet: Tablet, pin: str = "") -> dict[str, Any]:
    """What the attacker's script brings home."""
    probe = (Path(__file__).parent / "probes/attacker.js").read_text(encoding="utf-8").partition("\n")[2]
    found: dict[str, Any] = tablet.page.evaluate(probe, pin)
    return found


def traces(secret: bytes) -> list[str]:
    """A secret as it could stand in memory: plain, in UTF-16, in hex, in base64 at each of its three places."""
    shifted = [base64.b64encode(b"x" * shift + secret)[4:-4] for shift in range(3)]
    text = secret.decode("latin1")
    return [text, "\x00".join(text), secret.hex(), *(one.decode() for one in shifted)]


def found_in(text: str, *secrets: bytes) -> list[bytes]:
    return [secret for secret in secrets if any(trace in text for trace in traces(secret))]


def draft_with_photo(tablet: Tablet, photo: Path) -> list[bytes]:
    """Begin a visit with a photo; what must not be found: answer, file name, the picture as it is kept."""
    tablet.begin()
    tablet.page.locator(".form-foot .go").click()
    tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(photo))
    expect(tablet.page.locator("main img")).to_be_visible()
    expect(tablet.page.get_by_text("Kept on this tablet")).to_be_visible()
    _, body, content = attack(tablet, PIN)["drafts"]
    ((name, _),) = json.loads(body)["files"]
    picture = content.encode("latin1")
    assert picture.startswith(b"\xff\xd8\xff"), "with the PIN the attack finds the picture"
    assert CANARY in body, "with the PIN the attack finds the answer"
    return [CANARY.encode(), name.encode(), picture[2000:2032], picture[-2032:-2000]]
