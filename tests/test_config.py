"""Settings: read, written, refused; the secure context that tablets need; what a wheel ships."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.config import FILE_NAME, Settings, load_settings, save_settings, shipped
from fieldkit.errors import EnvironmentProblem, Problem
from fieldkit.release.rounding import rounded

SOUND = Settings(project_id="p", title="First year in “Marenza” — قصص", base_url="https://field.example.org")


def test_settings_come_back_as_they_were_written(tmp_path: Path) -> None:
    save_settings(tmp_path, SOUND)
    assert load_settings(tmp_path) == SOUND


def test_comments_stay_when_settings_are_saved_again(tmp_path: Path) -> None:
    save_settings(tmp_path, SOUND)
    path = tmp_path / FILE_NAME
    path.write_text(f"# agreed with the panel in May\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    save_settings(tmp_path, SOUND)
    assert path.read_text(encoding="utf-8").startswith("# agreed with the panel in May\n")


@pytest.mark.parametrize(
    "content",
    [
        "title = 'no project id'",
        "project_id = 'p'\ntitle = 'x'\n[release]\nminimum_poeple = 3",
        "project_id = 'p'\ntitle = 'x'\n[release]\nminimum_people = 0",
        "project_id = 'p'\ntitle = 'x'\nlanguages = 3",
        "this is no TOML",
        "\udcff",
    ],
)
def test_unusable_settings_are_refused_with_their_place(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(Problem) as refused:
        load_settings(tmp_path)
    assert refused.value.code == "422.settings-invalid"
    assert refused.value.where.endswith(FILE_NAME)


@pytest.mark.parametrize(
    ("release", "named", "most"),
    [
        ("rounding_base = 11", "minimum_people = 10", 10),
        ("minimum_people = 3", "minimum_people = 3", 3),
        ("minimum_contacts = 2", "minimum_contacts = 2", 4),
        ("rounding_base = 7", "minimum_contacts = 3", 6),
    ],
)
def test_a_base_that_could_print_a_real_number_as_none_is_refused(
    tmp_path: Path, release: str, named: str, most: int
) -> None:
    (tmp_path / FILE_NAME).write_text(f"project_id = 'p'\ntitle = 'x'\n[release]\n{release}", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        load_settings(tmp_path)
    assert refused.value.code == "422.settings-invalid"
    assert "rounding_base" in refused.value.what
    assert named in refused.value.what
    assert f"at most {most}," in refused.value.what


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_every_base_that_is_taken_leaves_every_number_that_may_be_shown(people: int, contacts: int, base: int) -> None:
    rules = {"minimum_people": people, "minimum_contacts": contacts, "rounding_base": base}
    with TemporaryDirectory() as folder:
        lines = [f"{name} = {number}" for name, number in rules.items()]
        text = "\n".join(["project_id = 'p'", "title = 'x'", "[release]", *lines])
        (Path(folder) / FILE_NAME).write_text(text, encoding="utf-8")
        try:
            taken = load_settings(Path(folder)).release
        except Problem:
            assert base > people or rounded(contacts, base) == 0
            return
    assert taken.rounding_base <= people
    assert rounded(people, base) > 0 < rounded(contacts, base)


@pytest.mark.parametrize(
    ("base_url", "secure"),
    [
        ("https://field.example.org", True),
        ("http://localhost:8500", True),
        ("http://tablets.localhost", True),
        ("http://127.0.0.1:8500", True),
        ("http://127.evil.example", False),
        ("http://field.example.org", False),
        ("http://localhost.example.org", False),
    ],
)
def test_browsers_give_pages_a_secure_context_where_they_do(base_url: str, secure: bool) -> None:
    assert Settings(project_id="p", title="t", base_url=base_url).secure_context is secure


def test_training_and_metadata_are_found_and_nothing_else_is() -> None:
    assert shipped("training").is_dir()
    assert shipped("datasette_metadata.yml").is_file()
    with pytest.raises(EnvironmentProblem):
        shipped("no such content")
