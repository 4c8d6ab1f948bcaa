"""Publishing from the command line: what was published, what was found, what was refused and why."""

from pathlib import Path

import pytest

from .conftest import Run

VISIT = """
| survey   |                |         |                       |
|          | type           | name    | label::English (en)   |
|          | select_one yn  | open    | Was the door open?    |
|          | image          | sign    | A photo of the sign   |
| choices  |                |         |                       |
|          | list_name      | name    | label::English (en)   |
|          | yn             | yes     | Yes                   |
|          | yn             | no      | No                    |
| settings |                |         |                       |
|          | form_id        | version | form_title            |
|          | visit          | 1       | A visit               |
"""


@pytest.fixture
def form_file(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(VISIT, encoding="utf-8")
    return path


def test_a_published_form_is_listed(run: Run, project_folder: Path, form_file: Path) -> None:
    published = run("form", "add", project_folder, form_file, "--json")
    assert published.exit == 0
    assert (published.object["form_id"], published.object["version"]) == ("visit", "1")
    assert [language["code"] for language in published.object["languages"]] == ["en"]
    listed = run("form", "list", project_folder, "--json").object["forms"]
    assert [form["xform_sha256"] for form in listed] == [published.object["xform_sha256"]]


def test_the_same_file_again_is_the_same_version(run: Run, project_folder: Path, form_file: Path) -> None:
    first = run("form", "add", project_folder, form_file, "--json").object
    second = run("form", "add", project_folder, form_file, "--json").object
    assert first["version_id"] == second["version_id"]
    assert len(run("form", "list", project_folder, "--json").object["forms"]) == 1


def test_other_content_under_a_known_version_is_refused(run: Run, project_folder: Path, form_file: Path) -> None:
    run("form", "add", project_folder, form_file)
    form_file.write_text(VISIT.replace("door open", "office open"), encoding="utf-8")
    outcome = run("form", "add", project_folder, form_file, "--json")
    assert outcome.exit == 1
    assert outcome.object["code"].startswith("409.")


def test_a_refused_form_says_every_finding_with_its_place(run: Run, project_folder: Path, form_file: Path) -> None:
    form_file.write_text(VISIT.replace("select_one yn", "select_one absent"), encoding="utf-8")
    outcome = run("form", "add", project_folder, form_file, "--json")
    assert outcome.exit == 1
    assert {"code", "what", "where", "remedy", "findings"} == set(outcome.object)
    assert outcome.object["findings"][0]["sheet"] == "survey"
    assert "was not published" in run("form", "add", project_folder, form_file).out
    assert run("form", "list", project_folder, "--json").object["forms"] == []


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04 broken", b"not a form at all"])
def test_a_file_that_is_no_form_is_refused(run: Run, project_folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "form.xlsx").write_bytes(content)
    outcome = run("form", "add", project_folder, tmp_path / "form.xlsx", "--json")
    assert outcome.exit == 1
    assert outcome.object["remedy"]


def test_a_file_that_is_not_there_is_refused(run: Run, project_folder: Path, tmp_path: Path) -> None:
    outcome = run("form", "add", project_folder, tmp_path / "none.xlsx", "--json")
    assert (outcome.exit, outcome.object["code"]) == (1, "404.file")


def test_a_language_without_its_code_is_a_usage_error(run: Run, project_folder: Path, form_file: Path) -> None:
    outcome = run("form", "add", project_folder, form_file, "--language", "Arabic", "--json")
    assert (outcome.exit, outcome.object["code"]) == (2, "400.language")
