"""Looks for identifiers in the finished files of a release: every value, every search term, every byte."""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fieldkit.publish.database import read_everything
from fieldkit.release.canaries import Canaries

Place = tuple[str, tuple[str, ...]]
"""Where an identifier stands, and of what kinds; never the identifier itself."""


def find_canaries(folder: Path, canaries: Canaries) -> list[Place]:
    """Return every place of the files in `folder` in which a canary stands, in a stable order."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for place, kinds in _places(path, canaries):
                found.setdefault(place, set()).update(kinds)
    return [(place, tuple(sorted(kinds))) for place, kinds in sorted(found.items()) if kinds]


def _places(path: Path, canaries: Canaries) -> Iterator[tuple[str, set[str]]]:
    content = path.read_bytes()
    yield path.name, canaries.found_in(path.name) | canaries.found_in_bytes(content)
    if path.suffix == ".db":
        for place, value in read_everything(path):
            found = canaries.found_in(value) if isinstance(value, str) else canaries.found_in_bytes(value)
            yield f"{path.name}: {place}", found
    elif path.suffix == ".xlsx":
        for place, text in _members(path):
            yield f"{path.name}: {place}", canaries.found_in(text)
    else:
        yield path.name, canaries.found_in(content.decode("utf-8", "replace"))


def _members(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            yield name, html.unescape(re.sub(r"<[^>]*>", "\n", text))
