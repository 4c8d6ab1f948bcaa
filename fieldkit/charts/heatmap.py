"""A cell per pair of answers: the deeper the colour the higher the number; its N in every cell; hidden ones hatched."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldkit.charts.parts import DARK_INK, LINE_HEIGHT, Canvas, lines_of, ramp

LABEL_WIDTH, CELL_HEIGHT, GAP, LABEL_CHARACTERS = 170, 64, 4, 18
WIDTH = 820


@dataclass(frozen=True)
class HeatCell:
    """One cell: a value from 0 (None when hidden), the number in words, its N beneath it (empty when the same)."""

    value: float | None
    words: str
    beneath: str = ""


def heatmap(
    name: str,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[HeatCell]]],
    *,
    highest: float,
    right_to_left: bool = False,
) -> str:
    """Draw a heatmap as SVG.

    Args:
        name: makes the picture's ids unique on its page.
        title: what it shows.
        description: the same in a sentence, for those who do not see it.
        columns: the headings.
        rows: label and cells of each row.
        highest: the value that gets the deepest colour.
        right_to_left: whether the page reads from the right.
    """
    canvas = Canvas(WIDTH, name, right_to_left)
    width = (WIDTH - LABEL_WIDTH - 8) / max(1, len(columns))
    characters = max(6, int(width / 9))
    heads = [lines_of(column, characters) for column in columns]
    top = max((len(lines) for lines in heads), default=1) * LINE_HEIGHT + 12
    parts = [part for number, lines in enumerate(heads) for part in _heading(canvas, number, lines, width, top)]
    for number, (label, cells) in enumerate(rows):
        y = top + number * (CELL_HEIGHT + GAP)
        parts += _row_label(canvas, label, y)
        for column, cell in enumerate(cells):
            parts += _cell(canvas, cell, LABEL_WIDTH + 8 + column * width, y, width - GAP, highest)
    return canvas.document(top + len(rows) * (CELL_HEIGHT + GAP), title, description, parts, css="heatmap")


def _heading(canvas: Canvas, number: int, lines: Sequence[str], width: float, top: float) -> list[str]:
    middle = LABEL_WIDTH + 8 + number * width + (width - GAP) / 2
    first = top - 8 - (len(lines) - 1) * LINE_HEIGHT
    return [
        canvas.text(middle, first + index * LINE_HEIGHT, line, anchor="middle", size=14, bold=True)
        for index, line in enumerate(lines)
    ]


def _row_label(canvas: Canvas, label: str, y: float) -> list[str]:
    lines = lines_of(label, LABEL_CHARACTERS)
    first = y + CELL_HEIGHT / 2 + 6 - (len(lines) - 1) * LINE_HEIGHT / 2
    return [
        canvas.text(LABEL_WIDTH, first + index * LINE_HEIGHT, line, anchor="end", bold=True)
        for index, line in enumerate(lines)
    ]


def _cell(canvas: Canvas, cell: HeatCell, start: float, y: float, width: float, highest: float) -> list[str]:
    middle = start + width / 2
    if cell.value is None:
        lines = lines_of(cell.words, max(6, int(width / 8)), most=2)
        first = y + CELL_HEIGHT / 2 + 5 - (len(lines) - 1) * 9
        texts = [
            canvas.text(middle, first + index * 18, line, anchor="middle", fill=DARK_INK, size=13)
            for index, line in enumerate(lines)
        ]
        return [canvas.box(start, y, (width, CELL_HEIGHT), canvas.hatch), *texts]
    fill, ink = ramp(min(1.0, cell.value / highest) if highest else 0)
    parts = [canvas.box(start, y, (width, CELL_HEIGHT), fill)]
    number_y = y + CELL_HEIGHT / 2 + (0 if cell.beneath else 7)
    parts.append(canvas.text(middle, number_y, cell.words, anchor="middle", fill=ink, size=20, bold=True))
    if cell.beneath:
        parts.append(canvas.text(middle, y + CELL_HEIGHT - 11, cell.beneath, anchor="middle", fill=ink, size=14))
    return parts
