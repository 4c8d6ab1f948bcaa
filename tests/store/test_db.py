import threading
from pathlib import Path

import pytest

from fieldkit.errors import Problem
from fieldkit.store.db import DirectWriter, Readers, migrate
from fieldkit.store.group_commit import GroupCommitWriter
from fieldkit.store.sqlite import Connection, IntegrityError, OperationalError


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "odd name %41#?.db"
    writer = DirectWriter(path)
    writer.run(lambda db: db.execute("CREATE TABLE word (text TEXT PRIMARY KEY)").close())
    writer.close()
    return path


def insert(text: str) -> "object":
    def work(db: Connection) -> str:
        db.execute("INSERT INTO word VALUES (?)", (text,))
        return text

    return work


def words(path: Path) -> list[str]:
    readers = Readers(path)
    with readers.read() as db:
        found = [row["text"] for row in db.execute("SELECT text FROM word ORDER BY text")]
    readers.close()
    return found


@pytest.fixture(params=[DirectWriter, GroupCommitWriter])
def writer(request: pytest.FixtureRequest, database: Path):  # type: ignore[no-untyped-def]
    opened = request.param(database)
    yield opened
    opened.close()


def test_work_that_raises_leaves_nothing_and_the_writer_goes_on(writer, database: Path) -> None:  # type: ignore[no-untyped-def]
    def half(db: Connection) -> None:
        db.execute("INSERT INTO word VALUES ('half')")
        raise Problem("409.changed-its-mind", "No.")

    with pytest.raises(Problem, match="No"):
        writer.run(half)
    assert writer.run(insert("whole")) == "whole"
    assert words(database) == ["whole"]


def test_a_mistake_in_one_statement_is_that_items_own(writer, database: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OperationalError, match="no such table"):
        writer.run(lambda db: db.execute("SELECT * FROM nowhere"))
    with pytest.raises(IntegrityError):
        writer.run(lambda db: db.execute("INSERT INTO word SELECT 'x' UNION ALL SELECT 'x'"))
    writer.run(insert("fine"))
    assert words(database) == ["fine"]


def test_a_group_keeps_what_is_right_and_refuses_what_is_wrong(database: Path) -> None:
    writer = GroupCommitWriter(database)
    entered, go, outcomes = threading.Event(), threading.Event(), []

    def hold(db: Connection) -> None:
        entered.set()
        go.wait(timeout=10)

    def run(work) -> None:  # type: ignore[no-untyped-def]
        try:
            outcomes.append(writer.run(work))
        except Exception as error:
            outcomes.append(type(error).__name__)

    works = [hold, insert("a"), insert("a"), lambda db: db.execute("SELECT nonsense"), insert("b")]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    threads[0].start()
    assert entered.wait(timeout=10)
    for thread in threads[1:]:
        thread.start()
    while writer._queue.qsize() < len(works) - 1:
        pass
    go.set()
    for thread in threads:
        thread.join(timeout=10)
    writer.close()
    assert words(database) == ["a", "b"]
    assert sorted(map(str, outcomes)) == ["IntegrityError", "None", "OperationalError", "a", "b"]


def test_closing_stores_what_was_accepted_and_refuses_what_comes_after(database: Path) -> None:
    writer = GroupCommitWriter(database)
    done: list[str] = []
    threads = [
        threading.Thread(target=lambda number=number: done.append(writer.run(insert(f"{number:03}"))))
        for number in range(60)
    ]
    for thread in threads:
        thread.start()
    while not done:
        pass
    for thread in threads:
        thread.join()
    writer.close()
    writer.close()
    assert words(database) == sorted(done)
    with pytest.raises(Problem) as refused:
        writer.run(insert("late"))
    assert refused.value.code == "503.shutting-down"


def test_a_writer_whose_connection_broke_opens_a_new_one(database: Path) -> None:
    writer = GroupCommitWriter(database)
    writer._connection.close()
    with pytest.raises(Exception, match="closed"):
        writer.run(insert("lost"))
    writer.run(insert("found"))
    writer.close()
    assert words(database) == ["found"]


def test_the_server_waits_for_a_command_that_holds_the_database(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldkit.store.db.BUSY_TIMEOUT_SECONDS", 0.05)
    writer, command = GroupCommitWriter(database), DirectWriter(database)
    holding, go = threading.Event(), threading.Event()

    def hold(db: Connection) -> None:
        holding.set()
        go.wait(timeout=10)

    thread = threading.Thread(target=command.run, args=(hold,))
    thread.start()
    assert holding.wait(timeout=10)
    threading.Timer(0.3, go.set).start()  # several busy timeouts later
    assert writer.run(insert("patient")) == "patient"
    thread.join()
    monkeypatch.setattr("fieldkit.store.group_commit.LONGEST_WAIT_SECONDS", 0.1)
    go.clear()
    holding.clear()
    thread = threading.Thread(target=command.run, args=(hold,))
    thread.start()
    assert holding.wait(timeout=10)
    with pytest.raises(Problem) as refused:
        writer.run(insert("impatient"))
    assert refused.value.code == "503.database-busy"
    go.set()
    thread.join()
    writer.close()
    command.close()


def test_a_reader_cannot_write_and_sees_one_moment(database: Path) -> None:
    writer, readers = DirectWriter(database), Readers(database)
    with readers.read() as db:
        assert db.execute("SELECT count(*) FROM word").fetchone()[0] == 0
        writer.run(insert("later"))
        assert db.execute("SELECT count(*) FROM word").fetchone()[0] == 0
        with pytest.raises(OperationalError, match="readonly"):
            db.execute("DELETE FROM word")
    with readers.read() as db:
        assert db.execute("SELECT count(*) FROM word").fetchone()[0] == 1
    readers.close()
    writer.close()


def test_migrating_twice_changes_nothing_and_a_newer_database_is_refused(tmp_path: Path) -> None:
    writer = DirectWriter(tmp_path / "new.db")
    assert migrate(writer, "2026-05-04T09:30:00.000Z")[0] == "0001_foundation.sql"
    assert migrate(writer, "2026-05-04T09:30:00.000Z") == []
    writer.run(lambda db: db.execute("INSERT INTO migration VALUES ('9999_future.sql', '')").close())
    with pytest.raises(Problem) as refused:
        migrate(writer, "2026-05-04T09:30:00.000Z")
    assert refused.value.code == "409.database-newer"
    writer.close()


def test_work_in_the_writers_thread_sees_its_callers_context(tmp_path: Path) -> None:
    from contextvars import ContextVar

    language: ContextVar[str] = ContextVar("language")
    writer = GroupCommitWriter(tmp_path / "context.db")
    try:
        language.set("ar")
        assert writer.run(lambda _db: language.get()) == "ar"
    finally:
        writer.close()
