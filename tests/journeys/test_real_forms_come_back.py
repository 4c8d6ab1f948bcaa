"""Forms by other organisations go the whole way: published, filled in on the tablet, sent, and held complete."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.forms.real import BIOMASS_FILES, XLSFORMS, choice_list
from tests.journeys.conftest import LiveServer
from tests.journeys.filling import Filler
from tests.journeys.tablets import Tablet, enrol, take_photo

pytestmark = pytest.mark.journey

CODES = ("English=en", "english=en", "العربية=ar", "french=fr", "default=en")


def fieldkit(*words: str) -> tuple[int, dict[str, Any]]:
    """Run a command as a person would; give its exit code and its one object."""
    done = subprocess.run([sys.executable, "-m", "fieldkit.cli", *words, "--json"], capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout)


def publish(folder: Path, form: Path, *media: Path) -> tuple[int, dict[str, Any]]:
    languages = [word for code in CODES for word in ("--language", code)]
    return fieldkit("form", "add", *languages, str(folder), str(form), *map(str, media))


@pytest.fixture
def biomass_files(tmp_path: Path) -> list[Path]:
    """The five choice files that the biomass form names and its repository does not have, made for the test."""
    content = choice_list(("a", "Alder"), region_id="a", district_id="a", village="a", plant_phase="2022")
    made = [tmp_path / name for name in BIOMASS_FILES]
    for path in made:
        path.write_bytes(content)
    return made


def test_the_form_that_names_missing_files_is_refused_saying_which(project_folder: Path) -> None:
    code, problem = publish(project_folder, XLSFORMS / "ucl_biomass_plot_sw.xlsx")
    assert code == 1
    said = json.dumps(problem)
    assert all(name in said for name in BIOMASS_FILES)


@pytest.mark.parametrize(
    "name",
    [
        "getodk_socio_economic.xlsx",
        "ona_subdistrict_profiling_ar.xlsx",
        "reach_msna_2024.xlsx",
        "ucl_biomass_plot_sw.xlsx",
    ],
)
def test_a_real_form_comes_back_complete(
    project_folder: Path, server: LiveServer, browser: Browser, tmp_path: Path, biomass_files: list[Path], name: str
) -> None:
    media = biomass_files if "biomass" in name else []
    code, form = publish(project_folder, XLSFORMS / name, *media)
    assert code == 0, form
    tablet = Tablet(browser, server.url)
    tablet.enrol(enrol(project_folder).token)
    tablet.page.get_by_role("link", name="Start").first.click()
    filler = Filler(tablet.page, files={"image": take_photo(tmp_path / "photo.jpg")}).fill_to_review()
    filler.lock()
    expect(tablet.count("sent")).to_have_text("1", timeout=30_000)
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").click()
    instance_id = tablet.page.locator("dd code").first.inner_text()
    assert tablet.problems == []
    tablet.close()

    code, held = fieldkit("submissions", str(project_folder), "--id", instance_id)
    assert code == 0
    assert held["count"] == 1
    assert held["complete"] is True
    assert held["missing"] == []
    assert len(filler.asked) > 10
