"""Tables of the plan as the approvers see them: exactly what would be printed, hidden cells in words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldkit.publish.shape import WORDS
from fieldkit.release.audit import Status
from fieldkit.release.plan import plain_label
from fieldkit.release.records import Category, Measure
from fieldkit.release.tables import TOTAL, PublishedCell, PublishedTable
from fieldkit.web.release.words import withheld_reason


@dataclass(frozen=True)
class PreviewCell:
    """One number in words."""

    text: str
    hidden: bool


@dataclass(frozen=True)
class Preview:
    """A table of the plan: headings and lines (label, cells), or the reason why it is withheld."""

    table: PublishedTable
    withheld: str
    headings: tuple[str, ...] = ()
    lines: tuple[tuple[str, tuple[PreviewCell, ...]], ...] = ()


def preview(table: PublishedTable, language: str) -> Preview:
    """Lay a table out in the language of the page."""
    if table.withheld:
        return Preview(table, withheld_reason(table.withheld))
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    columns = [category.value for category in table.columns]
    if table.spec.measure is Measure.COUNT:
        columns.append(TOTAL)
    headings = tuple(_label(column, table.columns, language) for column in columns)
    rows = (*(category.value for category in table.rows), TOTAL)
    lines = tuple(
        (_label(row, table.rows, language), tuple(_printed(cells[row, column]) for column in columns)) for row in rows
    )
    return Preview(table, "", headings, lines)


def _label(value: str, categories: tuple[Category, ...], language: str) -> str:
    if value in WORDS:
        return str(_(WORDS[value]))
    labels = next(category.labels for category in categories if category.value == value)
    return plain_label(labels, language, value)


def _printed(cell: PublishedCell) -> PreviewCell:
    if cell.status is Status.HIDDEN:
        return PreviewCell(_("hidden"), True)
    if cell.mean is not None:
        return PreviewCell(f"{cell.mean:.1f} (N = {cell.count})", False)
    return PreviewCell(str(cell.count), False)
