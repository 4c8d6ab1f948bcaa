"""Records at the desk: reading, deciding, files, conflicts."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from fieldkit.errors import Problem
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.web.desk.conftest import CONTACT, Field, photo


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return unescape(answer.get_data(as_text=True))


def decide(client: FlaskClient, record: int, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/records/{record}/decision", data={"instance_id": "uuid:1", **fields})
    return answer.status_code, unescape(answer.get_data(as_text=True))


def test_answers_stand_in_the_forms_order_with_its_words(coordinator: FlaskClient, field: Field) -> None:
    text = page(coordinator, f"/records/{field.send(files={'leaflet.jpg': photo()})}")
    places = [text.index(words) for words in ("What kind of place is it?", "Housing office", "How did it go?", ">35<")]
    assert places == sorted(places)
    assert "They attended to me" in text


def test_each_turn_of_a_repeat_is_numbered(coordinator: FlaskClient, field: Field) -> None:
    text = page(coordinator, f"/records/{field.send()}")
    assert text.index("I asked for the waiting list.") < text.index("أعطوني ورقة بالعربية")
    assert text.count("What happened, step by step") == 2


def test_answers_are_shown_in_the_readers_language(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    coordinator.post("/language", data={"language": "ar", "back": "/"})
    text = page(coordinator, f"/records/{record}")
    assert 'dir="rtl"' in text
    assert "مكتب السكن" in text


def test_what_people_wrote_is_text_and_never_markup(coordinator: FlaskClient, field: Field) -> None:
    raw = coordinator.get(f"/records/{field.send()}").get_data(as_text=True)
    assert "<b>hidden</b>" not in raw
    assert "&lt;b&gt;hidden&lt;/b&gt;" in raw


def test_a_photo_opens_in_the_page_and_can_do_nothing_else(coordinator: FlaskClient, field: Field) -> None:
    content = photo()
    text = page(coordinator, f"/records/{field.send(files={'leaflet.jpg': content})}")
    address = text.split('<img src="')[1].split('"')[0]
    answer = coordinator.get(address)
    assert (answer.mimetype, answer.data) == ("image/jpeg", content)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "head", "control", "mimetype"),
    [
        ("voice.weba", b"\x1aE\xdf\xa3", "audio", "audio/webm"),
        ("voice.m4a", b"\0\0\0\x1cftypiso5", "audio", "audio/mp4"),
        ("film.webm", b"\x1aE\xdf\xa3", "video", "video/webm"),
        ("film.MP4", b"\0\0\0\x1cftypavc1", "video", "video/mp4"),
        ("paper.pdf", b"%PDF-1.7", None, "application/octet-stream"),
        ("no ending", b"whatever", None, "application/octet-stream"),
    ],
)
def test_a_record_with_any_file_can_be_read_and_its_file_be_taken(
    coordinator: FlaskClient, field: Field, name: str, head: bytes, control: str | None, mimetype: str
) -> None:
    record = field.send({**CONTACT, "evidence": name}, files={name: head + b"\0" * 64})
    text = page(coordinator, f"/records/{record}")
    address = re.findall(rf'(?:src|href)="(/records/{record}/files/[0-9a-f]+)"', text)[0]
    assert re.findall(r"<(audio|video) controls", text) == ([control] if control else [])
    answer = coordinator.get(address)
    assert (answer.mimetype, answer.data) == (mimetype, head + b"\0" * 64)
    assert answer.headers["Content-Disposition"].startswith("inline" if control else "attachment")


def test_a_page_that_calls_itself_a_photo_is_only_ever_a_download(coordinator: FlaskClient, field: Field) -> None:
    text = page(coordinator, f"/records/{field.send(files={'leaflet.jpg': b'<script>alert(1)</script>'})}")
    answer = coordinator.get(text.split('<img src="')[1].split('"')[0])
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_record_is_not_given(coordinator: FlaskClient, field: Field) -> None:
    first = field.send(files={"leaflet.jpg": photo()})
    second = field.send(instance_id="uuid:2", files={"leaflet.jpg": photo("red")})
    address = page(coordinator, f"/records/{first}").split('<img src="')[1].split('"')[0]
    assert coordinator.get(address.replace(f"/{first}/", f"/{second}/")).status_code == 404


def test_missing_files_are_said_in_words(coordinator: FlaskClient, field: Field) -> None:
    text = page(coordinator, f"/records/{field.send()}")
    assert "Files that this record names have not arrived yet." in text
    assert "leaflet.jpg" in text


def test_other_content_under_a_known_name_is_said_in_words(coordinator: FlaskClient, field: Field) -> None:
    field.send(files={"leaflet.jpg": photo()})
    text = page(coordinator, f"/records/{field.send(files={'leaflet.jpg': photo('red')})}")
    assert "Other content under the same name" in text


def test_a_decision_needs_a_reason_unless_it_approves(coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()})
    status, text = decide(coordinator, record, state="rejected", reason="  ")
    assert (status, "A reason is needed." in text) == (422, True)
    assert decide(coordinator, record, state="approved")[0] == 303
    assert "Approved" in page(coordinator, f"/records/{record}")


def test_what_was_typed_stays_when_a_decision_is_refused(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    _, text = decide(coordinator, record, state="approved", reason="Seen with the leaflet in hand.")
    assert "Something speaks against approving this record" in text
    assert "Seen with the leaflet in hand." in text


def test_an_incomplete_record_is_approved_only_after_a_second_thought(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    assert decide(coordinator, record, state="approved")[0] == 409
    assert decide(coordinator, record, state="approved", despite="yes")[0] == 303


def test_two_people_do_not_overrule_each_other_unawares(
    coordinator: FlaskClient, second_coordinator: FlaskClient, field: Field
) -> None:
    record = field.send(files={"leaflet.jpg": photo()})
    assert decide(coordinator, record, state="approved", reviews_seen="0")[0] == 303
    status, text = decide(second_coordinator, record, state="rejected", reason="Too late", reviews_seen="0")
    assert (status, "Somebody else decided" in text) == (409, True)


def test_a_replaced_record_can_no_longer_be_decided(coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()})
    field.send({**CONTACT, "minutes_waited": "40"}, instance_id="uuid:2", replaces="uuid:1")
    status, text = decide(coordinator, record, state="approved")
    assert (status, "replaced by a later edit" in text) == (409, True)
    assert "Your decision" not in page(coordinator, f"/records/{record}")


def test_every_record_has_an_owner_and_a_due_day(
    coordinator: FlaskClient, second_coordinator: FlaskClient, field: Field
) -> None:
    for number in range(4):
        field.send(instance_id=f"uuid:{number}")
    text = page(coordinator, "/records")
    assert "Nobody yet" not in text
    assert text.count("11 May 2026") == 4
    assert {"Ada Lindqvist", "Bruno Keita"} <= set(text.replace("<", ">").split(">"))


def test_a_decision_hands_the_next_step_over(
    coordinator: FlaskClient, second_coordinator: FlaskClient, field: Field
) -> None:
    record = field.send()
    fields = {"state": "has issues", "reason": "Which leaflet?", "owner": "account-bruno", "due": "2026-06-01"}
    assert decide(coordinator, record, **fields)[0] == 303
    text = page(coordinator, f"/records/{record}")
    assert "Which leaflet?" in text
    assert "1 Jun 2026" in text
    assert f"/records/{record}" in page(second_coordinator, "/")


def test_the_day_that_is_chosen_is_the_day_that_is_shown(coordinator: FlaskClient, field: Field) -> None:
    record = field.send()
    settings = {"title": "A city", "base_url": "http://localhost:8500", "languages": ["en"], "time_zone": "Europe/Rome"}
    assert coordinator.post("/settings", data=settings).status_code == 303
    decide(coordinator, record, state="has issues", reason="Which leaflet?", owner="account-ada", due="2026-06-01")
    text = page(coordinator, f"/records/{record}")
    assert "1 Jun 2026" in text
    assert "2 Jun 2026" not in text


def test_only_a_coordinator_can_own_the_next_step(coordinator: FlaskClient, partner: FlaskClient, field: Field) -> None:
    status, text = decide(coordinator, field.send(), state="rejected", reason="Twice", owner="account-chiara")
    assert (status, "needs an owner who is a coordinator" in text) == (422, True)


def test_reading_and_taking_a_record_stands_in_the_log(
    coordinator: FlaskClient, field: Field, project: Project
) -> None:
    record = field.send()
    coordinator.get(f"/records/{record}")
    coordinator.get(f"/records/{record}/xml")
    with project.read() as db:
        events = list_events(db, subject="submission:uuid:1")
    assert [(event.kind, event.actor) for event in events[:2]] == [
        ("record.downloaded", "account:account-ada"),
        ("record.read", "account:account-ada"),
    ]


def test_the_bytes_are_given_as_they_came(coordinator: FlaskClient, field: Field) -> None:
    answer = coordinator.get(f"/records/{field.send()}/xml")
    assert b"uuid:1" in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_list_is_narrowed_by_form_state_and_completeness(coordinator: FlaskClient, field: Field) -> None:
    whole = field.send(files={"leaflet.jpg": photo()})
    partial = field.send(instance_id="uuid:2")
    decide(coordinator, whole, state="approved")
    assert f'/records/{partial}"' not in page(coordinator, "/records?state=approved")
    assert f'/records/{whole}"' not in page(coordinator, "/records?complete=no")
    assert "No records here" in page(coordinator, "/records?form=fieldkit-interview")
    assert f'/records/{partial}"' in page(coordinator, "/records?words=uuid:2")


def test_the_list_turns_pages_without_losing_a_record(coordinator: FlaskClient, field: Field) -> None:
    records = [field.send(instance_id=f"uuid:{number}") for number in range(53)]
    first = page(coordinator, "/records?complete=no")
    older = first.split('href="/records?complete=no&before=')[1].split('"')[0]
    second = page(coordinator, f"/records?complete=no&before={older}")
    shown = [number for number in records if f'/records/{number}"' in first or f'/records/{number}"' in second]
    assert shown == records


def test_what_was_kept_aside_waits_until_somebody_settles_it(coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()})
    with pytest.raises(Problem, match="same instanceID"):
        field.send({**CONTACT, "minutes_waited": "99"})
    assert "Another version of this record came in" in page(coordinator, f"/records/{record}")
    text = page(coordinator, "/records/conflicts")
    number = text.split('href="/records/conflicts/')[1].split('"')[0]
    compared = page(coordinator, f"/records/conflicts/{number}")
    assert compared.count("<tr>") == 2  # the heading and the one answer that differs
    assert compared.index("How many minutes did you wait?") < compared.index(">35<") < compared.index(">99<")
    assert b">99<" in coordinator.get(f"/records/conflicts/{number}/xml").data
    assert coordinator.post(f"/records/conflicts/{number}").status_code == 303
    assert "Nothing is kept aside" in page(coordinator, "/records/conflicts")


def test_partners_and_strangers_read_no_record(partner: FlaskClient, coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()})
    address = page(coordinator, f"/records/{record}").split('<img src="')[1].split('"')[0]
    stranger = partner.application.test_client()
    for path in ("/records", f"/records/{record}", f"/records/{record}/xml", address, "/records/conflicts", "/log"):
        assert partner.get(path).status_code == 403
        assert stranger.get(path).status_code == 302


def test_every_version_of_a_corrected_record_is_a_step_away(coordinator: FlaskClient, field: Field) -> None:
    numbers = [
        field.send(instance_id="uuid:a"),
        field.send(instance_id="uuid:b", replaces="uuid:a"),
        field.send(instance_id="uuid:c", replaces="uuid:b"),
    ]
    for here in numbers:
        page = coordinator.get(f"/records/{here}").get_data(as_text=True)
        versions = page.split('class="versions"')[1].split("</ol>")[0]
        assert [f'href="/records/{number}"' in versions for number in numbers] == [n != here for n in numbers]
        assert "Version 3" in versions
    assert f'href="/records/{numbers[2]}">Open the newest version' in coordinator.get(
        f"/records/{numbers[0]}"
    ).get_data(as_text=True)


def test_a_wrong_clock_is_said_and_warned_of(coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()}, tail=b"<!-- clock ahead by -86400 s -->")
    text = page(coordinator, f"/records/{record}")
    assert "1 day behind" in text
    assert "The tablet’s clock was wrong" in text
    assert decide(coordinator, record, state="approved")[0] == 409
    assert decide(coordinator, record, state="approved", despite="yes")[0] == 303
    xml = coordinator.get(f"/records/{record}/xml").data
    assert xml.endswith(b"<!-- clock ahead by -86400 s -->")


def test_a_clock_a_little_wrong_is_said_and_not_warned_of(coordinator: FlaskClient, field: Field) -> None:
    record = field.send(files={"leaflet.jpg": photo()}, tail=b"<!-- clock ahead by 120 s -->")
    text = page(coordinator, f"/records/{record}")
    assert "2 minutes ahead" in text
    assert "The tablet’s clock was wrong" not in text
    assert decide(coordinator, record, state="approved")[0] == 303


def test_the_page_says_how_long_after_a_contact_it_was_written_down(coordinator: FlaskClient, field: Field) -> None:
    record = field.send({**CONTACT, "end": "2026-05-04T12:50:00.000+02:00"})
    text = page(coordinator, f"/records/{record}")
    assert "Contact ended" in text
    assert "2 hours after it ended" in text
    assert "Clock of the tablet" not in text
