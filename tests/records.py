"""Forms and submissions for tests of the way of a record: published for real, sent as bytes."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from fieldkit.services.enrol import Enrolment, enrol_device
from fieldkit.services.forms import PublishedForm, add_form
from fieldkit.services.receive import ReceivedFile
from fieldkit.store.project import Project

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TOKEN = "t" * 43

VISIT = """
| survey | | | | | |
| | type | name | label | fieldkit::role | fieldkit::scope | fieldkit::section |
| | start | start | | | |
| | end | end | | | |
| | text | who | Whose code is it? | participant | |
| | select_one yes_no | agree_totals | May we count you? | consent | totals |
| | select_one yes_no | agree_quote | May we quote you? | consent | quote |
| | text | office | Which office? | place | |
| | text | office_kind | What kind of office? | place-kind | |
| | text | outcome | What came of it? | outcome | |
| | datetime | left_at | When did you leave? | contact-ended | |
| | datetime | written_at | When did you write this? | contact-written | |
| | integer | clarity | How clear was it? | criterion | | service |
| | text | clarity_reason | Why? | | |
| | integer | respect | How respectful was it? | criterion | | service |
| | image | leaflet | Photograph the leaflet | | |
| | image | sign | Photograph the sign | | |
| | begin_repeat | step | Step | | |
| | text | what | What happened? | fact | |
| | image | proof | A picture of it | | |
| | end_repeat | | | | |
| choices | | | | | |
| | list_name | name | label | | |
| | yes_no | yes | Yes | | |
| | yes_no | no | No | | |
| settings | | | | | |
| | form_id | version | form_title | default_language | |
| | visit | 3 | A visit | English (en) | |
"""


def publish(project: Project, source: str = VISIT, *, media: dict[str, bytes] | None = None) -> PublishedForm:
    """Publish a form that is written as Markdown tables."""
    return add_form(
        project,
        name="form.md",
        content=source.encode(),
        media=media or {},
        language_codes={"English": "en", "default": "en"},
        actor="command",
        now=NOW,
        new_id=lambda: str(uuid.uuid4()),
    )


def enrol(project: Project, name: str = "Tablet 1", token: str = TOKEN) -> Enrolment:
    """Enrol a device."""
    return enrol_device(project, name=name, actor="command", now=NOW, token=token, ids=lambda: str(uuid.uuid4()))


def new_instance_id() -> str:
    return f"uuid:{uuid.uuid4()}"


def submission_xml(
    instance_id: str,
    *,
    deprecated_id: str = "",
    steps: Sequence[dict[str, str]] = (),
    form_id: str = "visit",
    version: str = "3",
    **answers: str,
) -> bytes:
    """Write a submission of the form above, as Collect writes it."""
    deprecated = f"<orx:deprecatedID>{deprecated_id}</orx:deprecatedID>" if deprecated_id else ""
    repeats = "".join(f"<step>{_elements(step)}</step>" for step in steps)
    return (
        f'<?xml version=\'1.0\' ?><data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="{version}">'
        f"{_elements(answers)}{repeats}"
        f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID>{deprecated}</orx:meta></data>"
    ).encode()


def arrived(project: Project, name: str, content: bytes, content_type: str = "image/jpeg") -> ReceivedFile:
    """Put a file where arriving files are, as the wire does."""
    with project.incoming.new_file() as writer:
        writer.write(content)
        file = writer.finish()
    return ReceivedFile(name, file.path, file.sha256, file.bytes, content_type)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _elements(answers: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in answers.items())
