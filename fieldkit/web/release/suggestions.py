"""A text in pieces, those marked that may name somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldkit.release.identifiers import Suggestion


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `kind` is what it may be, or empty."""

    text: str
    kind: str = ""


def marked(text: str, suggestions: Iterable[Suggestion]) -> list[Piece]:
    """Cut `text` at the suggestions, which are in order and do not overlap."""
    pieces: list[Piece] = []
    end = 0
    for one in suggestions:
        pieces += [Piece(text[end : one.start]), Piece(text[one.start : one.end], one.kind.value)]
        end = one.end
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.text]
