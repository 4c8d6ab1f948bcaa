"""A new project: what is made, where the keys go, what is refused."""

import stat
from pathlib import Path

import pytest

from fieldkit.config import load_settings
from fieldkit.sealing.keys import load_keys
from fieldkit.services.create import setup_code_fits

from .conftest import Run


def test_a_project_is_made_with_its_keys_outside_it(run: Run, tmp_path: Path, keys: Path) -> None:
    folder = tmp_path / "studies" / "marenza"
    made = run("init", folder, "--title", "First year", "--language", "it", "--language", "uk", "--json")
    assert made.exit == 0
    settings = load_settings(folder)
    assert (settings.title, settings.languages) == ("First year", ("it", "uk"))
    key_file = Path(made.object["keys"])
    assert key_file.parent == keys
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert not [path for path in folder.rglob("*") if b"PRIVATE KEY" in _content(path)]


def test_the_printed_code_is_the_one_that_the_project_accepts(run: Run, tmp_path: Path, keys: Path) -> None:
    made = run("init", tmp_path / "project", "--json").object
    project_keys = load_keys(made["project_id"])
    assert setup_code_fits(project_keys, made["setup_code"].lower().replace("-", " "))
    assert not setup_code_fits(project_keys, "AAAA-AAAA-AAAA-AAAA")
    assert not setup_code_fits(project_keys, "")


def test_two_projects_have_different_codes(run: Run, tmp_path: Path, keys: Path) -> None:
    codes = {run("init", tmp_path / name, "--json").object["setup_code"] for name in ("one", "two")}
    assert len(codes) == 2


def test_a_folder_that_is_a_project_is_refused_untouched(run: Run, project_folder: Path) -> None:
    before = (project_folder / "fieldkit.toml").read_bytes()
    outcome = run("init", project_folder, "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "409.project-exists")
    assert (project_folder / "fieldkit.toml").read_bytes() == before


def test_a_folder_with_something_in_it_is_refused_untouched(run: Run, tmp_path: Path, keys: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.jpg").write_bytes(b"a cat")
    outcome = run("init", folder, "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "409.folder-not-empty")
    assert [path.name for path in folder.iterdir()] == ["cat.jpg"]
    assert not keys.exists()


def test_a_file_in_the_place_of_the_folder_is_a_matter_of_the_machine(run: Run, tmp_path: Path, keys: Path) -> None:
    (tmp_path / "file").write_text("x")
    outcome = run("init", tmp_path / "file", "--json")
    assert (outcome.exit, outcome.object["code"]) == (3, "500.folder-unusable")


def test_a_place_where_no_folder_can_be_made_is_a_matter_of_the_machine(run: Run, tmp_path: Path, keys: Path) -> None:
    (tmp_path / "file").write_text("x")
    outcome = run("init", tmp_path / "file" / "project", "--json")
    assert (outcome.exit, outcome.object["code"]) == (3, "500.folder-unusable")
    assert not keys.exists()


@pytest.mark.parametrize(
    "words",
    [["--base-url", "field.example.org"], ["--base-url", "https://"], ["--language", "Arabic!"], ["--title", " "]],
)
def test_settings_that_nothing_could_use_are_usage_errors(
    run: Run, tmp_path: Path, keys: Path, words: list[str]
) -> None:
    outcome = run("init", tmp_path / "project", *words, "--json")
    assert outcome.exit == 2
    assert not (tmp_path / "project").exists()


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
