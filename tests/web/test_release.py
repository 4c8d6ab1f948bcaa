"""The release pages as a coordinator uses them."""

import re

import pytest
from flask.testing import FlaskClient

from fieldkit.services.release import prepare_release
from fieldkit.store.project import Project
from tests.release_world import World


@pytest.fixture
def world(project: Project) -> World:
    made = World(project)
    made.publish_forms()
    return made


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def hidden_value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


@pytest.fixture
def ada(world: World, app: object, project: Project, clock: object) -> FlaskClient:
    from tests.conftest import COORDINATOR_PASSWORD

    client: FlaskClient = app.test_client()  # type: ignore[attr-defined]
    client.post("/sign-in", data={"email": world.ada.email, "password": COORDINATOR_PASSWORD})
    return client


def test_a_coordinator_goes_from_nothing_to_an_approved_plan(world: World, ada: FlaskClient) -> None:
    world.people(weeks=9, months=12, year=33)
    assert "By default nothing leaves" in text(ada, "/release/")
    ada.post("/release/tables", data={"title": "How long", "rows": "talk /data/stage", "columns": ""})
    ada.post("/release/heard/en", data={"statement": ["Papers take months.", ""]})
    plan = text(ada, "/release/plan")
    assert "Papers take months." in plan
    assert "hidden: 2 of 4 numbers" in plan
    ada.post("/release/plan/approve", data={"plan": hidden_value(plan, "plan")})
    assert "exactly this plan: 1 of 2" in text(ada, "/release/")
    assert prepare_release(world.project).approvers == (world.ada.id,)


def test_a_plan_that_changed_since_it_was_seen_cannot_be_approved(world: World, ada: FlaskClient) -> None:
    world.heard("Papers take months.")
    plan = text(ada, "/release/plan")
    world.heard("Papers take years.")
    answer = ada.post("/release/plan/approve", data={"plan": hidden_value(plan, "plan")})
    assert answer.status_code == 409
    assert prepare_release(world.project).approvers == ()


def test_a_quotation_passes_two_steps_in_the_browser(world: World, ada: FlaskClient) -> None:
    segment = world.segment("Omar waits with me, call 06 698 2345.", full_name="Omar Haddad")
    assert "Choose and read it" in text(ada, "/release/quotations")
    ada.post(f"/release/quotations/{segment}/choose")
    page = text(ada, f"/release/quotations/{segment}")
    assert "Suggestions miss about one in five; you decide." in page
    assert ">06 698 2345</mark>" in page
    bound = hidden_value(page, "bound")
    words = {"bound": bound, "words": "[A friend] waits with me."}
    ada.post(f"/release/quotations/{segment}/identifiers", data=words)
    page = text(ada, f"/release/quotations/{segment}")
    seen = {"bound": hidden_value(page, "bound"), "published": hidden_value(page, "published")}
    ada.post(f"/release/quotations/{segment}/recognition", data=seen)
    assert "May be quoted" in text(ada, "/release/quotations")


def test_the_blocked_build_lists_what_to_do(world: World, ada: FlaskClient) -> None:
    answer = ada.post("/release/build")
    assert answer.status_code == 409
    assert "nothing is released" in answer.get_data(as_text=True)


def test_partners_do_not_reach_the_release_room(world: World, partner: FlaskClient) -> None:
    for address in ("/release/", "/release/tables", "/release/heard", "/release/quotations", "/release/plan"):
        assert partner.get(address).status_code == 403
