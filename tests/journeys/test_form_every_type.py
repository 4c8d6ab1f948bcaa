"""One form with every type and appearance: filled in, reopened, corrected; the record equals a golden one."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fieldkit.forms.xlsform import compile_form
from tests.journeys.every_type import (
    FORM,
    HERE,
    filled_in,
    golden,
    media,
    png_size,
    steadied,
    stop_recording,
)
from tests.journeys.form_harness import Harness, packed

pytestmark = pytest.mark.journey

FILES = {
    "tape.weba",
    "photo.jpg",
    "fresh.jpg",
    "face.jpg",
    "own.jpg",
    "noted.jpg",
    "plan.png",
    "signed.png",
    "sound.wav",
    "film.mp4",
    "paper.pdf",
    "audit.csv",
}


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    files = media()
    compiled = compile_form(FORM.name, FORM.read_bytes(), media=files)
    languages = [{"name": language.name, "code": language.code} for language in compiled.languages]
    return {
        "xform": compiled.tablet_xform.decode(),
        "media": packed({**files, **compiled.made_media}),
        "languages": languages,
        "version": "1",
    }


def content(kept: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(kept["files"][name]["base64"])


def test_what_was_answered_is_the_golden_record_and_lives_through_a_draft_and_a_correction(
    harness: Harness, form: dict[str, Any], tmp_path: Path
) -> None:
    harness.page.context.grant_permissions(["geolocation"])
    harness.page.context.set_geolocation(HERE)
    harness.open(form, language="en")
    filler = filled_in(harness.page, tmp_path)
    stop_recording(filler)
    draft = harness.call("draft")
    filler.lock()
    sent = harness.submission()
    assert steadied(sent["xml"]) == golden()
    assert "<username>Amal</username>" in sent["xml"]
    assert set(sent["files"]) == FILES
    assert Image.open(io.BytesIO(content(sent, "photo.jpg"))).size == (640, 640)
    assert png_size(content(sent, "signed.png")) == (1000, 400)
    assert png_size(content(sent, "plan.png")) == (1200, 900)
    _reopened_draft_keeps_every_file(harness, form, draft)
    _correction_keeps_every_file(harness, form, sent)


def _reopened_draft_keeps_every_file(harness: Harness, form: dict[str, Any], draft: dict[str, Any]) -> None:
    harness.load()
    harness.open(form, restore=draft)
    again = harness.call("finish")
    assert steadied(again["xml"]) == golden()
    for name in FILES - {"audit.csv"}:
        assert content(again, name) == content(draft, name), name


def _correction_keeps_every_file(harness: Harness, form: dict[str, Any], sent: dict[str, Any]) -> None:
    harness.load()
    harness.open({**form, "version": "2"}, edit={"xml": sent["xml"], "files": sent["files"]})
    harness.call("set", "/data/texts/story", "Corrected")
    corrected = harness.call("finish")
    assert corrected["xml"] != sent["xml"]
    assert "<story>Corrected</story>" in corrected["xml"]
    assert f"<deprecatedID>{sent['instanceId']}</deprecatedID>" in corrected["xml"]
    for name in FILES - {"audit.csv"}:
        assert content(corrected, name) == content(sent, name), name
