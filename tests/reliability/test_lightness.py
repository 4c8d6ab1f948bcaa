"""What serving costs: no heavy library on the path of a request, and a server that fits beside others."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.load import run_load
from benchmarks.server import make_project, start

HEAVY = (
    "pandas",
    "scipy",
    "numpy",
    "textblob",
    "nltk",
    "pyxform",
    "openpyxl",
    "docx",
    "sqlite_utils",
    "datasette",
    "PIL",
)
SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from fieldkit.store.project import open_project
from fieldkit.web.app import create_app
project = open_project(Path(sys.argv[1]), now=datetime.now(UTC), mode="server")
client = create_app(project).test_client()
client.get("/sign-in")
assert client.get(f"/key/{sys.argv[2]}/formList").status_code == 200
project.close()
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""
LARGEST_BYTES = 150_000_000


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, tuple[str, ...]]:
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    return make_project(tmp_path, devices=1)


def test_serving_a_page_and_a_list_of_forms_imports_nothing_heavy(made: tuple[Path, tuple[str, ...]]) -> None:
    folder, [token] = made
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), token, *HEAVY], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


@pytest.mark.slow
def test_main_and_worker_weigh_at_most_150_mb_after_a_submission(made: tuple[Path, tuple[str, ...]]) -> None:
    server = start(*made)
    try:
        [client] = run_load(server.port, list(server.tokens), 1, 0.5, 0)
        assert client.acknowledged
        assert server.memory_bytes() <= LARGEST_BYTES
    finally:
        server.process.terminate()
        server.process.wait(timeout=60)
