"""The coding room as a browser without JavaScript meets it, and the wire that the workbench's script speaks."""

import io
import re

import pytest
from flask.testing import FlaskClient

from fieldkit.services.accounts import list_accounts
from fieldkit.services.review import decide
from fieldkit.store.project import Project
from tests.journeys.coding_material import ARABIC, ENGLISH, as_docx, as_text
from tests.records import NOW
from tests.services.test_transcribe import received


@pytest.fixture
def bench(coordinator: FlaskClient) -> str:
    """The address of a transcript, Arabic with its English translation, and one code `Waiting`."""
    add_code(coordinator, "Waiting", key="w")
    file = (io.BytesIO(as_docx(ARABIC)), "interview.docx")
    answer = coordinator.post("/coding/import", data={"file": file, "title": "Interview 7", "language": "ar"})
    address = str(answer.headers["Location"])
    translation = {"transcript_id": address.rsplit("/", 1)[1], "language": "en"}
    coordinator.post("/coding/import", data={"file": (io.BytesIO(as_text(ENGLISH)), "en.txt"), **translation})
    return address


def add_code(client: FlaskClient, name: str, **fields: str) -> None:
    answer = client.post("/coding/codebook", data={"name": name, "colour": "1", **fields})
    assert answer.status_code == 303, text_of(answer.data)


def text_of(page: bytes) -> str:
    return re.sub(r"<[^>]+>", " ", page.decode())


def speeches(page: str) -> list[dict[str, str]]:
    """The attributes and words of each turn."""
    found = []
    for attributes, words in re.findall(r'<p class="speech"([^>]*)>(.*?)</p>', page, re.DOTALL):
        found.append({**dict(re.findall(r'([\w-]+)="([^"]*)"', attributes)), "words": words})
    return found


def code_id(client: FlaskClient) -> str:
    found = re.search(
        r'href="/coding/codebook\?code=([0-9a-f-]+)"', client.get("/coding/codebook").get_data(as_text=True)
    )
    assert found
    return found[1]


def test_original_and_translation_stand_side_by_side_each_in_its_language(coordinator: FlaskClient, bench: str) -> None:
    held = speeches(coordinator.get(bench).get_data(as_text=True))
    assert [(one["lang"], one["dir"]) for one in held[:2]] == [("ar", "rtl"), ("en", "ltr")]
    assert held[1]["words"] == ENGLISH[0][1]
    assert len(held) == 8
    assert all(int(one["data-end"]) - int(one["data-start"]) == len(one["words"]) for one in held)


def test_without_javascript_a_passage_is_coded_sentence_by_sentence(coordinator: FlaskClient, bench: str) -> None:
    turn = speeches(coordinator.get(bench).get_data(as_text=True))[3]
    pick = f"{turn['data-version']}/1"
    page = coordinator.get(f"{bench}?pick={pick}").get_data(as_text=True)
    second, third = re.findall(r'<option value="(\d+-\d+)"', page)[1:3]
    fields = {
        "version": turn["data-version"],
        "first": second,
        "last": third,
        "code": code_id(coordinator),
        "pick": pick,
    }
    answer = coordinator.post(f"{bench}/segments", data=fields, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert (
        "We waited two hours in the rain outside the registry. There was no interpreter"
        in re.findall(r"<mark[^>]*>(.*?)</mark>", page)[0]
    )
    remove = re.search(r'action="(/coding/transcripts/[^"]+/remove)"', page)
    assert remove
    assert "<mark" not in coordinator.post(remove[1], data={"pick": pick}, follow_redirects=True).get_data(as_text=True)
    assert "<mark" in coordinator.post(f"{bench}/undo", data={"pick": pick}, follow_redirects=True).get_data(
        as_text=True
    )


def test_what_cannot_be_done_is_said_on_the_page(coordinator: FlaskClient, bench: str) -> None:
    page = coordinator.post(f"{bench}/undo", follow_redirects=True)
    assert "nothing left to take back" in text_of(page.data)
    for fields in (
        {},
        {"first": "0-5", "last": "x"},
        {"version": "nobody", "first": "0-5", "last": "0-5", "code": "x"},
    ):
        page = coordinator.post(f"{bench}/segments", data=fields, follow_redirects=True)
        assert page.status_code in (200, 422)


def test_strokes_are_taken_once_and_answered_with_what_changed(coordinator: FlaskClient, bench: str) -> None:
    turn = speeches(coordinator.get(bench).get_data(as_text=True))[1]
    start = int(turn["data-start"])
    stroke = {
        "id": "s1",
        "kind": "add",
        "segment": "g1",
        "version": turn["data-version"],
        "start": start,
        "end": start + 7,
    }
    wire = {**stroke, "code": code_id(coordinator)}
    for _ in range(2):
        answer = coordinator.post(f"{bench}/strokes", json=wire).get_json()
        assert answer["changes"][0][:3] == ["segment", "g1", None]
        assert (answer["can_undo"], answer["can_redo"]) == (True, False)
    memo = {"id": "s2", "kind": "memo", "memo": "m1", "segment": "g1", "text": "Ask again."}
    assert coordinator.post(f"{bench}/strokes", json=memo).get_json()["memos"][0]["text"] == "Ask again."
    assert len(coordinator.get(f"{bench}/segments.json").get_json()) == 1
    undo = [coordinator.post(f"{bench}/strokes", json={"id": f"u{number}", "kind": "undo"}) for number in range(3)]
    assert [answer.status_code for answer in undo] == [200, 200, 409]
    assert coordinator.get(f"{bench}/segments.json").get_json() == []
    redone = coordinator.post(f"{bench}/strokes", json={"id": "r1", "kind": "redo"}).get_json()
    assert redone["changes"][0][1] == "g1"


@pytest.mark.parametrize(
    "wire",
    [
        None,
        [],
        "add",
        {},
        {"kind": "shout"},
        {"kind": "add", "id": "x"},
        {"kind": "undo", "id": 7},
        {"kind": "undo", "id": ""},
        {"kind": "undo", "id": "x" * 101},
        {"kind": "add", "id": "x", "segment": "g", "version": "v", "start": 0.5, "end": 3, "code": "c"},
        {"kind": "add", "id": "x", "segment": "g", "version": "v", "start": True, "end": 3, "code": "c"},
        {"kind": "add", "id": "x", "segment": "g", "version": "v", "start": 2**70, "end": 3, "code": "c"},
        {"kind": "memo", "id": "x", "memo": "m", "segment": "g", "text": 5},
        {"kind": "remove", "id": "x", "segment": "nobody"},
        {"kind": "unmemo", "id": "x", "memo": "nobody"},
    ],
)
def test_what_is_no_stroke_is_refused_as_an_object(coordinator: FlaskClient, bench: str, wire: object) -> None:
    answer = coordinator.post(f"{bench}/strokes", json=wire, headers={"Accept": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["remedy"]


@pytest.mark.parametrize("text", ["\\ud800", "a\\u0000b", "  ", "x" * 10_001])
def test_a_memo_that_is_no_text_is_refused(coordinator: FlaskClient, bench: str, text: str) -> None:
    on = bench.rsplit("/", 1)[1]
    memo = f'{{"kind": "memo", "id": "x", "memo": "m", "segment": "{on}", "text": "{text}"}}'
    answer = coordinator.post(
        f"{bench}/strokes", data=memo, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "422.memo-text")


def test_a_file_that_cannot_be_read_is_said_and_what_was_typed_stays(coordinator: FlaskClient) -> None:
    file = (io.BytesIO(b"%PDF-1.7"), "interview.pdf")
    answer = coordinator.post("/coding/import", data={"file": file, "title": "A title kept", "language": "it"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 415
    assert ".docx" in page
    assert 'value="A title kept"' in page
    assert coordinator.post("/coding/import", data={"title": "x", "language": "en"}).status_code == 422


def test_a_correction_shows_what_could_not_be_carried(coordinator: FlaskClient, bench: str) -> None:
    turn = speeches(coordinator.get(bench).get_data(as_text=True))[3]
    start = int(turn["data-start"])
    stroke = {
        "id": "s",
        "kind": "add",
        "segment": "g",
        "version": turn["data-version"],
        "start": start,
        "end": start + 10,
    }
    coordinator.post(f"{bench}/strokes", json={**stroke, "code": code_id(coordinator)})
    page = coordinator.get(f"/coding/versions/{turn['data-version']}/correct").get_data(as_text=True)
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text
    answer = coordinator.post(
        f"/coding/versions/{turn['data-version']}/correct", data={"text": text[1].replace("We arrived", "All came")}
    )
    assert "We arrived" in text_of(answer.data)
    assert "All came" in coordinator.get(bench).get_data(as_text=True)
    again = coordinator.post(f"/coding/versions/{turn['data-version']}/correct", data={"text": "mine, kept"})
    assert again.status_code == 409
    assert "mine, kept" in again.get_data(as_text=True)


def test_a_turn_is_placed_by_hand(coordinator: FlaskClient, bench: str) -> None:
    english = speeches(coordinator.get(bench).get_data(as_text=True))[1]["data-version"]
    fields = {"version": english, "position": "3", "aligned": "1"}
    page = coordinator.post(f"{bench}/align", data=fields, follow_redirects=True).get_data(as_text=True)
    assert [one["words"] for one in speeches(page)][1:3] == [ENGLISH[0][1], ENGLISH[3][1]]
    assert "Not translated" in page


def test_the_codebook_is_written_changed_and_undone(coordinator: FlaskClient) -> None:
    add_code(coordinator, "Reception", definition="At the counter")
    parent = code_id(coordinator)
    add_code(coordinator, "Waiting", parent=parent)
    twice = coordinator.post("/coding/codebook", data={"name": " waiting", "parent": parent, "colour": "2"})
    assert twice.status_code == 422
    assert 'value=" waiting"' in twice.get_data(as_text=True)
    for fields in ({"name": "X", "colour": "99999"}, {"name": "X", "colour": "red"}, {"name": "", "colour": "1"}):
        assert coordinator.post("/coding/codebook", data=fields).status_code == 422
    coordinator.post("/coding/codebook/undo")
    assert "Waiting" not in coordinator.get("/coding/codebook").get_data(as_text=True)
    coordinator.post("/coding/codebook/redo")
    assert "Waiting" in coordinator.get("/coding/codebook").get_data(as_text=True)


def test_nobody_else_enters(app, partner: FlaskClient) -> None:  # type: ignore[no-untyped-def]
    assert partner.get("/coding/").status_code == 403
    assert partner.post("/coding/codebook", data={"name": "x", "colour": "1"}).status_code == 403
    assert app.test_client().get("/coding/").status_code == 302


def test_angle_brackets_in_a_text_stay_text(coordinator: FlaskClient) -> None:
    hostile = b"INT: </script><script>alert(1)</script>\nP1: <b>&amp;"
    file = (io.BytesIO(hostile), "a.txt")
    answer = coordinator.post("/coding/import", data={"file": file, "title": "<i>T</i>", "language": "en"})
    page = coordinator.get(str(answer.headers["Location"])).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<i>T</i>" not in page
    assert "&lt;b&gt;&amp;amp;" in page


def test_an_approved_record_becomes_a_transcript_by_one_button(coordinator: FlaskClient, project: Project) -> None:
    instance = received(project, state="received")
    assert "A talk" not in coordinator.get("/coding/").get_data(as_text=True)
    ada = next(one for one in list_accounts(project) if one.id == "account-ada")
    decide(project, instance_id=instance, state="approved", reason="Read.", account=ada, now=NOW, despite_warnings=True)
    page = coordinator.get("/coding/").get_data(as_text=True)
    assert "A talk" in page
    assert instance in page
    answer = coordinator.post("/coding/from-record", data={"instance_id": instance})
    assert answer.status_code == 303
    bench = coordinator.get(str(answer.headers["Location"])).get_data(as_text=True)
    assert [one["lang"] for one in speeches(bench)] == ["ar"]
    assert coordinator.post("/coding/from-record", data={"instance_id": "uuid:nobody"}).status_code == 404
