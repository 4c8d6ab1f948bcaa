"""Files that describe a release to programs: Datasette's inspect file and a data package."""

import hashlib
import json
from pathlib import Path
from typing import Any

from fieldkit.publish.database import count_rows
from fieldkit.publish.metadata import build_metadata
from fieldkit.release.plan import ReleasePlan

TYPES = {".db": "application/vnd.sqlite3", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def sha256_of(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_inspect(database: Path, path: Path) -> None:
    """Write what Datasette would otherwise count at every start."""
    tables = {name: {"count": count} for name, count in count_rows(database).items()}
    described = {
        "hash": sha256_of(database),
        "size": database.stat().st_size,
        "file": database.name,
        "tables": tables,
    }
    path.write_text(json.dumps({database.stem: described}, indent=1, sort_keys=True), encoding="utf-8")


def write_datapackage(plan: ReleasePlan, files: list[Path], path: Path) -> None:
    """Write a Data Package (https://specs.frictionlessdata.io) that names the files with their hashes."""
    metadata = build_metadata(plan)
    package = {
        "profile": "data-package",
        "name": "release",
        "title": plan.title,
        "licenses": [{"title": metadata["license"], "path": metadata["license_url"]}],
        "resources": [_resource(file) for file in files],
    }
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False), encoding="utf-8")


def _resource(file: Path) -> dict[str, Any]:
    return {
        "name": f"{file.stem}-{file.suffix[1:]}",
        "path": file.name,
        "mediatype": TYPES[file.suffix],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
    }
