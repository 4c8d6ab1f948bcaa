"""A row per answer: its name, a bar, its number; hatched where the number is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldkit.charts.parts import DARK_INK, LINE_HEIGHT, Canvas, lines_of

WIDTH, LABEL_WIDTH, NUMBER_WIDTH, GAP = 720, 210, 90, 12
LABEL_CHARACTERS = 22
BAR = "#0b5a6f"


@dataclass(frozen=True)
class Bar:
    """One answer; `value` is None where it is hidden, `words` stand at the bar's end or in the hatching."""

    label: str
    value: float | None
    words: str


def bar_chart(name: str, title: str, description: str, bars: Sequence[Bar], *, right_to_left: bool = False) -> str:
    """Draw horizontal bars as SVG.

    Args:
        name: makes the picture's ids unique on its page.
        title: what it shows.
        description: the same in a sentence, for those who do not see it.
        bars: in the order in which they are drawn.
        right_to_left: whether the page reads from the right.
    """
    canvas = Canvas(WIDTH, name, right_to_left)
    highest = max((bar.value for bar in bars if bar.value), default=1) or 1
    room = WIDTH - LABEL_WIDTH - GAP - NUMBER_WIDTH
    parts: list[str] = []
    y = 4.0
    for bar in bars:
        lines = lines_of(bar.label, LABEL_CHARACTERS)
        height = max(44, len(lines) * LINE_HEIGHT + 8)
        middle = y + height / 2
        for number, line in enumerate(lines):
            line_y = middle + (number - (len(lines) - 1) / 2) * LINE_HEIGHT + 6
            parts.append(canvas.text(LABEL_WIDTH, line_y, line, anchor="end"))
        parts += _bar(canvas, bar, middle, room, highest)
        y += height + 6
    return canvas.document(y, title, description, parts)


def _bar(canvas: Canvas, bar: Bar, middle: float, room: float, highest: float) -> list[str]:
    start = LABEL_WIDTH + GAP
    if bar.value is None:
        box = canvas.box(start, middle - 17, (room, 34), canvas.hatch)
        return [box, canvas.text(start + room / 2, middle + 6, bar.words, anchor="middle", fill=DARK_INK, size=15)]
    length = max(2.0, room * bar.value / highest)
    box = canvas.box(start, middle - 17, (length, 34), BAR, "chart-bar")
    return [box, canvas.text(start + length + 8, middle + 6, bar.words, bold=True)]
