"""Each of the tablet's fifteen requirements is named in docs/requirements.md with tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| (.+) \|$", re.MULTILINE)


def named_tests() -> dict[int, list[str]]:
    page = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
    return {int(number): re.findall(r"`(test_\w+)`", tests) for number, tests in ROW.findall(page)}


def written_tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}


def test_each_of_the_fifteen_requirements_has_a_test_that_cites_its_number() -> None:
    named = named_tests()
    assert sorted(named) == list(range(1, 16))
    for number, tests in named.items():
        assert any(f"{number:02}" in re.findall(r"\d\d", test) for test in tests), number


def test_every_test_that_is_named_is_there() -> None:
    missing = {test for tests in named_tests().values() for test in tests} - written_tests()
    assert missing == set()
