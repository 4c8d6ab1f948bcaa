from pathlib import Path

from .conftest import Run
from .test_submissions import held

__all__ = ["held"]


def test_the_answers_are_written_as_plain_tables(run: Run, held: Path) -> None:
    answer = run("flatten", held, "--json")
    assert answer.object["rows"] == {"visit": 1}
    assert Path(answer.object["path"]).read_bytes().startswith(b"SQLite format 3")
