"""Home: what waits, the earliest due first."""

from html import unescape

from flask.testing import FlaskClient

from tests.conftest import SteeredClock
from tests.web.desk.conftest import Field


def home(client: FlaskClient) -> str:
    return unescape(client.get("/").get_data(as_text=True))


def test_a_new_project_is_told_its_first_steps(coordinator: FlaskClient) -> None:
    text = home(coordinator)
    assert "First steps" in text
    assert "Enrol a tablet" in text


def test_what_waits_is_listed_the_earliest_due_first(
    coordinator: FlaskClient, field: Field, clock: SteeredClock
) -> None:
    first = field.send()
    clock.advance(hours=1)
    second = field.send(instance_id="uuid:2")
    text = home(coordinator)
    assert text.index(f"/records/{first}") < text.index(f"/records/{second}")
    assert "2 records wait for you" in text


def test_what_is_late_is_said_to_be(coordinator: FlaskClient, field: Field, clock: SteeredClock) -> None:
    field.send()
    clock.advance(days=6)
    assert "Was due" not in home(coordinator)
    coordinator.post("/sign-out")
    clock.advance(days=2)
    coordinator.post("/sign-in", data={"email": "ada@example.org", "password": "four plain words here"})
    assert "Was due" in home(coordinator)


def test_what_came_in_before_anybody_was_there_waits_for_the_first_coordinator(field: Field, request) -> None:  # type: ignore[no-untyped-def]
    record = field.send()
    assert f"/records/{record}" in home(request.getfixturevalue("coordinator"))


def test_an_approved_record_waits_no_more(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    coordinator.post(
        f"/records/{record}/decision", data={"instance_id": "uuid:1", "state": "approved", "despite": "yes"}
    )
    text = home(coordinator)
    assert f"/records/{record}" not in text
    assert "Nothing waits" in text


def test_records_of_a_closed_account_go_to_who_closed_it(
    coordinator: FlaskClient, second_coordinator: FlaskClient, field: Field
) -> None:
    records = [field.send(instance_id=f"uuid:{number}") for number in range(4)]
    coordinator.post("/people/accounts/account-bruno/close")
    text = home(coordinator)
    assert all(f"/records/{record}" in text for record in records)
