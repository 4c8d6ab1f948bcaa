"""One project: its folder, its settings, its keys, its databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from fieldkit.config import Settings, load_settings
from fieldkit.sealing.keys import ProjectKeys, load_keys
from fieldkit.store.db import DirectWriter, Readers, Watch, Writer, migrate
from fieldkit.store.group_commit import GroupCommitWriter
from fieldkit.store.known import Known
from fieldkit.store.media import Incoming, keep_bytes, prepare_media, sweep_incoming
from fieldkit.store.sqlite import Connection
from fieldkit.store.staging import sweep_staging
from fieldkit.store.times import as_text

T = TypeVar("T")


class Project:
    """An open project. Services take it as their first argument; only `store/` looks inside its databases.

    Attributes:
        folder: the project's folder.
        settings: what `fieldkit.toml` said when the project was opened.
        keys: the project's secrets, from outside the folder.
        incoming: temporary files of this process, on the same disk as `media`.
        known: devices and forms, remembered between records.
    """

    def __init__(self, folder: Path, settings: Settings, keys: ProjectKeys, writer: Writer) -> None:
        self.folder, self.settings, self.keys = folder, settings, keys
        self._writer = writer
        self._readers = Readers(self.database)
        self._watch = Watch(self.database)
        self.known = Known(self._readers)
        self.incoming = Incoming(folder / "incoming")

    @property
    def database(self) -> Path:
        """The live database."""
        return self.folder / "project.db"

    @property
    def media(self) -> Path:
        """The folder of content-addressed files."""
        return self.folder / "media"

    @property
    def releases(self) -> Path:
        """The folder that holds one folder per release."""
        return self.folder / "releases"

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction; when this returns, its changes are on disk."""
        return self._writer.run(work)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give one consistent, read-only view."""
        with self._readers.read() as connection:
            yield connection

    def version(self) -> int:
        """Return a number that is another one as soon as anybody has written anything."""
        return self._watch.version()

    def keep(self, content: bytes) -> str:
        """Keep `content` in the media folder, durably, and return its SHA-256; name it with `record_media` after."""
        return keep_bytes(self.media, self.incoming, content)

    def close(self) -> None:
        """Store what was accepted and let go of the files."""
        self._writer.close()
        self._readers.close()
        self._watch.close()
        self.incoming.close()


def open_project(folder: Path, *, now: datetime, mode: Literal["server", "command"] = "command") -> Project:
    """Open the project in `folder`, bringing its database to the newest migration.

    Raises:
        Problem: when there is no project, its settings or keys cannot be read, or SQLite is unsafe.
    """
    settings = load_settings(folder)
    keys = load_keys(settings.project_id)
    folder = folder.resolve()
    for name in ("media", "releases", "backups", "incoming"):
        (folder / name).mkdir(exist_ok=True)
    prepare_media(folder / "media")
    sweep_incoming(folder / "incoming")
    sweep_staging(folder / "staging", now)
    migrator = DirectWriter(folder / "project.db")
    try:
        migrate(migrator, as_text(now))
    finally:
        migrator.close()
    writer = GroupCommitWriter(folder / "project.db") if mode == "server" else DirectWriter(folder / "project.db")
    return Project(folder, settings, keys, writer)
