"""The log page and its chain."""

import re
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from fieldkit.store.project import Project
from fieldkit.web.desk.log_words import WORDS
from tests.web.desk.conftest import Field


def log(client: FlaskClient, address: str = "/log") -> str:
    return unescape(client.get(address).get_data(as_text=True))


def test_the_log_says_who_did_what(coordinator: FlaskClient, field: Field) -> None:
    field.send()
    text = log(coordinator)
    assert "sent a record" in text
    assert "Tablet 3" in text
    assert text.index("sent a record") < text.index("signed in")


def test_a_whole_chain_is_said_to_hold(coordinator: FlaskClient, field: Field) -> None:
    field.send()
    assert "The chain holds" in log(coordinator, "/log?check=yes")


def test_an_event_that_was_changed_behind_our_back_is_named(coordinator: FlaskClient, project: Project) -> None:
    project.write(lambda db: db.execute("DROP TRIGGER event_is_never_changed"))
    project.write(lambda db: db.execute("UPDATE event SET actor = 'account:someone-else' WHERE number = 2"))
    assert "The chain is broken at event 2." in log(coordinator, "/log?check=yes")


def test_older_events_are_a_page_away(coordinator: FlaskClient, field: Field) -> None:
    for number in range(105):
        field.send(instance_id=f"uuid:{number}")
    text = log(coordinator)
    assert "enrolled a tablet" not in text
    older = text.split('href="/log?before=')[1].split('"')[0]
    assert "enrolled a tablet" in log(coordinator, f"/log?before={older}")


def test_every_kind_of_event_has_words() -> None:
    package = Path(__file__).parents[3] / "fieldkit"
    sources = "".join(path.read_text(encoding="utf-8") for path in (package / "services").glob("*.py"))
    kinds = set(re.findall(r'(?:kind=|_record\([^"]*|_log\([^"]*|_log_reading\([^"]*)"([a-z]+\.[a-z-]+)"', sources))
    assert {"device.lost", "recovery.asked", "alert.read", "record.sent-back"} <= kinds
    assert len(kinds) > 15
    assert kinds <= set(WORDS)
