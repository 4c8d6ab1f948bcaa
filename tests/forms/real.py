"""Real forms of other organisations (tests/data/xlsforms, LICENCES.md there), and the files that one of them lacks."""

import csv
import io
from pathlib import Path

XLSFORMS = Path(__file__).parent.parent / "data" / "xlsforms"
BIOMASS_FILES = (
    "UCL_regions.csv",
    "UCL_districts.csv",
    "UCL_villages.csv",
    "ULC_Biomass_Plots.csv",
    "species_names.csv",
)


def xlsform(name: str) -> bytes:
    """Read one of the real forms."""
    return (XLSFORMS / f"{name}.xlsx").read_bytes()


def choice_list(*rows: tuple[str, str], **columns: str) -> bytes:
    """Write a choice file with names, labels and further columns that are the same in every row."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["name", "label", *columns])
    writer.writerows([*row, *columns.values()] for row in rows)
    return written.getvalue().encode()


def biomass_media() -> dict[str, bytes]:
    """Make the five choice files that the biomass form names and that its repository does not have."""
    columns = {"region_id": "a", "district_id": "a", "village": "a", "plant_phase": "2022"}
    return {name: choice_list(("a", "Alder"), ("b", "Birch"), **columns) for name in BIOMASS_FILES}
