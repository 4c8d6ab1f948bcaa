"""Forms by other organisations are opened and filled in page by page to the end, as a person would."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import expect

from fieldkit.forms.xlsform import compile_form
from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness, packed

pytestmark = pytest.mark.journey

XLSFORMS = Path(__file__).parent.parent / "data/xlsforms"
CODES = {"العربية": "ar", "English": "en", "english": "en", "french": "fr", "default": "en"}


def published(name: str, media: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Compile a real form as publishing does, and hand it over as the tablet gets it."""
    compiled = compile_form(name, (XLSFORMS / name).read_bytes(), media=media or {}, language_codes=CODES)
    files = {**(media or {}), **compiled.made_media}
    return {
        "xform": compiled.tablet_xform.decode(),
        "version": compiled.version,
        "title": compiled.title,
        "media": packed(files, "text/csv"),
        "languages": [{"name": language.name, "code": language.code} for language in compiled.languages],
    }


def named_in(xml: str) -> set[str]:
    """The texts of the record's leaves that look like files."""
    leaves = [element.text or "" for element in etree.fromstring(xml.encode()).iter() if len(element) == 0]
    return {text for text in leaves if text.endswith((".jpg", ".wav", ".csv"))}


@pytest.mark.parametrize(
    "name", ["getodk_socio_economic.xlsx", "ona_subdistrict_profiling_ar.xlsx", "reach_msna_2024.xlsx"]
)
def test_a_real_form_is_filled_in_to_the_end_and_locked(harness: Harness, photo: Path, name: str) -> None:
    harness.page.set_default_timeout(10_000)
    harness.open(published(name))
    filler = Filler(harness.page, files={"image": photo}).fill_to_review()
    expect(harness.page.locator("main .answer.missing")).to_have_count(0)
    filler.lock()
    submission = harness.submission()
    assert len(filler.asked) > 10
    assert named_in(submission["xml"]) == set(submission["files"])


def test_an_arabic_form_is_asked_in_arabic_and_runs_from_right_to_left(harness: Harness) -> None:
    harness.open(published("ona_subdistrict_profiling_ar.xlsx"), language="ar")
    heading = harness.page.locator("main .question").first
    assert heading.get_attribute("dir") == "rtl"
    assert heading.get_attribute("lang") == "ar"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture of one white pixel."""
    content = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    )
    (path := tmp_path / "photo.png").write_bytes(content)
    return path
