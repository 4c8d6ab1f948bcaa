"""What every picture is made of: escaped text in lines, hatching for what is hidden, ink chosen by contrast."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

FONT = "Noto Sans, Noto Sans Arabic, Noto Sans Ethiopic, system-ui, sans-serif"
LINE_HEIGHT = 20
DARK_INK, LIGHT_INK = "#000000", "#ffffff"
PALE, DEEP = (222, 238, 241), (11, 90, 111)
"""The two ends of the one ramp of colour."""


@dataclass(frozen=True)
class Canvas:
    """A drawing of a certain width that reads from the left or from the right.

    Attributes:
        name: makes ids unique among the pictures of one page.
    """

    width: int
    name: str
    right_to_left: bool = False

    def x(self, start: float, width: float = 0) -> float:
        """Return the left edge of something `width` wide that starts `start` from the side where reading starts."""
        return round(self.width - start - width if self.right_to_left else start, 1)

    def text(
        self,
        start: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        fill: str = "",
        size: int = 16,
        bold: bool = False,
    ) -> str:
        """Write one line; `anchor` is start, middle or end in the direction of reading."""
        look = f' fill="{fill}"' if fill else ' fill="currentColor"'
        weight = ' font-weight="700"' if bold else ""
        return (
            f'<text x="{self.x(start)}" y="{round(y, 1)}" text-anchor="{anchor}" font-size="{size}"{look}{weight}>'
            f"{escape(words)}</text>"
        )

    def box(self, start: float, y: float, size: tuple[float, float], fill: str, css: str = "") -> str:
        """Draw a rounded box of `size`, width and height."""
        name = f' class="{css}"' if css else ""
        return (
            f'<rect{name} x="{self.x(start, size[0])}" y="{round(y, 1)}" width="{round(size[0], 1)}"'
            f' height="{round(size[1], 1)}" rx="6" fill="{fill}"/>'
        )

    def document(self, height: float, title: str, description: str, parts: Sequence[str], css: str) -> str:
        """Close the picture, its title and description first, so that a reader of screens hears them."""
        direction = ' direction="rtl"' if self.right_to_left else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" viewBox="0 0 {self.width} {round(height)}"'
            f' role="img" aria-labelledby="{self.name}-title {self.name}-desc" font-family="{FONT}"{direction}>'
            f'<title id="{self.name}-title">{escape(title)}</title>'
            f'<desc id="{self.name}-desc">{escape(description)}</desc>'
            f'<defs><pattern id="{self.name}-hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
            ' patternTransform="rotate(45)"><rect width="8" height="8" fill="#f1f1ee"/>'
            '<path d="M0 0V8" stroke="#b9b9b2" stroke-width="3"/></pattern></defs>'
            f"{''.join(parts)}</svg>"
        )

    @property
    def hatch(self) -> str:
        """The fill of what is hidden."""
        return f"url(#{self.name}-hatch)"


def lines_of(text: str, characters: int, most: int = 3) -> list[str]:
    """Break a label into at most `most` lines of about so many characters."""
    lines = textwrap.wrap(text, characters, break_long_words=True) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: characters - 1].rstrip() + "…"]
    return lines


def ramp(share: float) -> tuple[str, str]:
    """Return the fill for a share from 0 to 1 of the highest value, and the ink that stands out on it."""
    mixed = [round(pale + (deep - pale) * share) for pale, deep in zip(PALE, DEEP, strict=True)]
    behind = _luminance(mixed)
    ink = LIGHT_INK if _contrast(behind, 1.0) >= _contrast(behind, 0.0) else DARK_INK
    return f"rgb({mixed[0]},{mixed[1]},{mixed[2]})", ink


def _luminance(colour: Sequence[int]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: float, second: float) -> float:
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
