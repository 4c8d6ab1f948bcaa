"""Nothing counts and nobody is quoted without a consent that stands: whatever became of the record that carries it."""

import uuid

import pytest

from fieldkit.errors import Problem
from fieldkit.services.receive import receive_submission
from fieldkit.services.release import prepare_release
from fieldkit.services.release_data import collect
from fieldkit.services.review import decide
from fieldkit.services.text_review import choose_quotation, list_candidates
from fieldkit.store.project import Project
from fieldkit.store.releases import list_chosen_tables
from tests.records import submission_xml
from tests.release_world import World

WORDS = "Papers, always papers."


@pytest.fixture
def world(project: Project) -> World:
    made = World(project)
    made.publish_forms()
    return made


def decided(world: World, instance_id: str, state: str) -> None:
    decide(
        world.project,
        instance_id=instance_id,
        state=state,
        reason="we looked again",
        account=world.ada,
        now=world.now,
        despite_warnings=True,
    )


def correction(world: World, of: str, *, approve: bool, **answers: str) -> str:
    """Receive an edit of a record."""
    instance_id = f"uuid:{uuid.uuid4()}"
    xml = submission_xml(instance_id, deprecated_id=of, form_id="talk", version="1", **answers)
    receive_submission(world.project, xml=xml, files=[], device=world.devices[0], sealed=False, now=world.now)
    if approve:
        decided(world, instance_id, "approved")
    return instance_id


def counted(world: World) -> set[str]:
    """Whose answers the tables count now."""
    with world.project.read() as db:
        [population] = collect(db, list_chosen_tables(db), world.project.settings.release).populations
    return {record.unit for record in population.records}


def blocking(world: World) -> set[str]:
    return {item.code for item in prepare_release(world.project).gate if item.blocks}


def quoted(world: World) -> list[str]:
    return [quotation.text for quotation in prepare_release(world.project).plan.quotations]


def newest_record(world: World) -> str:
    with world.project.read() as db:
        return str(db.execute("SELECT instance_id FROM submission ORDER BY id DESC").fetchone()[0])


@pytest.mark.parametrize("state", ["rejected", "has issues"])
def test_a_passage_of_a_record_that_is_no_longer_approved_is_not_quoted(world: World, state: str) -> None:
    world.clear(world.quotation(WORDS))
    assert quoted(world) == [WORDS]
    decided(world, newest_record(world), state)
    assert quoted(world) == []
    assert "record-not-standing" in blocking(world)


def test_a_passage_of_a_record_that_a_correction_replaced_is_not_quoted(world: World) -> None:
    segment = world.quotation(WORDS, who="P-NEW")
    world.clear(segment)
    correction(world, newest_record(world), approve=True, who="P-NEW", agree_quote="yes", story="Other words.")
    assert quoted(world) == []
    assert "record-not-standing" in blocking(world)


def test_a_passage_of_a_record_that_does_not_stand_is_not_offered_and_cannot_be_chosen(world: World) -> None:
    segment = world.segment(WORDS)
    assert [passage.segment_id for passage in list_candidates(world.project)] == [segment]
    decided(world, newest_record(world), "rejected")
    assert list_candidates(world.project) == []
    with pytest.raises(Problem) as raised:
        choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)
    assert raised.value.code == "409.record-not-standing"


@pytest.mark.parametrize("state", ["", "rejected", "has issues"])
def test_a_yes_in_a_record_that_does_not_stand_gives_no_consent(world: World, state: str) -> None:
    """Somebody who refused is not made to agree by a later record that nobody approved."""
    world.table("Stage of arrival", "talk", "/data/stage")
    segment = world.segment(WORDS, who="P-TWICE", agree_totals="no", agree_quote="no")
    later = world.talk(who="P-TWICE", approve=False)
    if state:
        decided(world, later, state)
    assert "P-TWICE" not in counted(world)
    with pytest.raises(Problem) as raised:
        choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)
    assert raised.value.code == "409.no-quote-consent"


@pytest.mark.parametrize("state", ["", "rejected", "has issues", "approved"])
def test_a_later_no_counts_in_whatever_state_its_record_is(world: World, state: str) -> None:
    world.table("Stage of arrival", "talk", "/data/stage")
    world.clear(world.quotation(WORDS, who="P-LATER"))
    assert (counted(world), quoted(world)) == ({"P-LATER"}, [WORDS])
    later = world.talk(who="P-LATER", agree_totals="no", agree_quote="no", approve=False)
    if state:
        decided(world, later, state)
    assert (counted(world), quoted(world)) == (set(), [])
    assert "no-quote-consent" in blocking(world)


@pytest.mark.parametrize(("totals", "quote"), [("yes", "no"), ("no", "yes"), ("", "yes"), ("yes", ""), ("", "")])
def test_each_scope_stands_for_itself(world: World, totals: str, quote: str) -> None:
    world.table("Stage of arrival", "talk", "/data/stage")
    segment = world.segment(WORDS, who="P-ONE", agree_totals=totals, agree_quote=quote)
    assert ("P-ONE" in counted(world)) == (totals == "yes")
    if quote == "yes":
        choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)
        world.clear(segment)
        assert quoted(world) == [WORDS]
    else:
        with pytest.raises(Problem):
            choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)


def test_a_correction_that_takes_consent_back_counts_before_anybody_looked_at_it(world: World) -> None:
    world.table("Stage of arrival", "talk", "/data/stage")
    first = world.talk(who="P-BACK")
    assert counted(world) == {"P-BACK"}
    correction(world, first, approve=False, who="P-BACK", agree_totals="no", stage="weeks")
    assert counted(world) == set()


def test_a_correction_that_gives_consent_counts_once_it_is_approved(world: World) -> None:
    world.table("Stage of arrival", "talk", "/data/stage")
    first = world.talk(who="P-GIVES", agree_totals="no")
    second = correction(world, first, approve=False, who="P-GIVES", agree_totals="yes", stage="weeks")
    assert counted(world) == set()
    decided(world, second, "approved")
    assert counted(world) == {"P-GIVES"}
