"""The tables of an edition as pictures, and as the same numbers in words, in the page's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fieldkit.charts.bars import Bar, bar_chart
from fieldkit.charts.heatmap import HeatCell, heatmap
from fieldkit.i18n.marks import N_
from fieldkit.site.edition import EditionTable, Row
from fieldkit.site.tongue import Tongue, in_language

KIT_WORDS = {"(no answer)": N_("no answer"), "(another answer)": N_("another answer"), "": N_("all")}
HIDDEN, HIDDEN_SHORT = N_("hidden to protect people"), N_("hidden")
UNITS = {"people": N_("People"), "contacts": N_("Visits and calls")}
MOST_COLUMNS = 6
BEST_RATING = 4
"""The deepest colour of a heatmap of means; a higher mean deepens the scale."""


@dataclass(frozen=True)
class Picture:
    """A table of the edition, ready for a page.

    Attributes:
        svg: the picture, or empty when the table is withheld.
        headings: of the table with the same numbers; `lines` are its rows, the label first.
        hidden: how many numbers are hidden.
        note: what the numbers are, in a sentence.
    """

    name: str
    title: str
    note: str
    withheld: str
    hidden: int
    svg: Markup
    headings: Sequence[str]
    lines: Sequence[Sequence[str]]


def picture_of(table: EditionTable, tongue: Tongue) -> Picture:
    """Draw one table."""
    about, maker = table.about, _Maker(table, tongue)
    reason = about["withheld"]
    withheld = tongue.gettext(reason) if reason else ""
    return Picture(
        name=about["name"],
        title=about["title"],
        note="" if withheld else maker.note(),
        withheld=withheld,
        hidden=about["hidden_cells"],
        svg=Markup("") if withheld else Markup(maker.svg()),  # noqa: S704 - charts escape what they are given
        headings=() if withheld else maker.headings(),
        lines=() if withheld else maker.lines(),
    )


class _Maker:
    def __init__(self, table: EditionTable, tongue: Tongue) -> None:
        self.about, self.labels, self.tongue = table.about, table.labels, tongue
        self.means = table.about["measure"] == "mean"
        self.rows = list(dict.fromkeys(cell["row"] for cell in table.cells if cell["row"]))
        self.columns = list(dict.fromkeys(cell["column"] for cell in table.cells if cell["column"]))
        self.cells = {(cell["row"], cell["column"]): cell for cell in table.cells}

    def note(self) -> str:
        counted = UNITS[self.about["unit"]]
        unit = self.tongue.gettext(counted)
        about = self.tongue.gettext("average ratings, with the number behind each") if self.means else ""
        total = f"N = {self.about['total']}"
        rounding = self.tongue.gettext("counts rounded to %(base)s", base=self.about["rounding"])
        return " · ".join(part for part in (unit, about, total, rounding) if part)

    def svg(self) -> str:
        rtl = self.tongue.direction == "rtl"
        name, title = f"picture-{self.about['position']}", self.about["title"]
        if not self.columns:
            bars = [Bar(self.label("row", row), self._count(row, ""), self._words(row, "")) for row in self.rows]
            return bar_chart(name, title, self._description(), bars, right_to_left=rtl)
        shown = [self._value(row, column) or 0 for row in self.rows for column in self.columns]
        # Many criteria stand below each other, where their names have room.
        tall = len(self.columns) > MOST_COLUMNS and len(self.rows) < len(self.columns)
        down, across = (self.columns, self.rows) if tall else (self.rows, self.columns)
        sides = ("column", "row") if tall else ("row", "column")
        return heatmap(
            name,
            title,
            self._description(),
            [self.label(sides[1], one) for one in across],
            [
                (self.label(sides[0], one), [self._heat(*((other, one) if tall else (one, other))) for other in across])
                for one in down
            ],
            highest=max([*shown, BEST_RATING if self.means else 1]),
            right_to_left=rtl,
        )

    def headings(self) -> list[str]:
        columns = [self.label("column", column) for column in self._all_columns()]
        unit = UNITS[self.about["unit"]]
        return [self.tongue.gettext("Answer"), *(columns if self.columns else [self.tongue.gettext(unit)])]

    def lines(self) -> list[list[str]]:
        return [
            [self.label("row", row), *(self._long(self.cells[row, column]) for column in self._all_columns())]
            for row in (*self.rows, "")
        ]

    def label(self, side: str, value: str) -> str:
        if value in KIT_WORDS:
            return self.tongue.gettext(KIT_WORDS[value])
        return in_language(self.labels.get((side, value), {}), self.tongue, value)

    def _all_columns(self) -> list[str]:
        return self.columns if self.means else [*self.columns, ""]

    def _count(self, row: str, column: str) -> float | None:
        count = self.cells[row, column]["count"]
        return None if count is None else float(count)

    def _value(self, row: str, column: str) -> float | None:
        cell = self.cells[row, column]
        return cell["mean"] if self.means else self._count(row, column)

    def _words(self, row: str, column: str) -> str:
        cell = self.cells[row, column]
        if cell["status"] == "hidden":
            return self.tongue.gettext(HIDDEN)
        return self.tongue.gettext("nobody") if cell["status"] == "nobody" else f"N = {cell['count']}"

    def _heat(self, row: str, column: str) -> HeatCell:
        cell = self.cells[row, column]
        if cell["status"] == "hidden" or (self.means and cell["mean"] is None):
            hidden = cell["status"] == "hidden"
            return HeatCell(None, self.tongue.gettext(HIDDEN_SHORT) if hidden else self.tongue.gettext("nobody"))
        if self.means:
            return HeatCell(cell["mean"], f"{cell['mean']:.1f}", f"N = {cell['count']}")
        return HeatCell(float(cell["count"]), str(cell["count"]))

    def _long(self, cell: Row) -> str:
        if cell["status"] == "hidden":
            return self.tongue.gettext(HIDDEN)
        if self.means:
            return f"{cell['mean']:.1f} (N = {cell['count']})" if cell["mean"] is not None else "–"
        return str(cell["count"])

    def _description(self) -> str:
        """The highest shown number, and how many are hidden: what one sees at a glance."""
        shown = [(self._value(*place), place) for place in self.cells if place[0] and (place[1] or not self.columns)]
        numbers = [(value, place) for value, place in shown if value is not None]
        parts = []
        if numbers:
            value, (row, column) = max(numbers, key=lambda item: item[0])
            where = " · ".join(self.label(side, name) for side, name in (("row", row), ("column", column)) if name)
            number = f"{value:.1f}" if self.means else f"{value:.0f}"
            parts.append(self.tongue.gettext("Highest: %(where)s, %(number)s.", where=where, number=number))
        if self.about["hidden_cells"]:
            hidden = self.about["hidden_cells"]
            parts.append(self.tongue.gettext("%(number)s numbers are hidden to protect people.", number=hidden))
        return " ".join(parts)
