"""What Datasette says about a release: generated on the base of `datasette_metadata.yml`."""

from pathlib import Path
from typing import Any

import yaml

from fieldkit.publish.shape import TableShape, label_of, name_tables
from fieldkit.release.plan import ReleasePlan, plain_label

BASE_NAME = "datasette_metadata.yml"

QUERIES: dict[str, dict[str, str]] = {
    "cells-of-a-table": {
        "title": "The numbers of one table",
        "description": "Give the short name of a table, as it stands in the list of tables.",
        "sql": 'select row_label, column_label, count, mean, status from cells where "table" = :table order by rowid',
    },
    "what-is-said-about": {
        "title": "Quotations with these words",
        "description": "Give one or more words; quotations that hold all of them are listed.",
        "sql": (
            "select quotations.number, quotations.quotation, quotations.language, quotations.code from quotations"
            " join quotations_fts on quotations_fts.rowid = quotations.number"
            " where quotations_fts match '\"' || replace(trim(:words), '\"', '') || '\"' order by quotations.number"
        ),
    },
    "quotations-under-a-theme": {
        "title": "Quotations under one theme",
        "description": "Give a theme as it stands in the column code.",
        "sql": "select number, quotation, language from quotations where code = :theme order by number",
    },
    "what-is-hidden": {
        "title": "What is hidden, table by table",
        "description": "How many numbers of each table are hidden to protect people, and which tables are withheld.",
        "sql": "select title, unit, minimum, rounding, hidden_cells, withheld from tables order by position",
    },
}
"""Questions that partners ask, with the answers as canned queries."""


def load_base() -> dict[str, Any]:
    """Read the base, which stands beside this module in a wheel and at the root of a checkout."""
    here = Path(__file__).parent
    path = next(folder / BASE_NAME for folder in (here, here.parent.parent) if (folder / BASE_NAME).is_file())
    base: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return base


def build_metadata(plan: ReleasePlan) -> dict[str, Any]:
    """Return the release's metadata: the base, its own title, its own tables."""
    metadata = load_base()
    metadata["title"] = metadata["source"] = plan.title
    database = metadata["databases"]["release"]
    database["title"] = plan.title
    database["queries"] = QUERIES
    database["tables"]["release"] = {"hidden": True}
    for shape in name_tables(plan):
        if not shape.table.withheld:
            database["tables"][shape.name] = _table(shape, plan.languages[0])
    return metadata


def _table(shape: TableShape, language: str) -> dict[str, Any]:
    table = shape.table
    question = plain_label(table.spec.rows.labels, language, table.spec.rows.name.rsplit("/", 1)[-1])
    columns = {"answer": f"Answers to: {question}"}
    by_value = {category.value: category for category in table.columns}
    for category in table.columns:
        label = label_of(category.value, by_value, language)
        columns[label] = f"{label}: {table.unit.value}, rounded; hidden where a number is too small"
    columns["all"] = f"All {table.unit.value} of the row, rounded"
    return {
        "title": table.spec.title,
        "description": (
            f"{table.unit.value.capitalize()}, rounded to a multiple of {table.base}; numbers below {table.minimum} are"
            " hidden to protect people, with those that would give them away."
        ),
        "columns": columns,
    }


def write_metadata(plan: ReleasePlan, path: Path) -> None:
    """Write the release's metadata as YAML."""
    text = yaml.safe_dump(build_metadata(plan), allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8")
