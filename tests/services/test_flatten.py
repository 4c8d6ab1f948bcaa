import os
import threading
from typing import Any

import pytest

from fieldkit.services.flatten import rebuild_flat
from fieldkit.services.receive import receive_submission
from fieldkit.store import flat
from fieldkit.store.flat import FlatDatabase, FlatTable
from fieldkit.store.project import Project
from fieldkit.store.sqlite import Row, connect
from tests.records import NOW, VISIT, new_instance_id, publish, submission_xml


def receive(project: Project, xml: bytes) -> None:
    receive_submission(project, xml=xml, files=[], device=None, sealed=False, now=NOW)


def flat_rows(project: Project, query: str) -> list[dict[str, Any]]:
    connection = connect(project.folder / "flat.db")
    connection.row_factory = Row
    found = [dict(row) for row in connection.execute(query)]
    connection.close()
    return found


def test_a_table_for_the_form_and_one_for_each_repeat(project: Project) -> None:
    publish(project)
    for number in range(3):
        receive(project, submission_xml(f"uuid:{number}", office=f"{number}", steps=[{"what": "a"}, {"what": "b"}]))
    assert rebuild_flat(project) == {"visit": 3, "visit/step": 6}
    assert [row["office"] for row in flat_rows(project, "SELECT office FROM flat_visit")] == ["0", "1", "2"]
    steps = flat_rows(project, 'SELECT * FROM "flat_visit/step" WHERE "@parent_key" = \'uuid:1\'')
    assert [(step["@position"], step["what"]) for step in steps] == [(1, "a"), (2, "b")]


def test_versions_of_a_form_share_a_table_and_replaced_edits_are_left_out(project: Project) -> None:
    publish(project)
    publish(project, VISIT.replace("| 3 |", "| 4 |").replace("| outcome | What", "| result | What"))
    receive(project, submission_xml("uuid:old", outcome="helped"))
    receive(project, submission_xml("uuid:new", version="4", result="sent away", deprecated_id="uuid:old"))
    receive(project, submission_xml("uuid:other", outcome="waited"))
    assert rebuild_flat(project)["visit"] == 2
    rows = flat_rows(project, 'SELECT "@instance_id" AS id, outcome, result FROM flat_visit ORDER BY id')
    assert rows == [
        {"id": "uuid:new", "outcome": None, "result": "sent away"},
        {"id": "uuid:other", "outcome": "waited", "result": None},
    ]


def test_names_that_sql_could_stumble_over_are_only_names(project: Project) -> None:
    table = FlatTable('a"b; DROP TABLE x--', "select", ("@key", "Name", "name", 'q"uote', "order", "مكتب"), keys=1)
    again = FlatTable('A"b; DROP TABLE x--', "SELECT", ("@key",), keys=1)
    catalogue = FlatTable("table", "", ("@key",), keys=1)
    row = {"@key": "k", "Name": "1", "name": "2", 'q"uote': "3", "order": "4", "مكتب": "5"}
    with FlatDatabase(project.folder / "flat.db", project.folder / "new", [table, again, catalogue]) as database:
        assert database.insert(table.form_id, "select", [row]) == 1
    names = [row["name"] for row in flat_rows(project, "SELECT name FROM flat_table ORDER BY rowid")]
    assert names == ['flat_a"b; DROP TABLE x--/select', 'flat_A"b; DROP TABLE x--/SELECT (2)', "flat_table (2)"]
    [kept] = flat_rows(project, 'SELECT * FROM "flat_a""b; DROP TABLE x--/select"')
    assert list(kept.values()) == ["k", "1", "2", "3", "4", "5"]
    assert list(kept)[1:3] == ["Name", "name (2)"]


def test_a_form_wider_than_a_table_may_be_goes_on_in_a_second(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flat, "COLUMNS_PER_TABLE", 4)
    table = FlatTable("wide", "", ("@key", *(f"q{number}" for number in range(7))), keys=1)
    with FlatDatabase(project.folder / "flat.db", project.folder / "new", [table]) as database:
        database.insert("wide", "", [{"@key": "k", "q0": "a", "q6": "b"}])
    joined = flat_rows(project, 'SELECT q0, q6 FROM flat_wide JOIN "flat_wide (3)" USING ("@key")')
    assert joined == [{"q0": "a", "q6": "b"}]


def test_a_build_that_fails_leaves_the_old_tables(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(project)
    receive(project, submission_xml(new_instance_id()))
    rebuild_flat(project)
    before = (project.folder / "flat.db").stat()
    monkeypatch.setattr("fieldkit.services.flatten.flat_tables", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rebuild_flat(project)
    assert (project.folder / "flat.db").stat().st_ino == before.st_ino
    assert os.listdir(project.incoming.folder) == ["lock"]  # noqa: PTH208


def test_receiving_goes_on_while_the_tables_are_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from fieldkit.services import flatten

    publish(project)
    for _ in range(5):
        receive(project, submission_xml(new_instance_id()))
    flattened, received = threading.Event(), threading.Event()
    original = flatten.flat_tables

    def held(*arguments: Any) -> Any:
        flattened.set()
        assert received.wait(timeout=10)
        return original(*arguments)

    monkeypatch.setattr(flatten, "flat_tables", held)
    thread = threading.Thread(target=rebuild_flat, args=(project,))
    thread.start()
    assert flattened.wait(timeout=10)
    receive(project, submission_xml(new_instance_id()))
    received.set()
    thread.join(timeout=10)
    assert len(flat_rows(project, "SELECT * FROM flat_visit")) >= 5
