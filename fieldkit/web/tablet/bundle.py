"""The tablet app as `build.mjs` left it: which files there are, and which of them carry their hash in their name."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fieldkit.errors import Problem

FOLDER = Path(__file__).parent.parent / "static" / "tablet"


@dataclass(frozen=True)
class Bundle:
    """One build of the app.

    Attributes:
        version: changes with any byte of it.
        script: the entry module's file name.
        style: the sheet's file name.
        files: every file that is served, with a hash of its content.
    """

    version: str
    script: str
    style: str
    files: dict[str, str]


def load_bundle(folder: Path = FOLDER) -> Bundle:
    """Read what the last build made; it is read again when there was another.

    Raises:
        Problem: `503.tablet-not-built` when there is none.
    """
    path = folder / "build.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError) as error:
        raise Problem(
            "503.tablet-not-built",
            "The tablet app is not built yet.",
            where=str(folder),
            remedy="Run: make bundle",
        ) from error


@lru_cache(maxsize=2)
def _read(path: Path, _age: int) -> Bundle:
    values = json.loads(path.read_text(encoding="utf-8"))
    return Bundle(values["version"], values["script"], values["style"], values["files"])
