"""The built wheel, in an environment of its own: it has everything, and a submission goes through it.

The wheel is built from a copy of the sources without a Node.js on the PATH, so the one that the build brings is used,
and its requirements are installed by hash from the lock, as `make setup` does.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldkit.demo.blank import Blank
from fieldkit.demo.wire import OpenRosaClient, Record, TabletClient
from fieldkit.forms.library import instrument
from fieldkit.forms.xlsform import compile_form

from .commands.test_serve import free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
UV = Path(sys.executable).parent / "uv"
LEFT_OUT = shutil.ignore_patterns(".*", "node_modules", "__pycache__", "vendor", "fonts", "*.egg-info")


def run(*words: str | Path, cwd: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def quiet_environment(path: Path) -> dict[str, str]:
    """The environment of this test without a Node.js to be found."""
    path.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PATH": str(path)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources."""
    place = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, place / "sources", ignore=LEFT_OUT)
    shutil.copy(ROOT / ".npmrc", place / "sources")
    shutil.rmtree(place / "sources" / "fieldkit" / "web" / "static" / "tablet", ignore_errors=True)
    run(
        *(UV, "build", "--quiet", "--wheel", "--python", sys.executable, "--build-constraints", "build.lock"),
        *("--out-dir", place, "."),
        cwd=place / "sources",
        environment=quiet_environment(place / "path"),
    )
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `fieldkit` command of a fresh environment into which the lock and the wheel were installed."""
    place = tmp_path_factory.mktemp("installed")
    environment = quiet_environment(place / "path")
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place, environment=environment)
    python = place / "venv" / "bin" / "python"
    sync = (UV, "pip", "sync", "--quiet", "--python", python, "--require-hashes", ROOT / "requirements.lock")
    run(*sync, cwd=place, environment=environment)
    run(UV, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel, cwd=place, environment=environment)
    return place / "venv" / "bin" / "fieldkit"


def test_the_wheel_carries_what_a_browser_and_a_release_need_and_no_sources_of_the_app(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "fieldkit/shipped/datasette_metadata.yml",
        "fieldkit/store/migrations/0001_foundation.sql",
        "fieldkit/forms/library/interview.md",
        "fieldkit/demo/stories.toml",
        "fieldkit/demo/transcripts/1.ar.txt",
        "fieldkit/web/static/tablet/build.json",
        "fieldkit/look/look.css",
    ):
        assert wanted in names
    assert any(name.startswith("fieldkit/shipped/training/") for name in names)
    assert any(name.startswith("fieldkit/look/fonts/") for name in names)
    assert any(name.startswith("fieldkit/web/static/vendor/htmx") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not any(name.startswith("fieldkit/tablet/") or "node_modules" in name for name in names)


class Server:
    """The wheel's own `fieldkit serve`, far from the sources."""

    def __init__(self, command: Path, place: Path) -> None:
        self.command, self.place, self.port = command, place, free_port()
        self.environment = {"PATH": "", "HOME": str(place), "FIELDKIT_KEYS": str(place / "keys"), "LANG": "C.UTF-8"}
        self.ask("init", "project", "--base-url", f"http://localhost:{self.port}")

    def ask(self, *words: str) -> dict[str, Any]:
        out = run(self.command, *words, "--json", cwd=self.place, environment=self.environment)
        answer: dict[str, Any] = json.loads(out)
        return answer

    def start(self) -> subprocess.Popen[bytes]:
        words = [str(self.command), "serve", "project", "--port", str(self.port)]
        process = subprocess.Popen(words, cwd=self.place, env=self.environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/sign-in", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        assert process.poll() is None, "the wheel's server ended"
        return process


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    served = Server(installed, tmp_path_factory.mktemp("served"))
    (served.place / "interview.md").write_bytes(instrument("interview").content)
    served.ask("form", "add", "project", "interview.md")
    process = served.start()
    yield served
    process.terminate()
    assert process.wait(timeout=30) == 0


def test_a_submission_goes_through_the_wheel_by_either_wire(server: Server) -> None:
    enrolled = server.ask("enrol", "project", "--name", "A tablet")
    blank = Blank(compile_form("interview.md", instrument("interview").content).xform)
    answers = {"age": "30_44", "agree_totals": "yes", "first_weeks": "الأوراق كثيرة"}
    plain, sealed = (
        Record(f"uuid:{name}", blank.form_id, blank.version, blank.filled(answers, instance_id=f"uuid:{name}"))
        for name in ("plain", "sealed")
    )
    OpenRosaClient(enrolled["openrosa_url"]).send(plain)
    tablet = TabletClient(f"http://localhost:{server.port}", enrolled["tablet_url"].split("#enrol=")[1])
    tablet.send(sealed, sealed_at="2026-05-04T09:30:00.000Z", content_key=os.urandom(32))
    for record in (plain, sealed):
        assert server.ask("submissions", "project", "--id", record.instance_id)["complete"] is True


def test_the_wheels_pages_find_their_style_and_scripts(server: Server) -> None:
    for path in ("/look/look.css", "/tablet/", "/sign-in"):
        with urllib.request.urlopen(f"http://localhost:{server.port}{path}", timeout=10) as answer:
            assert answer.status == 200
            assert answer.read()


def test_the_wheel_finds_the_metadata_of_releases(installed: Path, tmp_path: Path) -> None:
    probe = "from fieldkit.config import shipped; print(shipped('datasette_metadata.yml'), shipped('training'))"
    said = run(installed.parent / "python", "-c", probe, cwd=tmp_path, environment={"PATH": ""})
    assert said.count("site-packages/fieldkit/shipped/") == 2
