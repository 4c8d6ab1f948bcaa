"""A disk that fills up in the middle of a submission: a clear error, nothing half stored, recovery with the space."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from fieldkit.config import Settings, save_settings
from fieldkit.errors import Problem
from fieldkit.sealing.keys import generate_keys, save_keys
from fieldkit.services.receive import submission_status
from fieldkit.store.db import Writer
from fieldkit.store.project import Project, open_project
from fieldkit.web.app import create_app
from tests.records import TOKEN, enrol, new_instance_id, publish, submission_xml
from tests.web.openrosa.collect import HEADERS, body, photo

DISK_BYTES = 6 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB; it takes the right to mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root; the other tests of this file fill the database instead")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_project(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("FIELDKIT_KEYS", str(tmp_path / "keys"))
    folder = small_disk / "project"
    folder.mkdir()
    save_settings(folder, Settings(project_id="small", title="A small disk"))
    save_keys("small", generate_keys())
    project = open_project(folder, now=datetime.now(UTC), mode="server")
    publish(project)
    enrol(project)
    yield project
    project.close()


def send(project: Project, xml: bytes, picture: bytes | None = None) -> tuple[int, str]:
    content, content_type = body(xml, [photo("1.jpg", picture)] if picture else [])
    client = create_app(project).test_client()
    answer = client.post(f"/key/{TOKEN}/submission", data=content, headers={**HEADERS, "Content-Type": content_type})
    return answer.status_code, "".join(etree.fromstring(answer.data).itertext())


def test_a_photo_that_does_not_fit_is_refused_and_comes_in_when_there_is_space_again(small_project: Project) -> None:
    filler = small_project.folder.parent / "filler"
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="1.jpg")
    picture = bytes(range(256)) * 8000
    filler.write_bytes(bytes(shutil.disk_usage(filler.parent).free - 1024 * 1024))
    status, text = send(small_project, xml, picture)
    assert (status, "disk is full" in text) == (507, True)
    assert submission_status(small_project, instance_id)["count"] == 0
    assert [path for path in small_project.incoming.folder.iterdir() if path.name != "lock"] == []
    filler.unlink()
    assert send(small_project, xml, picture)[0] == 201
    assert submission_status(small_project, instance_id)["complete"]


def test_when_not_even_the_database_can_grow_nothing_is_half_stored(small_project: Project) -> None:
    filler = small_project.folder.parent / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
    except OSError:
        pass
    refused = [new_instance_id() for _ in range(3)]
    for instance_id in refused:
        status, text = send(small_project, submission_xml(instance_id, office="x" * 200_000))
        assert status == 507, text
    filler.unlink()
    stored = new_instance_id()
    assert send(small_project, submission_xml(stored, office="x" * 200_000))[0] == 201
    assert [submission_status(small_project, one)["count"] for one in (*refused, stored)] == [0, 0, 0, 1]


def limit_pages(project: Project, more: int) -> None:
    def limit(db: object) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        db.execute(f"PRAGMA max_page_count = {pages + more}")  # type: ignore[attr-defined]

    project.write(limit)


@pytest.mark.parametrize("mode", ["server", "command"])
def test_a_database_that_is_full_says_so_and_goes_on_when_there_is_space(
    project_folder: Path, mode: str, clock: Callable[[], datetime]
) -> None:
    project = open_project(project_folder, now=clock(), mode=mode)  # type: ignore[arg-type]
    publish(project)
    enrol(project)
    limit_pages(project, 4)
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, office="x" * 500_000)
    assert send(project, xml)[0] == 507
    assert submission_status(project, instance_id)["count"] == 0
    limit_pages(project, 100_000)
    assert send(project, xml)[0] == 201
    project.close()


def test_everybody_in_a_group_that_met_a_full_disk_is_told_so(project: Project) -> None:
    import threading

    limit_pages(project, 4)
    writer: Writer = project._writer
    entered, go = threading.Event(), threading.Event()

    def hold(db: object) -> None:
        entered.set()
        go.wait(timeout=10)

    def small(db: object) -> int:
        return 1

    def large(db: object) -> None:
        db.execute("INSERT INTO form VALUES ('big', ?, NULL, '')", ("x" * 1_000_000,))  # type: ignore[attr-defined]

    outcomes: list[object] = []

    def run(work: Callable[[object], object]) -> None:
        try:
            outcomes.append(writer.run(work))
        except Problem as problem:
            outcomes.append(problem.code)

    threads = [threading.Thread(target=run, args=(work,)) for work in (hold, small, large, small)]
    threads[0].start()
    entered.wait(timeout=10)
    for thread in threads[1:]:
        thread.start()
    while writer._queue.qsize() < 3:  # type: ignore[attr-defined]
        pass
    go.set()
    for thread in threads:
        thread.join(timeout=10)
    assert sorted(map(str, outcomes)) == ["507.disk-full", "507.disk-full", "507.disk-full", "None"]
    assert writer.run(small) == 1
