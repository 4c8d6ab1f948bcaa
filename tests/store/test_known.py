"""Devices and forms that are remembered between records, and never believed when they have changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fieldkit.errors import Problem
from fieldkit.services.enrol import known_device, list_devices, revoke_device
from fieldkit.services.forms import declare_roles
from fieldkit.services.receive import receive_submission, submission_status
from fieldkit.store.db import Readers
from fieldkit.store.known import BELIEVED_FOR_SECONDS, Known, KnownDevice, count_of_changes
from fieldkit.store.project import Project, open_project
from fieldkit.store.sqlite import Connection
from fieldkit.store.submissions import find_submission
from tests.records import NOW, TOKEN, enrol, new_instance_id, publish, sha256, submission_xml

HASH = sha256(TOKEN.encode())
FOREIGN = """
| survey | | | |
| | type | name | label |
| | text | person | Who is it? |
| settings | | | |
| | form_id | version | form_title |
| | foreign | 1 | From elsewhere |
"""


class CountingReaders(Readers):
    """Readers that say how often somebody read."""

    count = 0

    @contextmanager
    def read(self) -> Iterator[Connection]:
        self.count += 1
        with super().read() as db:
            yield db


@pytest.fixture(autouse=True)
def visit(project: Project) -> None:
    publish(project)
    enrol(project)


def send(project: Project, known: KnownDevice) -> str:
    instance_id = new_instance_id()
    receive_submission(project, xml=submission_xml(instance_id), files=[], device=known, sealed=False, now=NOW)
    return instance_id


def changes(project: Project) -> int:
    with project.read() as db:
        return count_of_changes(db)


def test_what_was_looked_up_is_not_read_again_for_a_while(project: Project) -> None:
    readers, moments = CountingReaders(project.database), [100.0]
    known = Known(readers, clock=lambda: moments[-1])
    for _ in range(3):
        assert known.device(HASH) is not None
        assert known.form("visit", "3") is not None
    assert readers.count == 2
    moments.append(100.0 + BELIEVED_FOR_SECONDS)
    assert known.device(HASH) is not None
    assert readers.count == 3
    readers.close()


def test_what_is_not_there_is_looked_for_each_time(project: Project) -> None:
    assert project.known.form("visit", "4") is None
    assert project.known.device("0" * 64) is None
    enrol(project, token="u" * 43, name="Tablet 2")
    assert project.known.device(sha256(b"u" * 43)) is not None


def test_records_raise_no_count_and_every_change_of_a_device_or_a_form_does(project: Project) -> None:
    before = changes(project)
    send(project, known_device(project, TOKEN))
    assert changes(project) == before
    revoke_device(project, device_id=list_devices(project)[0].id, actor="command", now=NOW)
    assert changes(project) == before + 1


def test_nothing_is_stored_for_a_device_that_another_process_revokes_while_it_sends(project: Project) -> None:
    known = known_device(project, TOKEN)
    stored = send(project, known)
    command = open_project(project.folder, now=NOW)
    revoke_device(command, device_id=known.device.id, actor="command", now=NOW)
    command.close()
    assert known_device(project, TOKEN) == known, "it is remembered as enrolled"
    refused = new_instance_id()
    with pytest.raises(Problem) as while_sending:
        receive_submission(project, xml=submission_xml(refused), files=[], device=known, sealed=False, now=NOW)
    assert while_sending.value.code == "403.token-revoked"
    with pytest.raises(Problem) as afterwards:
        known_device(project, TOKEN)
    assert afterwards.value.code == "403.token-revoked"
    assert submission_status(project, refused)["count"] == 0
    assert submission_status(project, stored)["count"] == 1


def test_a_record_is_read_by_the_roles_that_its_form_has_when_it_is_stored(project: Project) -> None:
    form = publish(project, FOREIGN)
    known = known_device(project, TOKEN)
    ids = [new_instance_id() for _ in range(2)]
    sent = {one: submission_xml(one, form_id="foreign", version="1", person="AB 12") for one in ids}
    receive_submission(project, xml=sent[ids[0]], files=[], device=known, sealed=False, now=NOW)
    command = open_project(project.folder, now=NOW)
    words = {"/data/person": {"role": "participant"}}
    declare_roles(command, version_id=form.version_id, declarations=words, actor="command", now=NOW)
    command.close()
    receive_submission(project, xml=sent[ids[1]], files=[], device=known, sealed=False, now=NOW)
    with project.read() as db:
        found = [find_submission(db, one) for one in ids]
    assert [one.participant_code for one in found if one] == ["AB12", "AB12"]
