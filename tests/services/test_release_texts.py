"""What was read is what may leave: any change to a text after its review starts both readings anew."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from fieldkit.services.code import add_segment, remove_segment
from fieldkit.services.codebook import change_code
from fieldkit.services.correct import correct_transcript
from fieldkit.services.release import Refused, build_release, prepare_release
from fieldkit.services.strokes import undo
from fieldkit.services.text_review import choose_quotation, find_quotation
from fieldkit.services.transcribe import import_transcript
from fieldkit.store.project import Project
from fieldkit.store.transcripts import Version, current_versions
from tests.release_world import World

WORDS = "Papers, always papers."


class Cleared:
    """A quotation that passed both readings, in a plan that both coordinators approved."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.segment = world.quotation(WORDS)
        self.transcript_id = find_quotation(world.project, self.segment).passage.transcript_id
        self.translate()
        world.heard("Papers take months.")
        world.clear(self.segment)
        world.approve()
        assert self.blocking() == set()

    def blocking(self) -> set[str]:
        return {item.code for item in prepare_release(self.world.project).gate if item.blocks}

    def versions(self) -> list[Version]:
        with self.world.project.read() as db:
            return current_versions(db, self.transcript_id)

    def translate(self, language: str = "it", text: str = "Carte, sempre carte.") -> None:
        import_transcript(
            self.world.project,
            name="t.txt",
            content=text.encode(),
            title="",
            language=language,
            kind="translation",
            transcript_id=self.transcript_id,
            account=self.world.ada.id,
            now=self.world.now,
            new_id=self.world.new_id,
        )

    def correct(self, kind: str, text: str) -> None:
        version = next(version for version in self.versions() if version.kind == kind)
        correct_transcript(
            self.world.project,
            version_id=version.id,
            text=text,
            account=self.world.ada.id,
            now=self.world.now,
            new_id=self.world.new_id,
        )

    def tamper(self, statement: str) -> None:
        self.world.project.write(lambda db: db.execute(statement))


@pytest.fixture
def cleared(project: Project) -> Cleared:
    world = World(project)
    world.publish_forms()
    return Cleared(world)


CHANGES: dict[str, Callable[[Cleared], None]] = {
    "the translation is corrected": lambda one: one.correct("translation", "Carte, carte."),
    "another translation is added": lambda one: one.translate("uk", "Папери."),
    "the original is corrected elsewhere": lambda one: one.correct("original", f"{WORDS} Omar said so."),
    "the original is corrected in the passage": lambda one: one.correct("original", "Papers, never papers."),
    "the text is changed behind the kit": lambda one: one.tamper(
        "UPDATE transcript_version SET text = replace(text, 'always', 'seldom') WHERE kind = 'original'"
    ),
    "the translation's hash is changed": lambda one: one.tamper(
        "UPDATE transcript_version SET text_sha256 = 'x' WHERE kind = 'translation'"
    ),
    "the passage grows": lambda one: one.tamper('UPDATE segment SET "end" = "end" - 1'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_after_the_review_blocks(cleared: Cleared, change: str) -> None:
    CHANGES[change](cleared)
    assert {"stale-review", "approvals-missing"} <= cleared.blocking()
    assert prepare_release(cleared.world.project).plan.quotations == ()
    assert isinstance(build_release(cleared.world.project, actor="command", now=cleared.world.now), Refused)


def test_a_theme_that_is_renamed_is_read_by_the_approvers_again(cleared: Cleared) -> None:
    """The theme's name is published with the words, and approved with the plan."""
    world = cleared.world
    renamed = replace(world.code, name="What Omar said")
    ids = {"stroke_id": world.new_id(), "revision_id": world.new_id()}
    change_code(world.project, **ids, code=renamed, account=world.ada.id, now=world.now)
    assert cleared.blocking() == {"approvals-missing"}


def test_a_passage_that_is_removed_is_not_quoted_and_back_again_it_is_approved_again(cleared: Cleared) -> None:
    world, stroke = cleared.world, str(uuid.uuid4())
    remove_segment(world.project, stroke_id=stroke, segment_id=cleared.segment, account=world.ada.id, now=world.now)
    assert prepare_release(world.project).plan.quotations == ()
    assert "approvals-missing" in cleared.blocking()
    scope = f"transcript:{cleared.transcript_id}"
    undo(world.project, stroke_id=world.new_id(), account=world.ada.id, scope=scope, now=world.now)
    assert cleared.blocking() == set()


def test_a_passage_of_the_translation_is_bound_to_the_original(cleared: Cleared) -> None:
    world = cleared.world
    translation = next(version for version in cleared.versions() if version.kind == "translation")
    segment = world.new_id()
    add_segment(
        world.project,
        stroke_id=world.new_id(),
        segment_id=segment,
        version_id=translation.id,
        start=0,
        end=5,
        code_id=world.code.id,
        account=world.ada.id,
        now=world.now,
    )
    before = find_bound(world, segment)
    cleared.correct("original", f"{WORDS} And more.")
    assert find_bound(world, segment) != before


def find_bound(world: World, segment: str) -> str:
    """What a judgement on a passage would be bound to now."""
    choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)
    return find_quotation(world.project, segment).bound_sha256
