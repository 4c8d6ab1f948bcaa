"""Records at the desk, sent as tablets send them."""

import re
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from fieldkit.demo.blank import Answers, Blank
from fieldkit.forms.library import instrument
from fieldkit.services.enrol import device_for_token, enrol_device
from fieldkit.services.forms import PublishedForm, add_form, form_documents
from fieldkit.services.receive import ReceivedFile, receive_submission
from fieldkit.store.project import Project
from fieldkit.store.reviews import find_record_by_instance
from tests.conftest import SteeredClock

CONTACT: Answers = {
    "start": "2026-05-04T10:00:00.000+02:00",
    "scenario": "A1",
    "place_code": "R07",
    "place_kind": "housing",
    "channel": "visit",
    "started": "2026-05-04T10:05:00.000+02:00",
    "outcome": "served",
    "ended": "2026-05-04T10:50:00.000+02:00",
    "minutes_waited": "35",
    "easy_to_find": "4",
    "greeting": "2",
    "facts": [{"fact": "I asked for the waiting list."}, {"fact": "أعطوني ورقة بالعربية"}],
    "evidence": "leaflet.jpg",
    "remark": "The sign is <b>hidden</b> behind a plant.",
}


def photo(colour: str = "teal") -> bytes:
    content = BytesIO()
    Image.new("RGB", (48, 32), colour).save(content, "JPEG")
    return content.getvalue()


class Field:
    """Somebody in the field, with a tablet and two forms."""

    def __init__(self, project: Project, clock: SteeredClock) -> None:
        self.project, self.clock = project, clock
        self.forms = {name: self._publish(name) for name in ("service-contact", "interview")}
        token = "t" * 43
        enrol_device(
            project, name="Tablet 3", actor="command", now=clock(), token=token, ids=iter(["device-3"]).__next__
        )
        self.device = device_for_token(project, token)

    def send(
        self,
        answers: Answers = CONTACT,
        *,
        form: str = "service-contact",
        instance_id: str = "uuid:1",
        replaces: str = "",
        files: Mapping[str, bytes] | None = None,
        tail: bytes = b"",
    ) -> int:
        """Send a record, `tail` behind its last tag, and return the number by which the desk's addresses know it."""
        documents = form_documents(self.project, self.forms[form].version_id)
        xml = Blank(documents.xform).filled(answers, instance_id=instance_id)
        if replaces:
            named = rf"\g<0><\1deprecatedID>{replaces}</\1deprecatedID>"
            xml = re.sub(r"</(\w*:?)instanceID>", named, xml.decode()).encode()
        receive_submission(
            self.project,
            xml=xml + tail,
            files=[self._file(name, content) for name, content in (files or {}).items()],
            device=self.device,
            sealed=False,
            now=self.clock(),
        )
        with self.project.read() as db:
            record = find_record_by_instance(db, instance_id)
        assert record is not None
        return record.id

    def _publish(self, name: str) -> PublishedForm:
        found = instrument(name)
        return add_form(
            self.project,
            name=found.file_name,
            content=found.content,
            media={},
            language_codes={},
            actor="command",
            now=self.clock(),
            new_id=lambda: f"version-{name}",
        )

    def _file(self, name: str, content: bytes) -> ReceivedFile:
        with self.project.incoming.new_file() as writer:
            writer.write(content)
            arrived = writer.finish()
        assert arrived.sha256 == sha256(content).hexdigest()
        return ReceivedFile(name, arrived.path, arrived.sha256, arrived.bytes, "image/jpeg")


@pytest.fixture
def field(project: Project, clock: SteeredClock) -> Field:
    return Field(project, clock)
