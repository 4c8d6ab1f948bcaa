"""The rows of a release file: what a plan becomes as tables that Datasette can show."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldkit.i18n.marks import N_
from fieldkit.release.audit import Status
from fieldkit.release.plan import ReleasePlan, plain_label
from fieldkit.release.records import NO_ANSWER, OTHER, Category, Measure
from fieldkit.release.tables import TOTAL, PublishedCell, PublishedTable

Row = dict[str, str | int | float | None]

REASONS = {
    "too-few": N_("There are fewer than the minimum behind the whole table."),
    "not-protectable": N_("Hidden numbers could be worked out from those around them."),
    "all-hidden": N_("Every number of it would have to be hidden."),
    "circle": N_("Together with the other tables it could single out people."),
    "several-by-several": N_("Two questions with several answers each cannot be crossed safely."),
    "crossed-with-itself": N_("A question cannot be crossed with itself."),
    "one-table-of-means": N_(
        "One table of means is published per form, so that they cannot be set against each other."
    ),
    "overlap": N_(
        "Nearly the same people answered another form of this edition; the difference would show the others."
    ),
}
"""Why a table is withheld, in words."""

WORDS = {NO_ANSWER: N_("no answer"), OTHER: N_("another answer"), TOTAL: N_("all")}
"""The kit's own rows and columns, in words."""

HIDDEN_IN_WORDS = N_("hidden to protect people")

RESERVED = frozenset(
    (
        *("heard", "quotations", "tables", "cells", "labels", "method", "release"),
        *("cells-of-a-table", "what-is-said-about", "quotations-under-a-theme", "what-is-hidden"),
    )
)
"""Names of the file's own tables, and of the questions (`metadata.QUERIES`) that share their addresses."""


@dataclass(frozen=True)
class TableShape:
    """A published table and the short name under which its readable form stands in the file."""

    name: str
    table: PublishedTable


def name_tables(plan: ReleasePlan) -> list[TableShape]:
    """Give every table a short name from its title, unique in the release."""
    shapes: list[TableShape] = []
    taken = set(RESERVED)
    for number, table in enumerate(plan.tables, 1):
        stem = re.sub(r"[^a-z0-9]+", "-", table.spec.title.lower()).strip("-")[:40].strip("-") or f"table-{number}"
        name = _untaken((stem, *(f"{stem}-{extra}" for extra in range(number, number + len(taken) + 1))), taken)
        taken.add(name)
        shapes.append(TableShape(name, table))
    return shapes


def _untaken(names: Iterable[str], taken: set[str]) -> str:
    return next(name for name in names if name.lower() not in taken)


def heard_rows(plan: ReleasePlan) -> list[Row]:
    """The statements of the front page."""
    return [{"position": heard.position, "language": heard.language, "statement": heard.text} for heard in plan.heard]


def quotation_rows(plan: ReleasePlan) -> list[Row]:
    """The quotations by their number."""
    return [
        {"number": one.number, "quotation": one.text, "language": one.language, "code": one.code}
        for one in plan.quotations
    ]


def table_rows(shapes: list[TableShape]) -> list[Row]:
    """One row per chosen table, withheld ones too."""
    return [
        {
            "name": shape.name,
            "position": position,
            "title": shape.table.spec.title,
            "unit": shape.table.unit.value,
            "measure": shape.table.spec.measure.value,
            "total": shape.table.total,
            "minimum": shape.table.minimum,
            "rounding": shape.table.base,
            "hidden_cells": shape.table.hidden,
            "withheld": REASONS[shape.table.withheld] if shape.table.withheld else "",
        }
        for position, shape in enumerate(shapes, 1)
    ]


def cell_rows(shapes: list[TableShape], language: str) -> Iterator[Row]:
    """Every number of every table."""
    for shape in shapes:
        rows, columns = _by_value(shape.table.rows), _by_value(shape.table.columns)
        for cell in shape.table.cells:
            yield {
                "table": shape.name,
                "row": cell.row,
                "row_label": label_of(cell.row, rows, language),
                "column": cell.column,
                "column_label": label_of(cell.column, columns, language),
                "count": cell.count,
                "mean": cell.mean,
                "status": cell.status.value,
            }


def label_rows(shapes: list[TableShape]) -> Iterator[Row]:
    """The labels of every table's questions, rows and columns in every language of the form."""
    for shape in shapes:
        spec = shape.table.spec
        yield from _labels(shape.name, "question", [Category(spec.rows.name, spec.rows.labels)])
        if spec.columns is not None and spec.columns.name != spec.rows.name:
            yield from _labels(shape.name, "question", [Category(spec.columns.name, spec.columns.labels)])
        yield from _labels(shape.name, "row", shape.table.rows)
        yield from _labels(shape.name, "column", shape.table.columns)


def _labels(table: str, side: str, categories: tuple[Category, ...] | list[Category]) -> Iterator[Row]:
    for category in categories:
        for language, label in sorted(category.labels.items()):
            yield {"table": table, "side": side, "value": category.value, "language": language, "label": label}


def readable_rows(table: PublishedTable, language: str) -> list[Row]:
    """A table as people read it: a row per answer, a column per answer of the other question, words where hidden."""
    rows, columns = _by_value(table.rows), _by_value(table.columns)
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    shown = [category.value for category in table.columns]
    if table.spec.measure is Measure.COUNT:
        shown.append(TOTAL)
    headings = _distinct(["answer", *(label_of(column, columns, language) for column in shown)])
    return [
        dict(
            zip(
                headings,
                [label_of(row, rows, language), *(readable(cells[row, column]) for column in shown)],
                strict=True,
            )
        )
        for row in (*rows, TOTAL)
    ]


def _distinct(names: list[str]) -> list[str]:
    """Number names that a table's columns would otherwise share (SQLite does not tell capitals apart)."""
    taken: set[str] = set()
    distinct = []
    for number, name in enumerate(names):
        own = _untaken((name, *(f"{name} ({extra})" for extra in range(number, number + len(taken) + 1))), taken)
        taken.add(own.lower())
        distinct.append(own)
    return distinct


def readable(cell: PublishedCell) -> str | int | float | None:
    """A cell in words or as its number; a mean carries its N."""
    if cell.status is Status.HIDDEN:
        return HIDDEN_IN_WORDS
    if cell.mean is not None:
        return f"{cell.mean} (N = {cell.count})"
    return cell.count


def label_of(value: str, categories: dict[str, Category], language: str) -> str:
    """The words for an answer in `language`, else in another language of the form, else as the form names it."""
    if value in WORDS:
        return WORDS[value]
    category = categories.get(value)
    return plain_label(category.labels, language, value) if category else value


def _by_value(categories: tuple[Category, ...]) -> dict[str, Category]:
    return {category.value: category for category in categories}
