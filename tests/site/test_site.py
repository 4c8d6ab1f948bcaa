"""The published pages of a release, through a real Datasette."""

import asyncio
import csv
import io
import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from datasette.app import Datasette
from httpx import Response

from fieldkit.publish.build import build_files
from fieldkit.release.plan import Heard, Method, ReleasePlan, Thresholds, number_quotations
from fieldkit.release.records import Category, Measure, TableSpec, Variable
from fieldkit.release.tables import protect_tables
from fieldkit.site import serve_command
from fieldkit.site.headers import with_headers
from fieldkit.site.serving import SETTINGS
from fieldkit.site.spreadsheets import harmless
from tests.journeys.conftest import free_port
from tests.release.building import contacts, one_way, people
from tests.release.test_tables import KIND, visit

STAGE = Variable("stage", tuple(Category(one, {"en": f"Stage {one}", "ar": f"مرحلة {one}"}) for one in "abcd"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("release")
    visits = [
        visit(n, "registry", researcher=f"r{n % 2}", place=f"registry-{n % 3}", clarity=n % 5) for n in range(12)
    ] + [visit(50 + n, "legal", researcher=f"r{n % 2}", place=f"legal-{n % 3}", clarity=4) for n in range(9)]
    tables = protect_tables(
        [
            people(one_way("stage", [9, 12, 33]), TableSpec("1", "Stage of arrival", STAGE)),
            contacts(
                visits, TableSpec("2", "How services did", KIND, measure=Measure.MEAN, criteria=(Category("clarity"),))
            ),
        ]
    )
    plan = ReleasePlan(
        title="First year in Marenza",
        languages=("en", "ar"),
        heard=(Heard(1, "en", "Papers take <months>."), Heard(1, "ar", "الأوراق تستغرق أشهراً.")),
        tables=tuple(tables),
        quotations=number_quotations(
            [
                ("I waited for <b>papers</b>.", "en", "Waiting"),
                ("انتظرت.", "ar", "Waiting"),
                ('=HYPERLINK(1)\n@x, "y"', "en", "-Papers"),
            ]
        ),
        method=Method(55, 20, None, ("2026-Q1", "2026-Q2"), ("A talk",), 2),
        thresholds=Thresholds(10, 3, 2, 5),
    )
    build_files(plan, made)
    return made


@pytest.fixture(scope="module")
def site(folder: Path) -> Datasette:
    """Datasette in this process, with what `serve_command` gives it."""
    words = {"on": True, "off": False}
    return Datasette(
        immutables=[str(folder / "release.db")],
        inspect_data=json.loads((folder / "inspect.json").read_text()),
        metadata=yaml.safe_load((folder / "metadata.yml").read_text(encoding="utf-8")),
        settings={name: words.get(value, int(value) if value.isdigit() else value) for name, value in SETTINGS.items()},
    )


def get(site: Datasette, path: str, method: str = "GET") -> Response:
    async def ask() -> Any:
        return await site.client.request(method, path)

    return asyncio.run(ask())


PAGES = (
    "/",
    "/?_lang=ar",
    "/release",
    "/release/cells",
    "/release/stage-of-arrival",
    "/release/quotations?_search=papers",
    "/release/quotations/1",
    "/release/what-is-said-about?words=papers",
    "/release/cells?_facet=status",
    "/release.json",
    "/release/cells.csv",
    "/release/cells.json",
    "/-/look/look.css",
    "/-/release/release.xlsx",
    "/release.db",
    "/nothing",
    "/release?sql=select+1",
    "/-/databases",
    "/nothing.json",
    "//-/databases.json",
    "/release/cells.json?_sort=nothing",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_our_headers_and_no_inline_script_or_style(site: Datasette, path: str) -> None:
    answer = get(site, path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    if answer.headers["content-type"].startswith("text/html"):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
        assert re.search(r'<html lang="(en|ar)" dir="(ltr|rtl)">', answer.text)


@pytest.mark.parametrize("path", ["/release?sql=select+1", "/release/cells?_where=1=1", "/release.json?sql=select+1"])
def test_nobody_runs_sql_of_their_own(site: Datasette, path: str) -> None:
    assert get(site, path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/-/databases",
        "/-/databases.json",
        "/-/plugins",
        "/-/versions",
        "/-/settings",
        "/-/threads",
        "/-/metadata",
        "/-/actor",
        "/-/release/metadata.yml",
        "/-/release/inspect.json",
        "/-/look/../serving.py",
        "/nothing",
    ],
)
def test_pages_about_the_machine_are_not_open(site: Datasette, path: str) -> None:
    assert get(site, path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_pages_can_only_be_read(site: Datasette, method: str) -> None:
    answer = get(site, "/release/cells", method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/nothing.json", "//-/databases.json", "/release/nothing.json"])
def test_what_is_not_there_is_said_to_programs_in_json(site: Datasette, path: str) -> None:
    answer = get(site, path)
    assert (answer.status_code, answer.json()["status"], answer.json()["ok"]) == (404, 404, False)


def test_what_goes_wrong_inside_is_not_told_to_readers(site: Datasette) -> None:
    answer = get(site, "/release/cells.json?_timelimit=0.5")
    assert (answer.status_code, answer.json()["error"]) == (500, "This did not work.")


def test_an_application_that_fails_before_it_answers_still_gives_our_headers() -> None:
    sent: list[Any] = []

    async def broken(*_: Any) -> None:
        raise ValueError("inside")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    asyncio.run(with_headers(broken)(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert dict(sent[0]["headers"])[b"content-security-policy"]
    assert b"inside" not in sent[1]["body"]


def test_the_front_page_says_what_was_heard_and_draws_what_was_counted(site: Datasette) -> None:
    page = get(site, "/").text
    assert "Papers take &lt;months&gt;." in page
    assert "I waited for &lt;b&gt;papers&lt;/b&gt;." in page
    assert "N = 35" in page
    assert "hidden to protect people" in page
    assert "hidden: " not in page
    assert "CC BY 4.0" in page


def test_the_front_page_speaks_arabic_from_right_to_left(site: Datasette) -> None:
    page = get(site, "/?_lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "الأوراق تستغرق أشهراً." in page
    assert "مرحلة c" in page
    assert 'direction="rtl"' in page


def test_a_picture_is_well_formed_names_itself_and_hatches_what_is_hidden(site: Datasette) -> None:
    for name in ("stage-of-arrival", "how-services-did"):
        picture = ElementTree.fromstring(get(site, f"/-/release/picture/{name}.svg").text)
        space = "{http://www.w3.org/2000/svg}"
        assert picture.find(f"{space}title") is not None
        assert picture.find(f"{space}desc") is not None
    stage = get(site, "/-/release/picture/stage-of-arrival.svg").text
    assert stage.count('fill="url(#picture-1-hatch)"') == 2
    assert "12" not in re.findall(r">([^<]*)<", stage)


def test_hidden_numbers_are_in_no_answer(site: Datasette) -> None:
    cells = get(site, "/release/cells.json?_shape=array&table=stage-of-arrival").json()
    assert {cell["row"]: cell["count"] for cell in cells} == {"a": None, "b": None, "c": 35, "d": 0, "": 55}


def test_search_and_the_questions_that_partners_ask_work(site: Datasette) -> None:
    assert "papers" in get(site, "/release/quotations.csv?_search=papers").text
    assert get(site, "/release/what-is-said-about.json?words=waited&_shape=array").json()[0]["code"] == "Waiting"
    assert len(get(site, "/release/cells-of-a-table.json?table=stage-of-arrival&_shape=array").json()) == 5
    for words in ("", '"', "a OR", "*", "'; --"):
        assert get(site, f"/release/what-is-said-about?words={words}").status_code in (200, 400)


@pytest.mark.parametrize("address", ["quotations.csv?_stream=on", "quotations.csv?_dl=on", "quotations.csv?_labels=on"])
def test_csv_holds_nothing_that_a_spreadsheet_runs(site: Datasette, address: str) -> None:
    rows = list(csv.reader(io.StringIO(get(site, f"/release/{address}").text, newline="")))
    assert [len(row) for row in rows] == [4, 4, 4, 4]
    assert [row[1:] for row in rows if "HYPER" in row[1]] == [['\'=HYPERLINK(1)\n@x, "y"', "en", "'-Papers"]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_refusal_at_the_address_of_csv_stays_as_it_is(site: Datasette) -> None:
    assert get(site, "/-/nothing.csv").text == "There is no page at this address."


@pytest.mark.parametrize("cell", ["-1.5", "+3", "12", "words = words", ""])
def test_numbers_and_words_stay_as_they_are_in_csv(cell: str) -> None:
    assert harmless(cell) == cell


def test_files_can_be_taken_along(site: Datasette, folder: Path) -> None:
    assert get(site, "/-/release/release.xlsx").content == (folder / "release.xlsx").read_bytes()
    assert get(site, "/release.db").content == (folder / "release.db").read_bytes()
    assert get(site, "/release/cells.csv").text.startswith("table,row,row_label")


def test_column_help_comes_from_the_metadata(site: Datasette) -> None:
    assert "Every number of every table in long form" in get(site, "/release/cells").text
    assert "What was said, as it may be published" in get(site, "/release/quotations").text


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the server writes while it runs."""
    return tmp_path / "log"


@pytest.fixture
def process(folder: Path, log: Path) -> Iterator[str]:
    """Datasette as a process of its own, started by the command."""
    port = free_port()
    with log.open("wb") as output:
        running = subprocess.Popen(serve_command(folder, port, "127.0.0.1"), stdout=output, stderr=output)
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(base, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield base
    finally:
        running.terminate()
        running.wait(timeout=30)


@pytest.mark.slow
def test_the_command_serves_the_release_in_a_process_of_its_own(process: str) -> None:
    with urllib.request.urlopen(process, timeout=10) as answer:
        assert "Papers take" in answer.read().decode()
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{process}/release?sql=select+1", timeout=10)
    refused.value.close()
    assert refused.value.code == 403


@pytest.mark.slow
def test_the_server_keeps_no_list_of_who_read_what(process: str, log: Path) -> None:
    with urllib.request.urlopen(f"{process}/release/quotations?_search=papers", timeout=10) as answer:
        assert answer.status == 200
    for page in ("quotations", "quotations.json"):  # words that the search does not understand
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{process}/release/{page}?_search=papers%22&_searchmode=raw", timeout=10)
        refused.value.close()
        assert refused.value.code == 400
    assert "Application startup complete" in log.read_text()
    assert "GET" not in log.read_text()
    assert "papers" not in log.read_text()
