"""An answer's name, a bar beneath it, its number; hatched where the number is hidden. Narrow enough for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldkit.charts.parts import DARK_INK, LINE_HEIGHT, Canvas, lines_of

WIDTH, NUMBER_WIDTH, BAR_HEIGHT, GAP = 440, 84, 28, 14
LABEL_CHARACTERS = 46
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
    parts: list[str] = []
    y = 0.0
    for bar in bars:
        lines = lines_of(bar.label, LABEL_CHARACTERS)
        for line in lines:
            y += LINE_HEIGHT
            parts.append(canvas.text(0, y - 7, line))
        parts += _bar(canvas, bar, y, highest)
        y += BAR_HEIGHT + GAP
    return canvas.document(y, title, description, parts, css="bars")


def _bar(canvas: Canvas, bar: Bar, y: float, highest: float) -> list[str]:
    room = WIDTH - NUMBER_WIDTH
    words_y = y + BAR_HEIGHT / 2 + 6
    if bar.value is None:
        box = canvas.box(0, y, (room, BAR_HEIGHT), canvas.hatch)
        return [box, canvas.text(room / 2, words_y, bar.words, anchor="middle", fill=DARK_INK, size=15)]
    length = max(2.0, room * bar.value / highest)
    box = canvas.box(0, y, (length, BAR_HEIGHT), BAR, "chart-bar")
    return [box, canvas.text(length + 8, words_y, bar.words, bold=True)]
