"""Undo and redo, read from what happened.

A coder's moves are `do`, `undo` and `redo`, in order. Nothing is ever taken out of the list: an undo is a move of its
own, so the list can be the append-only log itself. Both functions look back only as far as they must.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Move(StrEnum):
    """What a stroke was in relation to those before it."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


def next_undo(newest_first: Iterable[tuple[Move, T]]) -> T | None:
    """Return the stroke that undo would take back (a `do` or a `redo`), or None when there is none."""
    undone = 0
    for move, stroke in newest_first:
        if move is Move.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return stroke
    return None


def next_redo(newest_first: Iterable[tuple[Move, T]]) -> T | None:
    """Return the `undo` that redo would take back, or None; a new `do` closes the way forward."""
    redone = 0
    for move, stroke in newest_first:
        if move is Move.DO:
            return None
        if move is Move.REDO:
            redone += 1
        elif redone:
            redone -= 1
        else:
            return stroke
    return None
