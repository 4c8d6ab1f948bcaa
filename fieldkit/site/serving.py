"""How a release is served: Datasette as a process of its own, on a file that nothing can change."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasette.app import Datasette

DATABASE = "release"

SETTINGS = {
    "suggest_facets": "off",
    "default_allow_sql": "off",
    "allow_download": "on",
    "facet_time_limit_ms": "1000",
    "sql_time_limit_ms": "2000",
    "max_returned_rows": "1000",
}


def serve_command(release_folder: Path, port: int, host: str) -> list[str]:
    """Return the command that serves the release in `release_folder`.

    Raises:
        FileNotFoundError: when there is no release file.
    """
    database = release_folder / "release.db"
    if not database.is_file():
        raise FileNotFoundError(database)
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    return [
        *(sys.executable, "-m", "datasette", "serve"),
        *("--immutable", str(database)),
        *("--inspect-file", str(release_folder / "inspect.json")),
        *("--metadata", str(release_folder / "metadata.yml")),
        *("--host", host, "--port", str(port)),
        *settings,
    ]


def is_release(datasette: "Datasette") -> bool:
    """Whether this Datasette serves a release (the plugin is also loaded by any other Datasette in the environment)."""
    return DATABASE in datasette.databases and not datasette.databases[DATABASE].is_mutable
