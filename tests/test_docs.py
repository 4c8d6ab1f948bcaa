"""The documentation names commands, options and files that exist, and leaves no command out."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fieldkit.cli import group

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def command_lines() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for line in re.findall(r"(?m)^    (fieldkit .*)$", page.read_text(encoding="utf-8")):
            yield page.name, re.sub(r'"[^"]*"', "words", line).split(" #")[0].split()


def all_commands(parent: click.Group = group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in parent.commands.items():
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def test_every_command_line_in_the_docs_would_be_understood() -> None:
    known = dict(all_commands())
    lines = list(command_lines())
    assert len(lines) >= 5
    for page, words in lines:
        name = next((name for name in (" ".join(words[1:3]), words[1]) if name in known), "")
        assert name, f"{page}: {' '.join(words)}"
        options = {option for parameter in known[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"{page}: {' '.join(words)}"


@pytest.mark.parametrize("name", [name for name, _ in all_commands()])
def test_every_command_says_what_it_does(name: str) -> None:
    command = dict(all_commands())[name]
    assert command.help
    assert command.help.strip().endswith(".")
    assert "--json" in {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_of_ours_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
