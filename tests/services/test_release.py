"""From approved records to a published edition, and everything that stands in the way."""

import pytest

from fieldkit.services.release import Refused, ReleaseBuilt, build_release, prepare_release
from fieldkit.store.project import Project
from tests.release_world import World


@pytest.fixture
def world(project: Project) -> World:
    made = World(project)
    made.publish_forms()
    return made


def codes(world: World) -> list[str]:
    return [item.code for item in prepare_release(world.project).gate if item.blocks]


def test_by_default_nothing_is_released(world: World) -> None:
    world.people(weeks=12, months=14)
    result = build_release(world.project, actor="command", now=world.now)
    assert isinstance(result, Refused)
    assert [item.code for item in result.blocked_by] == ["no-statements", "no-tables", "approvals-missing"]


def test_a_cell_of_nine_people_is_hidden_with_its_complement_and_the_others_are_rounded(world: World) -> None:
    world.people(weeks=9, months=12, year=33)
    world.table("Stage of arrival", "talk", "/data/stage")
    [table] = prepare_release(world.project).plan.tables
    assert {cell.row: cell.count for cell in table.cells} == {"weeks": None, "months": None, "year": 35, "": 55}


def test_the_same_data_give_the_same_release_and_other_data_are_refused(world: World) -> None:
    world.people(weeks=12, months=14)
    world.heard("Papers take months.")
    world.table("Stage of arrival", "talk", "/data/stage")
    world.approve()
    first = build_release(world.project, actor="command", now=world.now)
    assert isinstance(first, ReleaseBuilt)
    again = build_release(world.project, actor="command", now=world.now)
    assert isinstance(again, ReleaseBuilt)
    assert (again.release, again.sha256, again.already) == (first.release, first.sha256, True)
    world.people(year=20)
    world.approve()
    assert codes(world) == ["second-release"]
