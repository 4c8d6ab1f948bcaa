from datetime import timedelta
from typing import Any

import pytest

from fieldkit.errors import Problem
from fieldkit.services.derived_rows import derive_again
from fieldkit.services.enrol import device_for_token
from fieldkit.services.receive import receive_submission, submission_status
from fieldkit.store.events import first_broken_event, list_events
from fieldkit.store.project import Project
from fieldkit.store.submissions import find_submission, load_xml
from tests.records import NOW, TOKEN, VISIT, arrived, enrol, new_instance_id, publish, sha256, submission_xml


@pytest.fixture(autouse=True)
def visit(project: Project) -> None:
    publish(project)
    enrol(project)


def receive(project: Project, xml: bytes, *files: tuple[str, bytes]) -> Any:
    return receive_submission(
        project,
        xml=xml,
        files=[arrived(project, name, content) for name, content in files],
        device=device_for_token(project, TOKEN),
        sealed=False,
        now=NOW,
    )


def rows(project: Project, query: str) -> list[dict[str, Any]]:
    with project.read() as db:
        return [dict(row) for row in db.execute(query)]


ANSWERS = {
    "start": "2026-05-03T10:00:00.000+02:00",
    "end": "2026-05-03T10:30:00.000+02:00",
    "who": " ab 12 ",
    "agree_totals": "yes",
    "agree_quote": "no",
    "office": "17",
    "office_kind": "town-hall",
    "outcome": "helped",
    "left_at": "2026-05-03T10:10:00.000+02:00",
    "written_at": "2026-05-03T10:25:30.000+02:00",
    "clarity": "4",
    "clarity_reason": "They drew a map",
    "respect": "na",
}


def test_the_bytes_are_kept_verbatim(project: Project) -> None:
    instance_id = new_instance_id()
    xml = b"\xef\xbb\xbf" + submission_xml(instance_id, office="  spaced\r\n") + b"\n\n"
    receive(project, xml)
    with project.read() as db:
        stored = find_submission(db, instance_id)
        assert stored is not None
        assert load_xml(db, stored.id) == xml


def test_whose_it_is_what_they_agreed_to_the_contact_and_its_ratings_follow(project: Project) -> None:
    instance_id = new_instance_id()
    receive(project, submission_xml(instance_id, **ANSWERS))
    assert [row["code"] for row in rows(project, "SELECT code FROM participant")] == ["AB12"]
    assert rows(project, "SELECT participant_code FROM submission") == [{"participant_code": "AB12"}]
    assert rows(project, "SELECT scope, given, participant_code, at FROM consent ORDER BY scope") == [
        {"scope": "quote", "given": 0, "participant_code": "AB12", "at": "2026-05-03T08:30:00.000Z"},
        {"scope": "totals", "given": 1, "participant_code": "AB12", "at": "2026-05-03T08:30:00.000Z"},
    ]
    [contact] = rows(project, "SELECT place_code, place_kind, outcome, ended_at, delay_minutes FROM contact")
    assert contact == {
        "place_code": "17",
        "place_kind": "town-hall",
        "outcome": "helped",
        "ended_at": "2026-05-03T08:10:00.000Z",
        "delay_minutes": 15.5,
    }
    assert rows(project, "SELECT criterion, round, value, reason FROM rating ORDER BY criterion") == [
        {"criterion": "clarity", "round": 1, "value": 4.0, "reason": "They drew a map"},
        {"criterion": "respect", "round": 1, "value": None, "reason": None},
    ]


def test_a_clock_that_runs_ahead_cannot_outdate_what_is_said_later(project: Project) -> None:
    receive(project, submission_xml(new_instance_id(), **{**ANSWERS, "end": "2031-01-01T00:00:00.000Z"}))
    assert {row["at"] for row in rows(project, "SELECT at FROM consent")} == {"2026-05-04T09:30:00.000Z"}


def test_silence_is_no_consent(project: Project) -> None:
    receive(project, submission_xml(new_instance_id(), who="p1", agree_totals="", agree_quote="maybe"))
    assert rows(project, "SELECT scope, given FROM consent") == [{"scope": "quote", "given": 0}]


def test_an_edit_takes_the_place_of_what_it_edits_and_its_rows(project: Project) -> None:
    first, second = new_instance_id(), new_instance_id()
    receive(project, submission_xml(first, **ANSWERS))
    receive(project, submission_xml(second, deprecated_id=first, **{**ANSWERS, "agree_quote": "yes", "clarity": "2"}))
    assert submission_status(project, first)["superseded_by"] == second
    assert submission_status(project, second)["state"] == "edited"
    assert rows(project, "SELECT scope, given FROM consent ORDER BY scope") == [
        {"scope": "quote", "given": 1},
        {"scope": "totals", "given": 1},
    ]
    assert rows(project, "SELECT value FROM rating WHERE criterion = 'clarity'") == [{"value": 2.0}]


def test_an_edit_of_what_was_already_replaced_is_kept_aside(project: Project) -> None:
    first, second, third = (new_instance_id() for _ in range(3))
    receive(project, submission_xml(first))
    receive(project, submission_xml(second, deprecated_id=first))
    receive(project, submission_xml(second, deprecated_id=first))
    with pytest.raises(Problem) as refused:
        receive(project, submission_xml(third, deprecated_id=first), ("p.jpg", b"picture"))
    assert refused.value.code == "409.edit-stale"
    status = submission_status(project, third)
    assert status["count"] == 0
    assert status["kept_aside"][0]["files"] == {"p.jpg": sha256(b"picture")}


def test_an_edit_that_arrives_before_what_it_edits_still_takes_its_place(project: Project) -> None:
    first, second, third = (new_instance_id() for _ in range(3))
    receive(project, submission_xml(second, deprecated_id=first, **ANSWERS))
    with pytest.raises(Problem):
        receive(project, submission_xml(third, deprecated_id=first, **ANSWERS))
    receive(project, submission_xml(first, **ANSWERS))
    assert submission_status(project, first)["superseded_by"] == second
    assert submission_status(project, second)["superseded_by"] is None
    assert rows(project, "SELECT count(*) AS n FROM contact") == [{"n": 1}]


NEVER_ASKED = (
    VISIT.replace("| | end | end | | | |", "| | end | end | | contact-written | |")
    .replace("| | datetime | written_at | When did you write this? | contact-written | |\n", "")
    .replace("| visit | 3 |", "| visit | 4 |")
)
LATER = {"start": "2026-05-03T10:00:00.000+02:00", "end": "2026-05-09T08:00:00.000+02:00"}


def test_a_corrected_contact_was_written_down_when_its_first_version_was(project: Project) -> None:
    """A tablet rewrites `end` when it corrects; the delay is the contact's, not the correction's."""
    publish(project, NEVER_ASKED)
    answers = {name: value for name, value in ANSWERS.items() if name != "written_at"}
    first, second, third = (new_instance_id() for _ in range(3))
    receive(project, submission_xml(first, version="4", **answers))
    receive(project, submission_xml(second, deprecated_id=first, version="4", **{**answers, **LATER}))
    answers = {**answers, **LATER, "left_at": "2026-05-03T10:20:00.000+02:00"}
    receive(project, submission_xml(third, deprecated_id=second, version="4", **answers))
    query = "SELECT written_at, delay_minutes FROM contact"
    first_writing = [{"written_at": "2026-05-03T08:30:00.000Z", "delay_minutes": 10.0}]
    assert rows(project, query) == first_writing
    derive_again(project, instance_id=third, now=NOW)
    assert rows(project, query) == first_writing


def test_a_correction_that_came_before_what_it_corrects_gets_the_first_writing_when_that_comes(
    project: Project,
) -> None:
    publish(project, NEVER_ASKED)
    answers = {name: value for name, value in ANSWERS.items() if name != "written_at"}
    first, second = new_instance_id(), new_instance_id()
    receive(project, submission_xml(second, deprecated_id=first, version="4", **{**answers, **LATER}))
    receive(project, submission_xml(first, version="4", **answers))
    assert rows(project, "SELECT delay_minutes FROM contact") == [{"delay_minutes": 20.0}]
    assert rows(project, "SELECT DISTINCT at FROM consent") == [{"at": "2026-05-03T08:30:00.000Z"}]


def test_when_it_was_written_can_be_corrected_where_somebody_is_asked_for_it(project: Project) -> None:
    first, second = new_instance_id(), new_instance_id()
    receive(project, submission_xml(first, **ANSWERS))
    corrected = {**ANSWERS, "written_at": "2026-05-03T10:40:00.000+02:00"}
    receive(project, submission_xml(second, deprecated_id=first, **corrected))
    assert rows(project, "SELECT delay_minutes FROM contact") == [{"delay_minutes": 30.0}]


def test_a_correction_does_not_bring_back_what_was_agreed_to_before_a_later_refusal(project: Project) -> None:
    """Somebody agrees, then refuses; then a street name in the first conversation is corrected."""
    first, refusal, correction = (new_instance_id() for _ in range(3))
    agreed = {**ANSWERS, "agree_quote": "yes"}
    receive(project, submission_xml(first, **agreed))
    later = {"start": "2026-05-04T09:00:00.000Z", "end": "2026-05-04T09:10:00.000Z"}
    receive(project, submission_xml(refusal, **{**ANSWERS, **later, "agree_quote": "no"}))
    last_of_all = {"end": "2026-05-04T09:20:00.000Z", "office": "18"}
    receive(project, submission_xml(correction, deprecated_id=first, **{**agreed, **last_of_all}))
    last = "SELECT given FROM consent WHERE scope = 'quote' ORDER BY at DESC LIMIT 1"
    assert rows(project, last) == [{"given": 0}]


def test_an_edit_cannot_replace_a_record_of_another_form(project: Project) -> None:
    from tests.web.openrosa.test_collect import WITH_MEDIA

    publish(project, WITH_MEDIA, media={"sign post.png": b"picture"})
    first, second = new_instance_id(), new_instance_id()
    receive(project, submission_xml(first))
    with pytest.raises(Problem) as refused:
        receive(project, submission_xml(second, deprecated_id=first, form_id="signs", version="1"))
    assert refused.value.code == "409.edit-of-other-form"
    assert submission_status(project, first)["superseded_by"] is None


def test_an_edit_that_names_itself_is_an_ordinary_record(project: Project) -> None:
    instance_id = new_instance_id()
    receive(project, submission_xml(instance_id, deprecated_id=instance_id))
    status = submission_status(project, instance_id)
    assert (status["superseded_by"], status["deprecated_id"], status["state"]) == (None, None, "received")


def test_deriving_again_gives_the_same_rows(project: Project) -> None:
    instance_id = new_instance_id()
    receive(project, submission_xml(instance_id, **ANSWERS))
    tables = ("consent", "contact", "rating", "participant")
    queries = {table: f"SELECT * FROM {table}" for table in tables}
    before = {table: rows(project, query) for table, query in queries.items()}
    derive_again(project, instance_id=instance_id, now=NOW + timedelta(days=1))
    for table, query in queries.items():
        after = rows(project, query)
        assert [without_id(row) for row in after] == [without_id(row) for row in before[table]]
    with pytest.raises(Problem, match="no such record"):
        derive_again(project, instance_id="uuid:nothing", now=NOW)


def without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "contact_id")}


def test_the_log_says_what_came_without_saying_what_was_said(project: Project) -> None:
    instance_id = new_instance_id()
    xml = submission_xml(instance_id, leaflet="holiday in Marenza.jpg", **ANSWERS)
    for _ in range(2):
        receive(project, xml)
    receive(project, xml, ("holiday in Marenza.jpg", b"one"))
    with project.read() as db:
        events = list_events(db, subject=f"submission:{instance_id}")
        assert first_broken_event(db) is None
    assert [event.kind for event in reversed(events)] == ["submission.received", "submission.files-received"]
    assert events[0].detail == {"xml_mark": project.keys.log_mark(sha256(xml)), "files": 1, "complete": True}
    text = "".join(f"{event.detail}{event.subject}" for event in events)
    assert "Marenza" not in text
    assert sha256(xml) not in text, "whoever has only the folder could try out short answers"
    assert "AB12" not in text


def test_a_record_that_nobody_sent_is_reported_as_absent(project: Project) -> None:
    status = submission_status(project, "uuid:nothing")
    assert (status["count"], status["complete"], status["xml_sha256"]) == (0, False, None)
