"""From approved records to a published edition, and everything that stands in the way."""

import hashlib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fieldkit.errors import Problem
from fieldkit.publish.database import read_everything
from fieldkit.release.records import Population
from fieldkit.sealing.keys import generate_keys
from fieldkit.services.accounts import close_account
from fieldkit.services.correct import correct_transcript
from fieldkit.services.release import Refused, ReleaseBuilt, Step, build_release, list_ledger, prepare_release
from fieldkit.services.release_data import collect
from fieldkit.services.text_review import choose_quotation, find_quotation, review_identifiers
from fieldkit.services.vault import save_person
from fieldkit.store.events import first_broken_event, list_events
from fieldkit.store.project import Project
from fieldkit.store.release_records import known_identifiers
from fieldkit.store.releases import list_chosen_tables
from fieldkit.store.sqlite import connect
from tests.release_world import World


@pytest.fixture
def world(project: Project) -> World:
    made = World(project)
    made.publish_forms()
    return made


def codes(world: World) -> list[str]:
    return [item.code for item in prepare_release(world.project).gate if item.blocks]


def populations(world: World) -> list[Population]:
    """Whom the chosen tables count now."""
    with world.project.read() as db:
        return collect(db, list_chosen_tables(db), world.project.settings.release).populations


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


def test_which_of_two_like_cells_is_hidden_beside_a_third_is_up_to_the_projects_key(world: World) -> None:
    world.people(weeks=9, months=12, year=13)
    world.table("Stage of arrival", "talk", "/data/stage")
    hidden = set()
    for _ in range(40):
        world.project.keys = generate_keys()
        world.heard(world.new_id())  # so that the plan is worked out anew
        [table] = prepare_release(world.project).plan.tables
        hidden |= {cell.row for cell in table.cells if cell.count is None}
    assert hidden == {"weeks", "months", "year"}


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


def ready(world: World) -> None:
    """Everything that a release needs but the approvals: people, visits, statements, tables."""
    world.people(weeks=12, months=14, year=25)
    for number in range(24):
        world.visit(
            kind=("registry", "housing")[number % 2],
            office=f"R-{number % 8}",
            device=number // 2 % 2,
            clarity=str(number % 5),
        )
    world.heard("Papers take months.")
    world.table("Stage of arrival", "talk", "/data/stage")
    world.table("How services did", "call", "/data/kind", measure="mean")


def blocked(world: World) -> list[str]:
    result = build_release(world.project, actor="command", now=world.now)
    assert isinstance(result, Refused)
    return [item.code for item in result.blocked_by]


def everything_in(folder: Path) -> bytes:
    """Every byte of a release: files as they are, decoded cells, search terms, unpacked archives."""
    parts = [path.read_bytes() for path in sorted(folder.iterdir())]
    parts += [
        value if isinstance(value, bytes) else value.encode() for _, value in read_everything(folder / "release.db")
    ]
    with zipfile.ZipFile(folder / "release.xlsx") as archive:
        parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).lower()


def test_no_identifier_of_the_raw_data_is_in_any_published_byte(world: World) -> None:
    ready(world)
    segment = world.quotation(
        "Omar waits with me, call 06 698 2345. First papers, then papers.",
        full_name="Omar Haddad",
        remarks="His IBAN is IT60X0542811101000000123456, write to omar@example.org",
        spot="44.405650 8.946256 0 0",
        who="KX7Q2",
    )
    world.talk(picture="IMG_omar_2033.jpg")
    world.clear(segment, "[A friend] waits with me. First papers, then papers.")
    save_person(
        world.project, code="KX7Q2", name="Omar Haddad", contact="+39 347 555 1234", actor="command", now=world.now
    )
    world.approve()
    result = build_release(world.project, actor="command", now=world.now)
    assert isinstance(result, ReleaseBuilt), result
    content = everything_in(result.path)
    with world.project.read() as db:
        held = {value.lower() for kind, value in known_identifiers(db) if kind in ("record", "code", "device", "time")}
    seeds = {"omar", "haddad", "06 698 2345", "kx7q2", "it60x0542811101000000123456", "44.4056", "2033", "347 555"}
    assert len(held) > 100
    for seed in held | seeds:
        assert seed.encode() not in content, seed
    assert b"papers" in content


def test_a_name_left_in_a_cleared_quotation_stops_the_build_and_is_not_repeated(world: World) -> None:
    ready(world)
    segment = world.quotation("Omar waits with me.", full_name="Omar Haddad")
    world.clear(segment)
    world.approve()
    result = build_release(world.project, actor="command", now=world.now)
    assert isinstance(result, Refused)
    assert {item.code for item in result.blocked_by} == {"canary"}
    assert "release.db: quotations_fts terms" in {item.where for item in result.blocked_by}
    assert not any("omar" in str(item.as_dict()).lower() for item in result.blocked_by)
    assert list(world.project.releases.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "We heard it from Omar.",
        "Ring 06-698.2345 for more.",
        "Ask for KX7Q2.",
        "It is at 44.40565, 8.94625.",
        "See IMG_omar_2033.jpg",
        "Write to omar@example.org",
    ],
)
def test_an_identifier_in_what_we_heard_stops_the_build(world: World, statement: str) -> None:
    ready(world)
    world.talk(
        who="KX7Q2", full_name="Omar Haddad", remarks="06 698 2345, omar@example.org", spot="44.405650 8.946256 0 0"
    )
    world.talk(picture="IMG_omar_2033.jpg")
    world.heard(statement)
    world.approve()
    assert set(blocked(world)) == {"canary"}


def test_a_text_that_was_edited_after_its_review_blocks(world: World) -> None:
    ready(world)
    segment = world.quotation("Papers, always papers.")
    world.clear(segment)
    assert codes(world) == ["approvals-missing"]
    with world.project.read() as db:
        version_id = db.execute("SELECT id FROM transcript_version").fetchone()[0]
    correct_transcript(
        world.project,
        version_id=version_id,
        text="Papers, always papers, always.",
        account=world.ada.id,
        now=world.now,
        new_id=world.new_id,
    )
    assert codes(world) == ["stale-review", "approvals-missing"]


def test_published_words_that_were_changed_behind_the_review_block(world: World) -> None:
    ready(world)
    segment = world.quotation("Papers, always papers.")
    world.clear(segment)
    world.project.write(
        lambda db: db.execute("UPDATE text_review SET published_text = 'Papers for Omar.' WHERE step = 1")
    )
    assert codes(world) == ["stale-review", "approvals-missing"]


def test_step_one_again_asks_for_step_two_again(world: World) -> None:
    ready(world)
    segment = world.quotation("Papers, always papers.")
    world.clear(segment)
    seen = find_quotation(world.project, segment)
    review_identifiers(
        world.project,
        segment_id=segment,
        bound_sha256=seen.bound_sha256,
        published_text="Papers.",
        account=world.ada.id,
        now=world.now,
    )
    assert codes(world) == ["unreviewed-text", "approvals-missing"]


def test_a_judgement_on_words_that_changed_meanwhile_is_not_stored(world: World) -> None:
    segment = world.quotation("Papers, always papers.")
    with pytest.raises(Problem) as raised:
        review_identifiers(
            world.project,
            segment_id=segment,
            bound_sha256="0" * 64,
            published_text="x",
            account=world.ada.id,
            now=world.now,
        )
    assert raised.value.code == "409.text-changed"


def test_who_did_not_agree_to_be_quoted_is_not_quoted(world: World) -> None:
    segment = world.segment("Papers, always papers.", agree_quote="no")
    with pytest.raises(Problem) as raised:
        choose_quotation(world.project, segment_id=segment, account=world.ada.id, now=world.now)
    assert raised.value.code == "409.no-quote-consent"


def test_consent_that_is_taken_back_later_blocks_what_was_cleared(world: World) -> None:
    ready(world)
    segment = world.quotation("Papers, always papers.", who="P-LATER")
    world.clear(segment)
    world.talk(who="P-LATER", agree_quote="no")
    assert codes(world) == ["no-quote-consent", "approvals-missing"]


def test_who_withdrew_is_neither_quoted_nor_counted(world: World) -> None:
    ready(world)
    segment = world.quotation("Papers, always papers.", who="P-GONE", stage="year")
    world.clear(segment)
    before = populations(world)[0]
    world.project.write(lambda db: db.execute("UPDATE participant SET withdrawn_at = 'x' WHERE code = 'P-GONE'"))
    after = populations(world)[0]
    assert codes(world) == ["participant-withdrawn", "approvals-missing"]
    assert {one.unit for one in before.records} - {one.unit for one in after.records} == {"P-GONE"}


def test_people_are_counted_once_and_only_with_consent_to_totals(world: World) -> None:
    world.people(weeks=12, months=14)
    world.talk(who="TWICE", stage="weeks")
    world.talk(who="twice ", stage="year")
    world.talk(who="NEVER", agree_totals="no")
    world.talk(who="", stage="weeks")
    world.table("Stage of arrival", "talk", "/data/stage")
    prepared = prepare_release(world.project)
    [population] = populations(world)
    assert len(population.records) == 27
    assert next(one for one in population.records if one.unit == "TWICE").answers["/data/stage"] == {"year"}
    notes = {item.code: item.values for item in prepared.gate if not item.blocks}
    assert notes["no-totals-consent"] == {"number": 1}
    assert notes["no-participant-code"] == {"number": 1}


def test_records_that_wait_or_miss_files_are_reported_and_not_counted(world: World) -> None:
    ready(world)
    world.talk(approve=False)
    world.talk(picture="missing.jpg", approve=True)
    notes = {item.code: item.values for item in prepare_release(world.project).gate if not item.blocks}
    assert notes["records-waiting"] == {"number": 1}
    assert notes["records-incomplete"] == {"number": 1}


def test_a_form_about_people_cannot_be_counted_as_contacts(world: World) -> None:
    world.table("Stage of arrival", "talk", "/data/stage")
    world.project.write(lambda db: db.execute("UPDATE release_table SET unit = 'contacts'"))
    assert "table-broken" in codes(world)


@pytest.mark.parametrize(
    "question", ["/data/full_name", "/data/remarks", "/data/story", "/data/who", "/data/agree_totals"]
)
def test_a_question_without_a_role_that_allows_it_cannot_be_tabulated(world: World, question: str) -> None:
    with pytest.raises(Problem) as raised:
        world.table("x", "talk", question)
    assert raised.value.code == "409.not-tabulable"


def test_one_approval_is_not_enough_and_one_person_cannot_give_two(world: World) -> None:
    ready(world)
    world.approve([world.ada, world.ada])
    assert blocked(world) == ["approvals-missing"]
    world.approve([world.bruno])
    assert isinstance(build_release(world.project, actor="command", now=world.now), ReleaseBuilt)


def test_an_approval_is_void_when_a_word_changes(world: World) -> None:
    ready(world)
    world.approve()
    world.heard("Papers take years.")
    assert blocked(world) == ["approvals-missing"]


def test_an_approval_of_a_closed_account_does_not_count(world: World) -> None:
    ready(world)
    world.approve()
    world.project.write(lambda db: db.execute("UPDATE account SET disabled_at = 'x' WHERE id = ?", (world.bruno.id,)))
    assert blocked(world) == ["approvals-missing"]


def test_what_was_built_stands_in_the_ledger_and_in_the_log(world: World) -> None:
    ready(world)
    plan = world.approve()
    built = build_release(world.project, actor="command", now=world.now)
    assert isinstance(built, ReleaseBuilt)
    [entry] = list_ledger(world.project)
    assert (entry.number, entry.plan_sha256, entry.file_sha256) == (1, plan, built.sha256)
    assert hashlib.sha256((built.path / "release.db").read_bytes()).hexdigest() == built.sha256
    with world.project.read() as db:
        assert list_events(db, subject="release:1")[0].detail["file"] == built.sha256
        assert first_broken_event(db) is None


def test_a_plan_is_worked_out_once_while_nobody_writes_and_anew_after_any_commit(world: World) -> None:
    ready(world)
    first = prepare_release(world.project)
    assert prepare_release(world.project) is first
    with closing(connect(world.project.database)) as another_program:
        another_program.execute("UPDATE heard_statement SET text = 'Papers take years.'")
        another_program.commit()
    second = prepare_release(world.project)
    assert second.plan_sha256 != first.plan_sha256
    world.approve([world.ada])
    assert prepare_release(world.project).approvers == (world.ada.id,)


def test_a_plan_is_worked_out_anew_when_the_settings_change(world: World) -> None:
    ready(world)
    assert prepare_release(world.project).plan.thresholds.rounding_base == 5
    settings = world.project.settings
    world.project.settings = replace(settings, release=replace(settings.release, rounding_base=2))
    assert prepare_release(world.project).plan.thresholds.rounding_base == 2


def test_a_build_tells_its_steps_in_their_order(world: World) -> None:
    ready(world)
    world.approve()
    steps: list[Step] = []
    build_release(world.project, actor="command", now=world.now, progress=steps.append)
    assert steps == list(Step)


def test_an_approver_whose_account_is_closed_during_the_build_does_not_count(world: World) -> None:
    ready(world)
    world.approve()

    def closed(step: Step) -> None:
        if step is Step.SEARCH:
            close_account(world.project, account_id=world.bruno.id, actor=world.ada, now=world.now)

    with pytest.raises(Problem) as refused:
        build_release(world.project, actor="command", now=world.now, progress=closed)
    assert refused.value.code == "409.plan-changed"
    assert list_ledger(world.project) == []


def test_two_builds_at_once_make_one_release(world: World) -> None:
    ready(world)
    world.approve()
    with ThreadPoolExecutor(4) as pool:
        builds = [pool.submit(build_release, world.project, actor="command", now=world.now) for _ in range(4)]
        results = [build.result() for build in builds]
    assert {(one.release, one.sha256) for one in results if isinstance(one, ReleaseBuilt)} == {(1, results[0].sha256)}  # type: ignore[union-attr]
    assert len(list_ledger(world.project)) == 1
    assert [path.name for path in world.project.releases.iterdir()] == ["0001"]
