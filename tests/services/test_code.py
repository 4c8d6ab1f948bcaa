"""Coding through the services, against a real project; what stands must follow from the log alone."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.coding.codebook import Code
from fieldkit.errors import Problem
from fieldkit.services import code, codebook, correct, strokes
from fieldkit.services.strokes import CODEBOOK, transcript_scope
from fieldkit.services.transcribe import ImportedTranscript, import_transcript
from fieldkit.store.events import first_broken_event, list_events
from fieldkit.store.project import Project
from tests.conftest import SteeredClock

TEXT = (
    "INT: How was it, 🌧?\nP1: We waited two hours in the rain.\nINT: Who helped?\nP1: My neighbour, on the third floor."
)
WORDS = ("two hours", "hours in the rain", "My neighbour", "third floor", "How was it, 🌧?")


class Coder:
    """One coder at work, with ids of their own."""

    def __init__(self, project: Project, account: str, made: ImportedTranscript, now: datetime) -> None:
        self.project, self.account, self.made, self.now = project, account, made, now
        self._numbers = count(1)

    def new_id(self) -> str:
        return f"{self.account}-{next(self._numbers)}"

    def add(self, words: str, code_id: str = "w", stroke: str = "") -> str:
        text = self.bench().sides[0].version
        start = text.text.index(words)
        segment = self.new_id()
        code.add_segment(
            self.project,
            stroke_id=stroke or self.new_id(),
            segment_id=segment,
            version_id=text.id,
            start=start,
            end=start + len(words),
            code_id=code_id,
            account=self.account,
            now=self.now,
        )
        return segment

    def remove(self, segment: str) -> None:
        code.remove_segment(
            self.project, stroke_id=self.new_id(), segment_id=segment, account=self.account, now=self.now
        )

    def back(self, act: Callable[..., object]) -> None:
        scope = transcript_scope(self.made.transcript_id)
        act(self.project, stroke_id=self.new_id(), account=self.account, scope=scope, now=self.now)

    def undo(self) -> None:
        self.back(strokes.undo)

    def redo(self) -> None:
        self.back(strokes.redo)

    def memo(self, segment: str, text: str) -> str:
        memo = self.new_id()
        code.add_memo(
            self.project,
            stroke_id=self.new_id(),
            memo_id=memo,
            subject_kind="segment",
            subject_id=segment,
            text=text,
            account=self.account,
            now=self.now,
        )
        return memo

    def bench(self) -> code.Workbench:
        return code.open_workbench(self.project, self.made.transcript_id, account=self.account)

    def words(self) -> list[str]:
        texts = {side.version.id: side.version.text for side in self.bench().sides}
        return [
            texts[one.version_id][one.start : one.end] for one in self.bench().segments if one.coder_id == self.account
        ]


def add_account(project: Project, account: str) -> None:
    project.write(
        lambda db: db.execute(
            "INSERT INTO account (id, name, email, role, password_hash, created_at)"
            " VALUES (?,?,?,'coordinator','-','-')",
            (account, account.title(), f"{account}@example.org"),
        )
    )


def add_code(project: Project, code_id: str, name: str, now: datetime, **fields: object) -> None:
    codebook.add_code(
        project,
        stroke_id=f"add-{code_id}",
        revision_id=f"first-{code_id}",
        code=Code(code_id, name, **fields),  # type: ignore[arg-type]
        account="ada",
        now=now,
    )


def imported(project: Project, now: datetime, text: str = TEXT, **fields: object) -> ImportedTranscript:
    numbers = count(1)
    given_fields = {"name": "a.txt", "title": "Interview", "language": "en", "account": "ada", **fields}
    prefix = str(given_fields.get("transcript_id") or given_fields["title"])
    return import_transcript(
        project,
        content=text.encode(),
        now=now,
        new_id=lambda: f"{prefix}-{given_fields['language']}-{next(numbers)}",
        **given_fields,  # type: ignore[arg-type]
    )


@pytest.fixture
def ada(project: Project, clock: SteeredClock) -> Coder:
    add_account(project, "ada")
    add_account(project, "bruno")
    add_code(project, "w", "Waiting", clock(), key="w")
    add_code(project, "h", "Help", clock(), colour=2)
    return Coder(project, "ada", imported(project, clock()), clock())


@pytest.fixture
def bruno(ada: Coder) -> Coder:
    return Coder(ada.project, "bruno", ada.made, ada.now)


def state_from_log(project: Project) -> dict[str, dict[str, object]]:
    """Fold every change of every event: the state of segments that the log alone gives."""
    standing: dict[str, dict[str, object]] = {}
    with project.read() as db:
        for row in db.execute("SELECT detail FROM event ORDER BY number"):
            for kind, subject, _before, after in json.loads(row["detail"]).get("changes", []):
                if kind == "segment":
                    standing.pop(subject, None)
                    if after is not None:
                        standing[subject] = after
    return standing


def state_from_tables(project: Project) -> dict[str, dict[str, object]]:
    with project.read() as db:
        return {
            row["id"]: {"version": row["version"], "start": row["start"], "end": row["stop"], "code": row["code_id"]}
            for row in db.execute(
                'SELECT id, transcript_version_id AS version, start, "end" AS stop, code_id FROM segment'
                " WHERE deleted_at IS NULL"
            )
        }


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Problem) as problem:
        act()
    return problem.value.code


def test_the_same_stroke_again_changes_nothing(ada: Coder) -> None:
    ada.add("two hours", stroke="once")
    ada.add("two hours", stroke="once")
    assert ada.words() == ["two hours"]


def test_another_coder_cannot_reuse_a_strokes_id(ada: Coder, bruno: Coder) -> None:
    ada.add("two hours", stroke="once")
    assert refused(lambda: bruno.add("two hours", stroke="once")) == "409.stroke-of-another"


def test_segments_overlap_freely_but_the_same_one_is_made_once(ada: Coder, bruno: Coder) -> None:
    ada.add("two hours")
    ada.add("hours in the rain")
    ada.add("two hours", "h")
    bruno.add("two hours")
    assert refused(lambda: ada.add("two hours")) == "409.segment-exists"
    assert ada.words() == ["two hours", "two hours", "hours in the rain"]


def test_undo_and_redo_reach_every_action_and_only_ones_own(ada: Coder, bruno: Coder) -> None:
    segment = ada.add("two hours")
    ada.memo(segment, "Ask about the queue.")
    ada.remove(segment)
    bruno.add("My neighbour")
    ada.undo()
    assert ada.words() == ["two hours"]
    ada.undo()
    assert ada.bench().memos == ()
    ada.undo()
    assert ada.words() == []
    assert refused(ada.undo) == "409.nothing-to-undo"
    assert bruno.words() == ["My neighbour"]
    for _ in range(3):
        ada.redo()
    assert ada.words() == []
    assert [memo.text for memo in ada.bench().memos] == ["Ask about the queue."]
    assert refused(ada.redo) == "409.nothing-to-redo"


def test_a_new_action_closes_the_way_forward(ada: Coder) -> None:
    ada.add("two hours")
    ada.undo()
    ada.add("third floor")
    assert refused(ada.redo) == "409.nothing-to-redo"


def test_nobody_changes_another_coders_work(ada: Coder, bruno: Coder) -> None:
    segment = ada.add("two hours")
    memo = ada.memo(segment, "Mine.")
    assert refused(lambda: bruno.remove(segment)) == "403.segment-of-another"
    remove = lambda: code.remove_memo(  # noqa: E731 - one use
        bruno.project, stroke_id="x", memo_id=memo, account="bruno", now=bruno.now
    )
    assert refused(remove) == "403.memo-of-another"


def test_what_cannot_be_coded_is_refused(ada: Coder) -> None:
    version = ada.made.version_id

    def add(start: int, end: int, code_id: str = "w", version_id: str = version) -> str:
        return refused(
            lambda: code.add_segment(
                ada.project,
                stroke_id=ada.new_id(),
                segment_id=ada.new_id(),
                version_id=version_id,
                start=start,
                end=end,
                code_id=code_id,
                account="ada",
                now=ada.now,
            )
        )

    assert add(0, len(TEXT) + 1) == "422.segment-outside"
    assert add(5, 5) == "422.segment-outside"
    assert add(0, 4, "nobody") == "409.code-not-in-use"
    assert add(0, 4, version_id="nobody") == "404.version-not-found"
    assert refused(lambda: ada.memo("nobody", "words")) == "404.memo-subject"
    assert refused(lambda: ada.memo(ada.add("two hours"), "  ")) == "422.memo-text"
    assert refused(lambda: code.open_workbench(ada.project, "nobody", account="ada")) == "404.transcript-not-found"


def test_a_retired_code_keeps_its_segments_and_takes_no_new_ones(ada: Coder) -> None:
    ada.add("two hours")
    retired = Code("w", "Waiting", key="w", retired=True)
    codebook.change_code(
        ada.project, stroke_id="retire", revision_id="second-w", code=retired, account="ada", now=ada.now
    )
    assert ada.words() == ["two hours"]
    assert refused(lambda: ada.add("third floor")) == "409.code-not-in-use"
    strokes.undo(ada.project, stroke_id="u", account="ada", scope=CODEBOOK, now=ada.now)
    ada.add("third floor")


def test_the_codebook_can_be_undone_but_never_under_anothers_hands(ada: Coder) -> None:
    def change(account: str, name: str, number: int) -> None:
        codebook.change_code(
            ada.project,
            stroke_id=f"change-{number}",
            revision_id=f"revision-{number}",
            code=Code("w", name),
            account=account,
            now=ada.now,
        )

    def undo(account: str, number: int) -> None:
        strokes.undo(ada.project, stroke_id=f"undo-{number}", account=account, scope=CODEBOOK, now=ada.now)

    change("ada", "Waiting outside", 1)
    change("bruno", "Queueing", 2)
    assert refused(lambda: undo("ada", 1)) == "409.changed-meanwhile"
    undo("bruno", 2)
    undo("ada", 3)
    assert {held.name for held in codebook.list_codes(ada.project)} == {"Waiting", "Help"}
    undo("ada", 4)
    assert {held.name for held in codebook.list_codes(ada.project)} == {"Waiting"}
    ada.add("two hours")
    assert refused(lambda: undo("ada", 5)) == "409.code-in-use"


def test_a_correction_carries_what_still_fits_and_lists_the_rest(ada: Coder, bruno: Coder) -> None:
    ada.add("hours in the rain")
    ada.add("My neighbour")
    bruno.add("third floor")
    done = correct.correct_transcript(
        ada.project,
        version_id=ada.made.version_id,
        text=TEXT.replace("We waited", "All of us waited").replace("My neighbour", "Our neighbour"),
        account="ada",
        now=ada.now,
        new_id=ada.new_id,
    )
    assert done.carried == 2
    assert [lost.text for lost in done.lost] == ["My neighbour"]
    assert ada.words() == ["hours in the rain"]
    assert bruno.words() == ["third floor"]
    assert refused(ada.undo) == "409.nothing-to-undo"
    assert refused(lambda: ada.remove(done.lost[0].segment.id)) == "409.version-replaced"
    again = lambda: correct.correct_transcript(  # noqa: E731 - one use
        ada.project, version_id=ada.made.version_id, text="x", account="ada", now=ada.now, new_id=ada.new_id
    )
    assert refused(again) == "409.version-replaced"
    assert state_from_log(ada.project) == state_from_tables(ada.project)


def test_turns_stay_aligned_through_corrections_of_either_side(ada: Coder, clock: SteeredClock) -> None:
    italian = TEXT.replace("INT", "R").replace("P1", "Anna")
    made = imported(
        ada.project, clock(), italian, kind="translation", transcript_id=ada.made.transcript_id, language="it"
    )
    assert made.doubt is None
    more = TEXT.replace("INT: Who helped?", "INT: Sit down, please. There is tea.\nP1: Thanks.\nINT: Who helped?")
    correct.correct_transcript(
        ada.project, version_id=ada.made.version_id, text=more, account="ada", now=ada.now, new_id=ada.new_id
    )
    assert [turn.aligned for turn in ada.bench().sides[1].turns] == [0, 1, 4, 5]

    def align(position: int, aligned: int | None) -> None:
        code.align_turn(
            ada.project,
            stroke_id=ada.new_id(),
            version_id=made.version_id,
            position=position,
            aligned=aligned,
            account="ada",
            now=ada.now,
        )

    align(2, 2)
    align(3, None)
    assert [turn.aligned for turn in ada.bench().sides[1].turns] == [0, 1, 2, None]
    ada.undo()
    ada.undo()
    assert [turn.aligned for turn in ada.bench().sides[1].turns] == [0, 1, 4, 5]
    assert refused(lambda: align(0, 99)) == "422.alignment"
    assert refused(lambda: align(99, 0)) == "404.turn-not-found"


def test_events_name_what_happened_and_nothing_that_was_said(ada: Coder) -> None:
    segment = ada.add("two hours")
    ada.memo(segment, "Samira told me about the queue.")
    ada.remove(segment)
    with ada.project.read() as db:
        said = json.dumps([[event.subject, event.detail] for event in list_events(db)], ensure_ascii=False)
        assert first_broken_event(db) is None
    for words in ("two hours", "Samira", "neighbour", "Interview ", "a.txt"):
        assert words not in said


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.tuples(st.sampled_from(["add", "remove", "undo", "redo"]), st.integers(0, 4)), max_size=15))
def test_whatever_is_done_the_tables_say_what_the_log_says(ada: Coder, wishes: list[tuple[str, int]]) -> None:
    for wish, number in wishes:
        standing = [one for one in ada.bench().segments if one.coder_id == "ada"]
        try:
            if wish == "add":
                ada.add(WORDS[number])
            elif wish == "remove" and standing:
                ada.remove(standing[number % len(standing)].id)
            elif wish in ("undo", "redo"):
                getattr(ada, wish)()
        except Problem as problem:
            assert problem.status == 409  # noqa: PT017 - nothing to take back is an answer too
    assert state_from_log(ada.project) == state_from_tables(ada.project)
