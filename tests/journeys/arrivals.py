"""What came of a record: what the tablet sealed, as its own manifest says, and what the server holds, byte by byte."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from fieldkit.store.media import media_path
from tests.journeys.tablets import opened


@dataclass(frozen=True)
class Arrived:
    """One record on the server.

    Attributes:
        files: content of each file, by its name.
    """

    instance_id: str
    xml: bytes
    files: dict[str, bytes]

    def fits(self, manifest: dict[str, Any]) -> bool:
        """Whether these are the very bytes that the tablet sealed."""
        sealed = {file["name"]: (file["sha256"], file["bytes"]) for file in manifest["files"]}
        held = {name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in self.files.items()}
        return hashlib.sha256(self.xml).hexdigest() == manifest["xml_sha256"] and held == sealed


def arrived(folder: Path, answer: str) -> list[Arrived]:
    """Every record on the server in which this was answered."""
    with opened(folder) as project, project.read() as db:
        rows = db.execute("SELECT id, instance_id, xml FROM submission ORDER BY id").fetchall()
        found = []
        for row in rows:
            files = db.execute(
                "SELECT name, sha256 FROM submission_file WHERE submission_id = ? AND state = 'held'", (row["id"],)
            )
            contents = {file["name"]: media_path(project.media, file["sha256"]).read_bytes() for file in files}
            found.append(Arrived(row["instance_id"], bytes(row["xml"]), contents))
    return [record for record in found if answer.encode() in record.xml]


def only_one(folder: Path, answer: str) -> Arrived:
    """The one record in which this was answered; there must be neither none nor two."""
    [record] = arrived(folder, answer)
    return record


def manifests(page: Page) -> dict[str, dict[str, Any]]:
    """What the tablet says of each record that waits: names, lengths and hashes, by its instanceID."""
    found: dict[str, dict[str, Any]] = page.evaluate(MANIFESTS)
    return found


MANIFESTS = """async () => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const db = await asked(indexedDB.open('fieldkit'));
  const waiting = await asked(db.transaction('outbox').objectStore('outbox').getAll());
  db.close();
  return Object.fromEntries(waiting.map(({ instanceId, manifest }) => [instanceId, manifest]));
}"""
