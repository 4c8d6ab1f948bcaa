"""Enrolling from the command line: addresses, codes that a camera reads, nothing kept in clear."""

import base64
import json
import stat
import zlib
from pathlib import Path

import pytest

from fieldkit.services.qr import collect_settings, qr_svg, qr_terminal

from .conftest import Run


def test_both_addresses_hold_the_same_fresh_token(run: Run, project_folder: Path) -> None:
    first = run("enrol", project_folder, "--name", "Tablet 1", "--json").object
    second = run("enrol", project_folder, "--name", "Tablet 2", "--json").object
    tablet, token = first["tablet_url"].split("#enrol=")
    assert tablet == "http://localhost:8500/tablet/"
    assert first["openrosa_url"] == f"http://localhost:8500/key/{token}"
    assert len(token) >= 43
    assert token not in second["tablet_url"]
    assert first["device_id"] != second["device_id"]


def test_the_token_is_nowhere_in_the_folder(run: Run, project_folder: Path) -> None:
    token = run("enrol", project_folder, "--name", "Tablet 1", "--json").object["tablet_url"].split("=")[1].encode()
    assert not [path for path in project_folder.rglob("*") if path.is_file() and token in path.read_bytes()]


def test_codes_are_written_for_their_owner_only(run: Run, project_folder: Path, tmp_path: Path) -> None:
    places = run("enrol", project_folder, "--name", "Tablet", "--qr-dir", tmp_path / "qr", "--json").object["qr"]
    assert set(places) == {"tablet_svg", "tablet_png", "collect_svg", "collect_png"}
    for place in places.values():
        assert stat.S_IMODE(Path(place).stat().st_mode) == 0o600
    assert Path(places["tablet_png"]).read_bytes().startswith(b"\x89PNG")
    assert Path(places["tablet_svg"]).read_text().startswith("<svg")


def test_collects_settings_are_deflated_json_in_base64() -> None:
    settings = json.loads(zlib.decompress(base64.b64decode(collect_settings("http://x/key/t", "Study"))))
    assert settings["general"]["server_url"] == "http://x/key/t"
    assert settings["admin"] == {}


def test_a_person_sees_the_address_and_a_code(run: Run, project_folder: Path) -> None:
    shown = run("enrol", project_folder, "--name", "Tablet 1")
    assert shown.exit == 0
    assert "/tablet/#enrol=" in shown.out
    assert "█" in shown.out


def test_a_code_says_what_it_is_and_keeps_its_contrast() -> None:
    code = qr_svg("https://field.example.org/tablet/#enrol=abc", title="Tablet <3>")
    assert "<title>Tablet &lt;3&gt;</title>" in code
    assert "#fff" in code
    assert "#000" in code
    assert qr_terminal("x").count("\n") > 10


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_device_without_a_usable_name_is_refused(run: Run, project_folder: Path, name: str) -> None:
    outcome = run("enrol", project_folder, "--name", name, "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "422.device-name")
