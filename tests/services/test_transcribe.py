import uuid
from itertools import count
from pathlib import Path

import pytest

from fieldkit.errors import Problem
from fieldkit.sealing.keys import generate_keys
from fieldkit.services.accounts import NewAccount, create_account, list_accounts
from fieldkit.services.code import open_workbench
from fieldkit.services.receive import receive_submission
from fieldkit.services.review import decide
from fieldkit.services.transcribe import import_transcript, transcripts_from_record
from fieldkit.services.transcripts import list_transcripts
from fieldkit.store.events import list_events
from fieldkit.store.media import media_path
from fieldkit.store.project import Project
from fieldkit.store.transcripts import Transcript
from tests.conftest import SteeredClock
from tests.records import NOW, new_instance_id, publish, sha256, submission_xml

INTERVIEW = """
| survey  |                   |            |                     |                |                 |
|         | type              | name       | label               | fieldkit::role | fieldkit::scope |
|         | text              | who        | Whose code is it?   | participant    |                 |
|         | text              | spoken     | Which language?     | language       |                 |
|         | select_one yes_no | agree      | May we quote you?   | consent        | quote           |
|         | text              | story      | How did it begin?   | narrative      |                 |
|         | text              | advice     | What should change? | narrative      |                 |
|         | begin_repeat      | step       | Step                |                |                 |
|         | text              | what       | What happened?      | narrative      |                 |
|         | end_repeat        |            |                     |                |                 |
| choices |                   |            |                     |                |                 |
|         | list_name         | name       | label               |                |                 |
|         | yes_no            | yes        | Yes                 |                |                 |
| settings |                  |            |                     |                |                 |
|         | form_id           | version    | form_title          | default_language |               |
|         | talk              | 1          | A talk              | English (en)   |                 |
"""


@pytest.fixture
def account(project: Project) -> str:
    new = NewAccount(
        name="Ada", email="ada@example.org", role="coordinator", language="en", password="four plain words"
    )
    return create_account(project, new, actor="command", now=NOW, account_id="ada").id


def received(project: Project, *, state: str = "approved", **answers: str) -> str:
    """Send a record the real way and bring it into a state."""
    publish(project, INTERVIEW)
    instance = new_instance_id()
    xml = submission_xml(
        instance,
        form_id="talk",
        version="1",
        steps=[{"what": "First we queued."}, {"what": " "}, {"what": "Then we laughed 🌧."}],
        **{"who": "K7Q2", "spoken": "ar", "agree": "yes", "story": "وصلنا في أيار.\r\nوانتظرنا.", **answers},
    )
    receive_submission(project, xml=xml, files=[], device=None, sealed=False, now=NOW)
    if state != "received":
        ada = next(one for one in list_accounts(project) if one.id == "ada")
        decide(
            project, instance_id=instance, state=state, reason="Read it.", account=ada, now=NOW, despite_warnings=True
        )
    return instance


def transcribe(project: Project, instance: str) -> list[Transcript]:
    return transcripts_from_record(
        project, instance_id=instance, account="ada", now=NOW, new_id=lambda: str(uuid.uuid4())
    )


def test_narrative_answers_of_an_approved_record_become_transcripts(project: Project, account: str) -> None:
    instance = received(project)
    waiting = list_transcripts(project).records
    assert [(record.instance_id, record.participant_code) for record in waiting] == [(instance, "K7Q2")]

    story, steps = transcribe(project, instance)
    assert (story.question_path, story.participant_code) == ("/data/story", "K7Q2")
    (side,) = open_workbench(project, story.id, account=account).sides
    assert (side.version.language, side.version.kind) == ("ar", "original")
    assert side.version.text == "وصلنا في أيار.\nوانتظرنا."
    assert [turn.speaker for turn in side.turns] == ["K7Q2"]

    (side,) = open_workbench(project, steps.id, account=account).sides
    assert [side.version.text[turn.start : turn.end] for turn in side.turns] == [
        "First we queued.",
        "Then we laughed 🌧.",
    ]
    assert list_transcripts(project).records == ()


def test_making_them_again_makes_none(project: Project, account: str) -> None:
    instance = received(project)
    assert transcribe(project, instance) == transcribe(project, instance)
    assert len(list_transcripts(project).lines) == 2


def test_an_answer_that_is_no_language_leaves_the_language_unknown(project: Project, account: str) -> None:
    story = transcribe(project, received(project, spoken="Arabic, I think"))[0]
    assert open_workbench(project, story.id, account=account).sides[0].version.language == "und"


@pytest.mark.parametrize("state", ["received", "rejected", "has issues"])
def test_a_record_that_is_not_approved_is_refused(project: Project, account: str, state: str) -> None:
    instance = received(project, state=state)
    with pytest.raises(Problem) as refused:
        transcribe(project, instance)
    assert refused.value.code == "409.record-not-approved"
    assert list_transcripts(project).records == ()


def test_an_unknown_record_is_refused(project: Project, account: str) -> None:
    with pytest.raises(Problem) as refused:
        transcribe(project, "uuid:nobody")
    assert refused.value.code == "404.record-not-found"


def bring(project: Project, **fields: object) -> str:
    numbers = count(1)
    given = {"name": "a.txt", "content": b"INT: Hello.\nP1: Hello.", "title": "Talk", "language": "en", **fields}
    made = import_transcript(
        project,
        account="ada",
        now=NOW,
        new_id=lambda: f"{given['language']}{next(numbers)}",
        **given,  # type: ignore[arg-type]
    )
    return made.transcript_id


def refusal(project: Project, **fields: object) -> str:
    with pytest.raises(Problem) as refused:
        bring(project, **fields)
    return refused.value.code


def test_the_file_itself_is_kept_and_named_in_the_log(project: Project, account: str) -> None:
    content = "\ufeffINT: Caf\u0065\u0301\r\nP1: Hello".encode()
    transcript_id = bring(project, content=content, participant_code="K9")
    version = open_workbench(project, transcript_id, account=account).sides[0].version
    assert version.text == "INT: Café\nP1: Hello"
    assert version.source_sha256
    assert media_path(project.media, version.source_sha256).read_bytes() == content
    with project.read() as db:
        event = list_events(db, subject=f"transcript:{transcript_id}")[0]
    assert event.detail["source_mark"] == project.keys.log_mark(version.source_sha256 or "")
    assert event.detail["text_mark"] == project.keys.log_mark(version.text_sha256)
    assert {version.source_sha256, version.text_sha256}.isdisjoint(event.detail.values())


def test_what_the_log_keeps_of_a_hash_cannot_be_made_without_the_key_file(project: Project) -> None:
    """A mark is the same for the same text, so that it can be compared, and another one under another key."""
    text, other = sha256(b"yes"), sha256(b"no")
    marked = project.keys.log_mark(text)
    assert (marked, len(marked)) == (project.keys.log_mark(text), 64)
    assert marked not in (text, generate_keys().log_mark(text), project.keys.log_mark(other))


def test_a_translation_belongs_to_a_transcript_and_there_is_one_per_language(project: Project, account: str) -> None:
    transcript_id = bring(project)
    bring(project, kind="translation", transcript_id=transcript_id, language="it")
    assert refusal(project, kind="translation", transcript_id=transcript_id, language="it") == "409.translation-exists"
    assert refusal(project, kind="translation", transcript_id=transcript_id, language="en") == "409.translation-exists"
    assert refusal(project, kind="translation", transcript_id="nobody", language="uk") == "404.transcript-not-found"
    assert refusal(project, kind="translation") == "422.kind"
    assert refusal(project, transcript_id=transcript_id) == "422.kind"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"language": "English"}, "422.language"),
        ({"language": ""}, "422.language"),
        ({"title": " "}, "422.title"),
        ({"name": "a.pdf"}, "415.ending-unknown"),
        ({"content": b"  \r\n"}, "422.text-empty"),
        ({"content": b"\x00\x01\x02" * 50}, "422.not-text"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_nothing_behind(
    project: Project, account: str, fields: dict[str, object], code: str
) -> None:
    assert refusal(project, **fields) == code
    assert list_transcripts(project).lines == ()
    assert not [path for path in Path(project.media).rglob("*") if path.is_file()]


def test_the_list_says_how_far_everyone_is(project: Project, account: str, clock: SteeredClock) -> None:
    transcript_id = bring(project)
    bring(project, kind="translation", transcript_id=transcript_id, language="ar")
    (line,) = list_transcripts(project).lines
    assert (line.languages, line.turns, line.coders) == (("en", "ar"), 2, {})
