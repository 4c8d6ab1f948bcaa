"""What stays when a text is corrected: segments and alignments moved from one version to the next.

The two texts are compared line by line, and changed lines word by word. A segment is carried when its own text stands
unchanged in the new version, at the matching place, and `CONTEXT` code points of unchanged text come with it (its own
count), or when it is the whole text. Everything else is reported, never guessed.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fieldkit.coding.segment import Segment
from fieldkit.coding.transcript import Turn

CONTEXT = 16
_LONGEST_COMPARISON = 4_000  # words of changed lines that are compared with each other; above, they count as changed
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Block:
    """A stretch that stands unchanged in both texts: where it begins in each, and its length, in code points."""

    old: int
    new: int
    length: int


def unchanged_blocks(old: str, new: str) -> list[Block]:
    """Return what both texts share, in order, as the longest blocks possible."""
    old_lines, new_lines = _LINE.findall(old), _LINE.findall(new)
    old_at, new_at = _starts(old_lines), _starts(new_lines)
    blocks: list[Block] = []
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind == "equal":
            blocks.append(Block(old_at[first], new_at[new_first], old_at[last] - old_at[first]))
        elif kind == "replace":
            pieces = (
                _WORD.findall("".join(old_lines[first:last])),
                _WORD.findall("".join(new_lines[new_first:new_last])),
            )
            blocks += _same_words(*pieces, old_at[first], new_at[new_first])
    return _joined(blocks)


def carry_segments(segments: Sequence[Segment], old: str, new: str) -> tuple[list[tuple[Segment, int]], list[Segment]]:
    """Return the segments that can be carried, each with its new start, and those that cannot."""
    blocks = unchanged_blocks(old, new)
    starts = [block.old for block in blocks]
    carried: list[tuple[Segment, int]] = []
    lost: list[Segment] = []
    for segment in segments:
        index = bisect_right(starts, segment.start) - 1
        block = blocks[index] if index >= 0 else None
        if block and segment.end <= block.old + block.length and block.length >= min(CONTEXT, len(old)):
            carried.append((segment, segment.start - block.old + block.new))
        else:
            lost.append(segment)
    return carried, lost


def carry_positions(old_turns: Sequence[Turn], new_turns: Sequence[Turn], old: str, new: str) -> dict[int, int]:
    """Say which new turn each old turn became: the one that holds most of its unchanged text; none, none."""
    blocks = unchanged_blocks(old, new)
    shared: dict[int, dict[int, int]] = {}
    for block in blocks:
        for before in old_turns:
            begin, stop = max(block.old, before.start), min(block.old + block.length, before.end)
            if begin >= stop:
                continue
            shift = block.new - block.old
            for after in new_turns:
                common = min(stop + shift, after.end) - max(begin + shift, after.start)
                if common > 0:
                    row = shared.setdefault(before.position, {})
                    row[after.position] = row.get(after.position, 0) + common
    return {position: max(row, key=lambda after: row[after]) for position, row in shared.items()}


def _starts(pieces: Sequence[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts


def _same_words(old: list[str], new: list[str], old_offset: int, new_offset: int) -> list[Block]:
    if max(len(old), len(new)) > _LONGEST_COMPARISON:
        return []
    old_at, new_at = _starts(old), _starts(new)
    return [
        Block(
            old_offset + old_at[match.a],
            new_offset + new_at[match.b],
            old_at[match.a + match.size] - old_at[match.a],
        )
        for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        if match.size
    ]


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.old + last.length == block.old and last.new + last.length == block.new:
            joined[-1] = Block(last.old, last.new, last.length + block.length)
        else:
            joined.append(block)
    return joined
