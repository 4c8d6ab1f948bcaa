import re

import pytest
from flask.testing import FlaskClient

from fieldkit.store.events import list_events
from fieldkit.store.participants import ensure_participant
from fieldkit.store.project import Project
from tests.conftest import SteeredClock

PAGE = "/people/participants/K7Q2"


@pytest.fixture
def participant(project: Project, clock: SteeredClock) -> str:
    project.write(lambda db: ensure_participant(db, "K7Q2", clock()))
    return "K7Q2"


def kinds(project: Project) -> list[str]:
    with project.read() as db:
        return [event.kind for event in list_events(db, subject="participant:K7Q2")]


def test_the_vault_stays_closed_until_it_is_asked_for(
    coordinator: FlaskClient, project: Project, participant: str
) -> None:
    coordinator.post(f"{PAGE}/person", data={"name": "Samira Invented", "contact": "the library desk"})
    coordinator.post(f"{PAGE}/pseudonyms", data={"original": "Via del Porto", "stand_in": "a street"})
    coordinator.post(f"{PAGE}/notes", data={"text": "Call before visiting."})
    closed = coordinator.get(PAGE).get_data(as_text=True)
    assert "Samira" not in closed
    assert "vault.read" not in kinds(project)
    opened = coordinator.post(f"{PAGE}/identity").get_data(as_text=True)
    for words in ("Samira Invented", "the library desk", "Via del Porto", "a street", "Call before visiting."):
        assert words in opened
    assert kinds(project)[0] == "vault.read"


def test_an_entry_is_removed_for_good(coordinator: FlaskClient, participant: str) -> None:
    coordinator.post(f"{PAGE}/notes", data={"text": "Call before visiting."})
    opened = coordinator.post(f"{PAGE}/identity").get_data(as_text=True)
    remove = re.search(r'action="([^"]+safeguarding_note[^"]+remove)"', opened)
    assert remove
    coordinator.post(remove[1])
    assert "Call before visiting." not in coordinator.post(f"{PAGE}/identity").get_data(as_text=True)


def test_an_unknown_code_has_no_page_and_gets_no_file(coordinator: FlaskClient, project: Project) -> None:
    for path, method in ((PAGE, "get"), (f"{PAGE}/identity", "post"), (f"{PAGE}/notes", "post")):
        assert getattr(coordinator, method)(path, data={"text": "x"}).status_code == 404
    assert kinds(project) == []


def test_partners_never_see_it(partner: FlaskClient, participant: str) -> None:
    assert partner.get(PAGE).status_code == 403
    assert partner.post(f"{PAGE}/identity").status_code == 403
