import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.store import media
from fieldkit.store.media import Incoming, keep_bytes, keep_file, media_path, prepare_media, sweep_incoming
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Connection
from tests.records import NOW, arrived, enrol, new_instance_id, publish, sha256, submission_xml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare_media(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "incoming")


def test_a_file_is_kept_under_the_hash_of_its_bytes(folder: Path, incoming: Incoming) -> None:
    assert keep_bytes(folder, incoming, b"picture") == sha256(b"picture")
    assert media_path(folder, sha256(b"picture")).read_bytes() == b"picture"


def test_the_same_bytes_again_are_not_written_again(
    folder: Path, incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_bytes(folder, incoming, b"picture")
    before = media_path(folder, sha256(b"picture")).stat()
    with incoming.new_file() as writer:
        writer.write(b"picture")
        keep_file(folder, writer.finish())
    assert media_path(folder, sha256(b"picture")).stat().st_ino == before.st_ino
    monkeypatch.setattr(incoming, "new_file", None)
    keep_bytes(folder, incoming, b"picture")


def test_an_unfinished_file_is_gone(incoming: Incoming) -> None:
    def interrupted() -> None:
        with incoming.new_file() as writer:
            writer.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in incoming.folder.iterdir()] == ["lock"]


def test_sweeping_removes_what_the_dead_left_and_nothing_of_the_living(tmp_path: Path, incoming: Incoming) -> None:
    living = incoming.new_file()
    script = (
        "import os, pathlib, sys; from fieldkit.store.media import Incoming;"
        "i = Incoming(pathlib.Path(sys.argv[1])); w = i.new_file(); w.write(b'x' * 9000); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "incoming")], check=False)
    assert len(list((tmp_path / "incoming").glob("*/*"))) == 4
    assert sweep_incoming(tmp_path / "incoming") == 1
    living.write(b"still here")
    keep_file_of(living, tmp_path)
    incoming.close()
    assert list((tmp_path / "incoming").glob("*/*")) == []


def keep_file_of(writer: media.IncomingWriter, tmp_path: Path) -> None:
    prepare_media(tmp_path / "media")
    keep_file(tmp_path / "media", writer.finish())


def test_the_order_is_flush_rename_flush_folder_commit(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldkit.services.receive import receive_submission

    publish(project)
    enrol(project)
    steps: list[str] = []

    def noting(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            steps.append(name(*arguments) if callable(name) else name)
            return original(*arguments, **named)

        return call

    def kind(descriptor: int) -> str:
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        return "flush folder" if place.is_dir() else "flush file"

    monkeypatch.setattr(os, "fsync", noting(kind, os.fsync))  # type: ignore[arg-type]
    monkeypatch.setattr(Path, "replace", noting("rename", Path.replace))
    write = project.write

    def commit(work: Callable[[Connection], object]) -> object:
        steps.append("commit")
        return write(work)

    monkeypatch.setattr(project, "write", commit)
    file = arrived(project, "1.jpg", b"one")
    receive_submission(project, xml=submission_xml(new_instance_id()), files=[file], device=None, sealed=False, now=NOW)
    assert steps == ["flush file", "rename", "flush folder", "commit"]
