"""The files of a release."""

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pysqlite3 as sqlite3
import pytest
import yaml

from fieldkit.publish.build import build_files
from fieldkit.publish.metadata import QUERIES
from fieldkit.publish.scan import find_canaries
from fieldkit.publish.shape import RESERVED, name_tables
from fieldkit.release.canaries import Canaries, Canary
from fieldkit.release.plan import Heard, Method, ReleasePlan, Thresholds, number_quotations
from fieldkit.release.records import Category, TableSpec, Variable
from fieldkit.release.tables import protect_tables
from tests.release.building import one_way, people, two_way, variable

STAGE = variable("stage", "abcd")


def plan(*quotations: tuple[str, str, str], title: str = "Stage of arrival") -> ReleasePlan:
    tables = protect_tables([people(one_way("stage", [9, 12, 33]), TableSpec("1", title, STAGE))])
    return ReleasePlan(
        title="First year in Marenza",
        languages=("en", "it"),
        heard=(Heard(1, "en", "Papers take months."),),
        tables=tuple(tables),
        quotations=number_quotations(quotations),
        method=Method(55, None, None, ("2026-Q1", "2026-Q2"), ("A talk",), 2),
        thresholds=Thresholds(10, 3, 2, 5),
    )


def built(plan: ReleasePlan, folder: Path) -> Path:
    folder.mkdir()
    build_files(plan, folder)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    content = plan(("I waited.", "en", "Waiting"), ("Ho aspettato.", "it", "Waiting"))
    assert hashes(built(content, tmp_path / "a")) == hashes(built(content, tmp_path / "b"))


def test_a_hidden_number_is_in_no_table_of_the_file(tmp_path: Path) -> None:
    folder = built(plan(), tmp_path / "release")
    db = sqlite3.connect(folder / "release.db")
    cells = dict(db.execute("SELECT row, count FROM cells").fetchall())
    assert cells == {"a": None, "b": None, "c": 35, "d": 0, "": 55}
    readable = dict(db.execute('SELECT answer, "all" FROM "stage-of-arrival"').fetchall())
    assert readable["a"] == readable["b"] == "hidden to protect people"


def test_metadata_grow_on_their_base_and_allow_no_sql(tmp_path: Path) -> None:
    folder = built(plan(), tmp_path / "release")
    metadata = yaml.safe_load((folder / "metadata.yml").read_text(encoding="utf-8"))
    release = metadata["databases"]["release"]
    assert metadata["title"] == "First year in Marenza"
    assert release["allow_sql"] is False
    assert {"heard", "quotations", "cells", "method", "stage-of-arrival"} <= set(release["tables"])


def test_formulas_in_texts_stay_texts_in_the_workbook(tmp_path: Path) -> None:
    folder = built(plan(('=HYPERLINK("http://x.example","y")', "en", "Waiting")), tmp_path / "release")
    with zipfile.ZipFile(folder / "release.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_the_data_package_names_the_files_by_their_hashes(tmp_path: Path) -> None:
    folder = built(plan(), tmp_path / "release")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"]: one["hash"].removeprefix("sha256:") for one in package["resources"]} == {
        name: digest for name, digest in hashes(folder).items() if name in ("release.db", "release.xlsx")
    }


@pytest.mark.parametrize(
    "title", ["Heard", "tables", "", "'; DROP TABLE cells; --", "كم من الوقت", 'A "quoted" title', "x" * 200]
)
def test_any_title_gives_a_table_that_can_be_read(tmp_path: Path, title: str) -> None:
    folder = built(plan(title=title), tmp_path / "release")
    db = sqlite3.connect(folder / "release.db")
    [(name,)] = db.execute("SELECT name FROM tables").fetchall()
    assert db.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (5,)


@pytest.mark.parametrize("titles", [("a-3", "a", "a"), ("Waiting", "waiting", "waiting!"), ("a-2-3", "a-2", "a-2")])
def test_tables_of_like_titles_get_names_of_their_own(tmp_path: Path, titles: tuple[str, ...]) -> None:
    specs = [TableSpec(str(number), title, STAGE) for number, title in enumerate(titles)]
    tables = protect_tables([people(one_way("stage", [9, 12, 33]), *specs)])
    built(replace(plan(), tables=tuple(tables)), tmp_path / "release")
    names = [shape.name for shape in name_tables(replace(plan(), tables=tuple(tables)))]
    assert len(set(names)) == 3


def test_no_table_takes_the_address_of_a_question_that_partners_ask() -> None:
    assert set(QUERIES) <= RESERVED
    assert name_tables(plan(title="Cells of a table"))[0].name not in QUERIES


@pytest.mark.parametrize("labels", [("x (4)", "x", "x"), ("answer", "all", "ALL"), ("", "", ""), ("é", "É", "=1+1")])
def test_answers_with_like_labels_get_columns_of_their_own(tmp_path: Path, labels: tuple[str, ...]) -> None:
    tongue = Variable("tongue", tuple(Category(one, {"en": label}) for one, label in zip("stu", labels, strict=True)))
    records = two_way("stage", "tongue", [[20, 20, 20], [20, 20, 20]])
    tables = protect_tables([people(records, TableSpec("1", "Crossed", STAGE, tongue))])
    folder = built(replace(plan(), tables=tuple(tables)), tmp_path / "release")
    db = sqlite3.connect(folder / "release.db")
    assert len(db.execute("SELECT * FROM crossed").fetchone()) == 5


def test_a_question_crossed_with_itself_is_withheld_and_stops_nothing(tmp_path: Path) -> None:
    stage = Variable("stage", tuple(Category(one) for one in "abcd"), {"en": "How long are you here?"})
    tables = protect_tables([people(one_way("stage", [9, 12, 33]), TableSpec("1", "Stages", stage, stage))])
    built(replace(plan(), tables=tuple(tables)), tmp_path / "release")


def test_a_name_is_found_in_every_place_that_holds_it_the_search_index_too(tmp_path: Path) -> None:
    folder = built(plan(("I waited with Fatima for papers.", "en", "Waiting")), tmp_path / "release")
    places = find_canaries(folder, Canaries([Canary("name", "Fatima Haddad")]))
    assert {place for place, _ in places} == {
        "release.db: quotations",
        "release.db: quotations_fts terms",
        "release.xlsx: xl/sharedStrings.xml",
    } | {"release.db: quotations_fts"}


def test_a_name_that_only_the_search_index_still_holds_is_found(tmp_path: Path) -> None:
    folder = built(plan(("I waited with Fatima for papers.", "en", "Waiting")), tmp_path / "release")
    db = sqlite3.connect(folder / "release.db", isolation_level=None)
    db.execute("UPDATE quotations SET quotation = 'I waited for papers.'")  # its index keeps the old words
    db.execute("VACUUM")
    db.close()
    (folder / "release.xlsx").unlink()
    places = find_canaries(folder, Canaries([Canary("name", "Fatima Haddad")]))
    assert [place for place, _ in places] == ["release.db: quotations_fts terms"]


def test_a_clean_release_has_no_canary(tmp_path: Path) -> None:
    folder = built(plan(("I waited.", "en", "Waiting")), tmp_path / "release")
    assert find_canaries(folder, Canaries([Canary("name", "Fatima Haddad"), Canary("phone", "06 5555 1234")])) == []
