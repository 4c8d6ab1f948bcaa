import dataclasses
import json
from itertools import count

import pytest

from fieldkit.errors import Problem
from fieldkit.services import vault
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from fieldkit.store.vault import open_vault
from tests.conftest import SteeredClock

PNG = b"\x89PNG\r\n\x1a\n" + b"a drawn line"
SECRETS = ("Samira Invented", "through the library desk", "Via del Porto 7", "She is afraid to go home")


class Desk:
    """Somebody at the desk, in front of one participant's file."""

    def __init__(self, project: Project, clock: SteeredClock) -> None:
        self.project, self.clock = project, clock
        self._numbers = count(1)

    @property
    def acting(self) -> dict[str, object]:
        return {"actor": "account:ada", "now": self.clock()}

    def fill(self, code: str) -> None:
        save = {"project": self.project, **self.acting}
        vault.save_person(code=code, name=SECRETS[0], contact=SECRETS[1], **save)  # type: ignore[arg-type]
        self.pseudonym(code, SECRETS[2], "a street near the port")
        note = {"note_id": f"note-{code}", "text": SECRETS[3]}
        vault.add_note(code=code, **note, **save)  # type: ignore[arg-type]
        signature = {"image": PNG, "content_type": "image/png", "signature_id": f"signature-{code}"}
        vault.add_signature(code=code, **signature, **save)  # type: ignore[arg-type]

    def pseudonym(self, code: str, original: str, stand_in: str, transcript_id: str | None = None) -> None:
        vault.save_pseudonym(
            self.project,
            participant_code=code,
            original=original,
            stand_in=stand_in,
            transcript_id=transcript_id,
            pseudonym_id=f"pseudonym-{next(self._numbers)}",
            **self.acting,  # type: ignore[arg-type]
        )

    def read(self, code: str) -> vault.VaultFile:
        return vault.read_participant(self.project, code=code, **self.acting)  # type: ignore[arg-type]

    def stand_ins(self, code: str, transcript_id: str) -> dict[str, str]:
        held = vault.pseudonyms_for(
            self.project,
            participant_code=code,
            transcript_id=transcript_id,
            **self.acting,  # type: ignore[arg-type]
        )
        return {one.original: one.stand_in for one in held}

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.project.folder.glob("vault.db*")))


@pytest.fixture
def desk(project: Project, clock: SteeredClock) -> Desk:
    return Desk(project, clock)


def test_what_was_kept_is_read_again(desk: Desk) -> None:
    desk.fill("K7")
    file = desk.read("K7")
    assert (file.person.name, file.person.contact) == SECRETS[:2]
    assert [(one.original, one.stand_in) for one in file.pseudonyms] == [(SECRETS[2], "a street near the port")]
    assert [note.text for note in file.notes] == [SECRETS[3]]
    assert [signature.image for signature in file.signatures] == [PNG]
    assert desk.read("K8").person.name == ""


def test_nothing_of_it_stands_readable_on_the_disk(desk: Desk) -> None:
    desk.fill("K7")
    for folder_file in desk.project.folder.rglob("*"):
        if folder_file.is_file():
            content = folder_file.read_bytes()
            for secret in (*SECRETS, "a street near the port"):
                assert secret.encode() not in content, folder_file.name
            assert PNG not in content


def test_every_reading_is_in_the_log_before_it_happens_and_names_only_codes(desk: Desk) -> None:
    desk.fill("K7")
    desk.read("K7")
    desk.stand_ins("K7", "t1")
    with desk.project.read() as db:
        events = list_events(db, subject="participant:K7")
    assert [event.kind for event in events[:2]] == ["vault.read", "vault.read"]
    assert events[0].detail == {"fields": "pseudonyms", "transcript": "t1"}
    said = json.dumps([event.detail for event in events], ensure_ascii=False)
    assert not any(secret in said for secret in SECRETS)


def test_a_reading_that_fails_is_in_the_log_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.fill("K7")
    other = dataclasses.replace(desk.project.keys, vault=b"x" * 32)
    monkeypatch.setattr(desk.project, "keys", other)
    with pytest.raises(Problem) as refused:
        desk.read("K7")
    assert refused.value.code == "500.vault-field"
    with desk.project.read() as db:
        assert list_events(db)[0].kind == "vault.read"


def test_rows_that_were_swapped_in_the_file_do_not_open(desk: Desk, clock: SteeredClock) -> None:
    desk.fill("K7")
    desk.fill("K8")
    with open_vault(desk.project, now=clock()) as opened:
        opened._db.execute("UPDATE person SET name = (SELECT name FROM person WHERE id = 'K8') WHERE id = 'K7'")
    with pytest.raises(Problem):
        desk.read("K7")


def test_the_same_words_keep_one_stand_in_per_participant(desk: Desk) -> None:
    desk.pseudonym("K7", "Via del Porto", "a street")
    desk.pseudonym("K7", "via  del porto", "the street by the water")
    desk.pseudonym("K7", "Giulia", "her teacher", "t1")
    desk.pseudonym("K8", "Via del Porto", "elsewhere")
    assert desk.stand_ins("K7", "t1") == {"Via del Porto": "the street by the water", "Giulia": "her teacher"}
    assert desk.stand_ins("K7", "t2") == {"Via del Porto": "the street by the water"}


def test_what_is_removed_leaves_no_byte_behind(desk: Desk, clock: SteeredClock) -> None:
    desk.fill("K7")
    desk.fill("K8")
    with open_vault(desk.project, now=clock()) as opened:
        sealed = [
            bytes(value)
            for table, column in (("person", "name"), ("pseudonym", "original"), ("safeguarding_note", "text"))
            for (value,) in opened._db.execute(f"SELECT {column} FROM {table} WHERE rowid = 1")
        ]
    assert all(value in desk.bytes_on_disk() for value in sealed)
    assert vault.remove_participant(desk.project, code="K7", **desk.acting) == 4  # type: ignore[arg-type]
    assert not any(value in desk.bytes_on_disk() for value in sealed)
    assert desk.read("K7").pseudonyms == ()
    assert desk.read("K8").person.name == SECRETS[0]


def test_one_entry_is_removed_only_from_its_own_file(desk: Desk) -> None:
    desk.fill("K7")

    def remove(code: str) -> None:
        vault.remove_entry(
            desk.project,
            code=code,
            table="safeguarding_note",
            row_id="note-K7",
            **desk.acting,  # type: ignore[arg-type]
        )

    with pytest.raises(Problem) as refused:
        remove("K8")
    assert refused.value.code == "404.vault-entry"
    remove("K7")
    assert desk.read("K7").notes == ()


def test_empty_long_and_foreign_things_are_refused(desk: Desk) -> None:
    acting = desk.acting
    refusals = (
        lambda: desk.pseudonym("K7", " ", "x"),
        lambda: desk.pseudonym("K7", "x", "y" * 10_001),
        lambda: vault.add_note(desk.project, code="K7", text="", note_id="n", **acting),  # type: ignore[arg-type]
        lambda: vault.add_signature(
            desk.project,
            code="K7",
            image=b"<svg/>",
            content_type="image/png",
            signature_id="s",
            **acting,  # type: ignore[arg-type]
        ),
        lambda: vault.add_signature(
            desk.project,
            code="K7",
            image=PNG,
            content_type="text/html",
            signature_id="s",
            **acting,  # type: ignore[arg-type]
        ),
    )
    for act in refusals:
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.status == 422
    file = desk.read("K7")
    assert (file.pseudonyms, file.notes, file.signatures) == ((), (), ())


def test_a_failed_write_takes_everything_back(desk: Desk, clock: SteeredClock) -> None:
    desk.fill("K7")

    def fail_half_way() -> None:
        with open_vault(desk.project, now=clock()) as opened:
            opened.remove_participant("K7")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail_half_way()
    assert desk.read("K7").person.name == SECRETS[0]
