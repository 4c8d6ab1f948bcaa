"""What is held, as the command line says it."""

from pathlib import Path

import pytest

from fieldkit.services.receive import ReceivedFile, receive_submission
from fieldkit.store.project import Project, open_project

from ..conftest import SteeredClock
from .conftest import Run
from .test_forms import VISIT

XML = (
    '<data xmlns:orx="http://openrosa.org/xforms" id="visit" version="1"><open>yes</open><sign>sign.jpg</sign>'
    "<orx:meta><orx:instanceID>uuid:one</orx:instanceID></orx:meta></data>"
)


@pytest.fixture
def held(run: Run, project_folder: Path, tmp_path: Path, clock: SteeredClock) -> Path:
    """A project with one record whose photo has not come yet."""
    form = tmp_path / "visit.md"
    form.write_text(VISIT, encoding="utf-8")
    run("form", "add", project_folder, form)
    project = open_project(project_folder, now=clock())
    receive_submission(project, xml=XML.encode(), files=[], device=None, sealed=False, now=clock())
    project.close()
    return project_folder


def send_photo(folder: Path, clock: SteeredClock, content: bytes) -> str:
    project: Project = open_project(folder, now=clock())
    with project.incoming.new_file() as writer:
        writer.write(content)
        file = writer.finish()
    photo = ReceivedFile("sign.jpg", file.path, file.sha256, file.bytes, "image/jpeg")
    receive_submission(project, xml=XML.encode(), files=[photo], device=None, sealed=False, now=clock())
    project.close()
    return file.sha256


def test_a_record_without_its_photo_is_incomplete_and_says_which(run: Run, held: Path) -> None:
    status = run("submissions", held, "--id", "uuid:one", "--json").object
    assert (status["count"], status["complete"], status["missing"]) == (1, False, ["sign.jpg"])
    assert len(status["xml_sha256"]) == 64


def test_the_record_is_complete_once_its_photo_came(run: Run, held: Path, clock: SteeredClock) -> None:
    sha256 = send_photo(held, clock, b"a photo of a door")
    status = run("submissions", held, "--id", "uuid:one", "--json").object
    assert (status["complete"], status["missing"]) == (True, [])
    assert status["attachments"] == {"sign.jpg": {"sha256": sha256}}


def test_an_unknown_record_counts_nothing_and_ends_with_one(run: Run, held: Path) -> None:
    outcome = run("submissions", held, "--id", "uuid:none", "--json")
    assert outcome.exit == 1
    assert outcome.object["count"] == 0


def test_the_summary_counts_by_form_and_state(run: Run, held: Path) -> None:
    summary = run("submissions", held, "--json").object
    assert (summary["count"], summary["complete"]) == (1, 0)
    assert summary["by_state"] == [{"form_id": "visit", "state": "received", "complete": False, "count": 1}]
    assert [record["instance_id"] for record in summary["submissions"]] == ["uuid:one"]


def test_people_read_it_too(run: Run, held: Path) -> None:
    assert "1 records, 0 of them complete." in run("submissions", held).out
    assert "sign.jpg is missing" in run("submissions", held, "--id", "uuid:one").out
