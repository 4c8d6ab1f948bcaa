"""`fieldkit hand-in`: what it prints, and how it ends."""

import os
from pathlib import Path

import pytest

from fieldkit.sealing.seal import seal_envelope
from fieldkit.store.project import open_project
from tests.kit_records import spare_copy
from tests.records import NOW, enrol, publish, submission_xml

from .conftest import Run


@pytest.fixture
def spare(project_folder: Path, tmp_path: Path) -> Path:
    """A spare copy with one record, of an enrolled tablet."""
    project = open_project(project_folder, now=NOW)
    publish(project)
    device_id = enrol(project).device_id
    envelope = seal_envelope(
        xml=submission_xml("uuid:one", who="p1"),
        files=[],
        instance_id="uuid:one",
        form_id="visit",
        form_version="3",
        sealed_at="2026-05-04T09:00:00.000Z",
        public_key=project.keys.sealing.public_key(),
        key_id=project.keys.sealing_key_id,
        content_key=os.urandom(32),
    )
    project.close()
    path = tmp_path / "copy.fieldkit"
    path.write_bytes(spare_copy([envelope], device_id=device_id))
    return path


def test_it_says_what_became_of_each_record(run: Run, project_folder: Path, spare: Path) -> None:
    outcome = run("hand-in", project_folder, spare, "--json")
    assert (outcome.exit, outcome.object["received"], outcome.object["refused"]) == (0, 1, 0)
    assert outcome.object["records"] == [
        {"instance_id": "uuid:one", "form_id": "visit", "outcome": "received", "problem": None}
    ]
    again = run("hand-in", project_folder, spare)
    assert (again.exit, "was here already" in again.out) == (0, True)


def test_what_is_no_spare_copy_is_refused(run: Run, project_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    outcome = run("hand-in", project_folder, other, "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "422.spare")


def test_a_copy_that_was_cut_ends_with_1_and_what_is_whole_can_be_taken(
    run: Run, project_folder: Path, spare: Path
) -> None:
    spare.write_bytes(spare.read_bytes()[:-1])
    assert run("hand-in", project_folder, spare, "--json").object["code"] == "422.spare-cut"
    outcome = run("hand-in", project_folder, spare, "--take-whole", "--json")
    assert (outcome.exit, outcome.object["cut"]) == (1, 1)


def test_a_file_that_is_not_there_is_a_matter_of_usage(run: Run, project_folder: Path, tmp_path: Path) -> None:
    assert run("hand-in", project_folder, tmp_path / "nothing", "--json").exit == 2
