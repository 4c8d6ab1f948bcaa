"""What is kept, restored and corrected: nothing that was given is lost, and every pitfall of the engine is mended."""

import base64
import unicodedata
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.every_type import picture
from tests.journeys.form_harness import Harness, form_of, packed

pytestmark = pytest.mark.journey

PHOTOS = """
| settings |
| | form_id | version |
| | visit | 2 |
| survey |
| | type | name | label |
| | text | place | Which place? |
| | image | sign | The sign |
| | image | leaflet | The leaflet |
| | begin_repeat | room | Rooms |
| | image | picture | A picture of the room |
| | end_repeat | | |
"""


def file_of(name: str, content: bytes = b"bytes of a photo", type_: str = "image/jpeg") -> dict[str, str]:
    return {"name": name, "base64": base64.b64encode(content).decode(), "type": type_}


@pytest.fixture
def photos() -> dict[str, Any]:
    return form_of(PHOTOS, version="2")


@pytest.fixture
def draft(harness: Harness, photos: dict[str, Any]) -> dict[str, Any]:
    """A draft with three photos of the same name, two of them of the same bytes."""
    harness.open(photos, draw=False)
    harness.call("set", "/data/place", "Help desk")
    harness.call("attach", "/data/sign", file_of("image.jpg", b"sign"))
    harness.call("attach", "/data/leaflet", file_of("image.jpg", b"leaflet"))
    harness.call("attach", "/data/room[1]/picture", file_of("image.jpg", b"sign"))
    kept: dict[str, Any] = harness.call("draft")
    return kept


def contents(kept: dict[str, Any]) -> dict[str, bytes]:
    return {name: base64.b64decode(file["base64"]) for name, file in kept["files"].items()}


THREE = {"sign.jpg": b"sign", "leaflet.jpg": b"leaflet", "picture.jpg": b"sign"}


def test_three_photos_of_one_name_are_three_files(draft: dict[str, Any]) -> None:
    assert contents(draft) == THREE
    for name in THREE:
        assert f">{name}<" in draft["xml"]


def test_the_name_that_a_camera_or_a_person_gave_stands_nowhere(harness: Harness, photos: dict[str, Any]) -> None:
    harness.open(photos, draw=False)
    harness.call("attach", "/data/sign", file_of("Zubeyda passport.jpg"))
    harness.call("attach", "/data/leaflet", file_of("leaflet.Zubeyda", type_="image/png"))
    harness.call("addInstance", "/data/room")
    harness.call("attach", "/data/room[1]/picture", file_of("Zubeyda at home.HEIC", type_="image/heic"))
    harness.call("attach", "/data/room[2]/picture", file_of("Zubeyda at home.HEIC", type_="image/heic"))
    for kept in (harness.call("draft"), harness.call("finish")):
        assert list(kept["files"]) == ["sign.jpg", "leaflet.png", "picture.heic", "picture-2.heic"]
        assert "zubeyda" not in kept["xml"].lower()


def test_a_restored_draft_keeps_its_id_and_every_photo(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    before = draft["xml"].partition("<instanceID>")[2].partition("<")[0]
    harness.load()
    assert harness.open(photos, restore=draft, draw=False) == before
    assert contents(harness.call("draft")) == THREE
    assert contents(harness.call("finish")) == THREE


def test_a_restored_draft_that_is_restored_again_keeps_its_photos(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    for _ in range(3):
        harness.load()
        harness.open(photos, restore=draft, draw=False)
        draft = harness.call("draft")
    assert contents(draft) == THREE


def test_a_new_photo_after_a_restore_never_takes_a_name_in_use(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    harness.load()
    harness.open(photos, restore=draft, draw=False)
    harness.call("attach", "/data/sign", file_of("image.jpg", b"new sign"))
    assert contents(harness.call("finish")) == {
        "sign-2.jpg": b"new sign",
        "leaflet.jpg": b"leaflet",
        "picture.jpg": b"sign",
    }


def test_a_photo_taken_away_leaves_the_record_and_its_files(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    harness.load()
    harness.open(photos, restore=draft, draw=False)
    harness.call("set", "/data/sign", None)
    finished = harness.call("finish")
    assert contents(finished) == {"leaflet.jpg": b"leaflet", "picture.jpg": b"sign"}
    assert ">sign.jpg<" not in finished["xml"]


def test_an_edit_gets_a_new_id_names_the_old_one_takes_the_new_version_and_keeps_every_file(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    old = harness.open(photos, restore=draft, draw=False)
    finished = harness.call("finish")
    harness.load()
    later = form_of(PHOTOS.replace("| visit | 2 |", "| visit | 7 |"), version="7")
    new = harness.open(later, edit=finished, draw=False)
    edited = harness.call("finish")
    assert new != old
    assert f"<deprecatedID>{old}</deprecatedID>" in edited["xml"]
    assert f"<instanceID>{new}</instanceID>" in edited["xml"]
    assert 'version="7"' in edited["xml"]
    assert contents(edited) == THREE


def test_a_draft_of_an_edit_stays_that_edit(harness: Harness, photos: dict[str, Any], draft: dict[str, Any]) -> None:
    old = harness.open(photos, restore=draft, draw=False)
    finished = harness.call("finish")
    new = harness.open(photos, edit=finished, draw=False)
    kept = harness.call("draft")
    harness.load()
    assert harness.open(photos, restore=kept, draw=False) == new
    final = harness.call("finish")
    assert f"<deprecatedID>{old}</deprecatedID>" in final["xml"]
    assert contents(final) == THREE


def test_an_edit_that_is_thrown_away_leaves_the_record_as_it_was(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    harness.open(photos, restore=draft, draw=False)
    finished = harness.call("finish")
    harness.open(photos, edit=finished, draw=False)
    harness.call("close")
    harness.open(photos, edit=finished, draw=False)
    assert contents(harness.call("finish")) == THREE


def test_a_name_in_another_unicode_form_finds_its_file(harness: Harness, photos: dict[str, Any]) -> None:
    """A record made by another client may spell a name decomposed; here it is composed, in the XML and beside it."""
    harness.open(photos, draw=False)
    harness.call("attach", "/data/sign", file_of("image.jpg"))
    kept = harness.call("draft")
    name = unicodedata.normalize("NFC", "Città è.jpg")
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    spelled = {"xml": kept["xml"].replace("sign.jpg", decomposed), "files": {decomposed: kept["files"]["sign.jpg"]}}
    harness.open(photos, restore=spelled, draw=False)
    finished = harness.call("finish")
    assert list(finished["files"]) == [name]
    assert f">{name}<" in finished["xml"]


def test_a_photo_that_is_gone_is_said_and_stops_the_lock(
    harness: Harness, photos: dict[str, Any], draft: dict[str, Any]
) -> None:
    del draft["files"]["sign.jpg"]
    harness.open(photos, restore=draft, draw=False)
    missing = harness.page.evaluate("window.harness.session.missing()")
    assert [obstacle["path"] for obstacle in missing] == ["/data/sign"]
    assert "no longer on this tablet" in missing[0]["message"]
    with pytest.raises(Exception, match="UnfinishedError"):
        harness.call("finish")


def test_answers_are_kept_within_a_moment_and_a_crash_loses_none_of_them(
    harness: Harness, photos: dict[str, Any]
) -> None:
    harness.open(photos)
    harness.page.get_by_role("textbox").fill("Help desk")
    harness.page.get_by_text("Kept on this tablet").wait_for()
    kept = harness.call("lastDraft")
    assert "<place>Help desk</place>" in kept["xml"]
    harness.load()
    harness.open(photos, restore=kept)
    assert harness.page.get_by_role("textbox").input_value() == "Help desk"


def test_going_out_of_sight_keeps_the_draft_at_once(harness: Harness, photos: dict[str, Any]) -> None:
    harness.page.clock.install()
    harness.open(photos)
    harness.page.get_by_role("textbox").fill("Help desk")
    assert harness.call("lastDraft") is None
    harness.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert "Help desk" in harness.call("lastDraft")["xml"]


def test_a_draft_that_cannot_be_kept_is_said_and_tried_again(harness: Harness, photos: dict[str, Any]) -> None:
    harness.open(photos)
    harness.page.evaluate("window.harness.refuseDrafts = 1")
    harness.page.get_by_role("textbox").fill("Help desk")
    harness.page.get_by_text("Not kept yet. Trying again.").wait_for()
    harness.page.get_by_text("Kept on this tablet").wait_for(timeout=10_000)
    assert "Help desk" in harness.call("lastDraft")["xml"]


def test_an_audit_log_goes_on_after_a_restore_under_the_same_name(harness: Harness) -> None:
    form = form_of("| survey |\n| | type | name | label |\n| | text | a | A |\n| | audit | audit | |")
    harness.open(form, draw=False)
    kept = harness.call("draft")
    harness.open(form, restore=kept, draw=False)
    finished = harness.call("finish")
    assert list(finished["files"]) == ["audit.csv"]
    assert "<audit>audit.csv</audit>" in finished["xml"]
    events = [line.split(",")[0] for line in contents(finished)["audit.csv"].decode().splitlines()]
    assert events == ["event", "form start", "form exit", "form resume", "form finalize"]


def test_what_another_client_recorded_in_the_background_stays_with_an_edited_record(harness: Harness) -> None:
    form = form_of("| survey |\n| | type | name | label |\n| | background-audio | voice | |\n| | text | a | A |")
    harness.open(form, draw=False)
    record = harness.call("finish")
    record["xml"] = record["xml"].replace("<voice/>", "<voice>voice.m4a</voice>")
    record["files"] = {"voice.m4a": {"base64": "aGVsbG8=", "type": "audio/mp4"}}
    harness.open(form, edit=record, draw=False)
    edited = harness.call("finish")
    assert "<voice>voice.m4a</voice>" in edited["xml"]
    assert contents(edited) == {"voice.m4a": b"hello"}


PLANS = """
| survey |
| | type | name | label | default | appearance |
| | image | plan | Draw on the plan | house.png | annotate |
| | text | more | Anything else? | | |
| | image | later | And on this one | house.png | |
| | begin_repeat | room | Room | | |
| | image | sketch | A sketch of the room | room.png | |
| | end_repeat | | | | |
"""


def test_a_picture_that_the_form_gives_is_an_answer_with_a_file_of_its_own(harness: Harness) -> None:
    media = packed({"house.png": picture("teal", 40), "room.png": picture("olive", 40)}, "image/png")
    form = form_of(PLANS, media=media)
    harness.open(form)
    expect(harness.page.locator(".paper canvas")).to_be_visible()
    harness.call("addInstance", "/data/room")
    go = harness.page.locator(".form-foot .go")
    for shown in ("Anything else?", "later.png", "sketch.png", "sketch-2.png"):
        go.click()
        expect(harness.page.locator("main").get_by_text(shown, exact=True)).to_be_visible()
    draft = harness.call("draft")
    names = {"plan.png", "later.png", "sketch.png", "sketch-2.png"}
    assert contents(draft) == {name: picture("olive" if "sketch" in name else "teal", 40) for name in names}
    assert "jr://" not in draft["xml"]
    harness.open(form, restore=draft)
    again = harness.call("finish")
    assert contents(again) == contents(draft)
    assert "<plan>plan.png</plan>" in again["xml"]
