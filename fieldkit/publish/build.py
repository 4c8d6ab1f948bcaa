"""Writes the files of a release into a fresh folder from the plan it is handed. It cannot open the project."""

from dataclasses import dataclass
from pathlib import Path

from fieldkit.publish.database import write_database
from fieldkit.publish.descriptions import sha256_of, write_datapackage, write_inspect
from fieldkit.publish.metadata import write_metadata
from fieldkit.publish.workbook import write_workbook
from fieldkit.release.plan import ReleasePlan

DATABASE, WORKBOOK, PACKAGE = "release.db", "release.xlsx", "datapackage.json"
METADATA, INSPECT = "metadata.yml", "inspect.json"
DOWNLOADS = (WORKBOOK, PACKAGE)
"""Files that readers may fetch beside the database itself."""


@dataclass(frozen=True)
class BuiltFiles:
    """What was written.

    Attributes:
        sha256: of the database, by which the ledger knows the release.
    """

    folder: Path
    sha256: str


def build_files(plan: ReleasePlan, folder: Path) -> BuiltFiles:
    """Write the files of `plan` into `folder`, which exists and is empty.

    The database and the workbook hold no moment and no machine: the same plan gives the same hash.
    """
    database, workbook = folder / DATABASE, folder / WORKBOOK
    write_database(plan, database)
    write_workbook(plan, workbook)
    write_metadata(plan, folder / METADATA)
    write_inspect(database, folder / INSPECT)
    write_datapackage(plan, [database, workbook], folder / PACKAGE)
    return BuiltFiles(folder, sha256_of(database))
