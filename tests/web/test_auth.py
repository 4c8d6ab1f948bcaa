from flask.testing import FlaskClient


def test_a_signed_in_coordinator_sees_the_home_page(coordinator: FlaskClient) -> None:
    answer = coordinator.get("/")
    assert answer.status_code == 200
    assert "Ada Lindqvist" in answer.get_data(as_text=True)
