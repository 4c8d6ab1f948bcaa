"""Segments: coded stretches of one transcript version, their overlaps and the lanes that show them."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from fieldkit.errors import Problem


@dataclass(frozen=True)
class Segment:
    """[start, end) in code points of one transcript version, coded by one coder with one code."""

    id: str
    version_id: str
    start: int
    end: int
    code_id: str
    coder_id: str


def check_passage(passage: str, start: int, end: int) -> None:
    """Accept [start, end) as a stretch that can be coded; `passage` is what the text holds there.

    Raises:
        Problem: `422.segment-outside` when it is not inside the text, so that the passage is shorter than asked for;
            `422.segment-empty` when it holds no word.
    """
    if not 0 <= start < end or len(passage) != end - start:
        raise Problem(
            "422.segment-outside",
            "The passage is not inside the text.",
            where=f"{start}–{end}",
            remedy="Load the page again and select the passage once more.",
        )
    if not passage.strip():
        raise Problem(
            "422.segment-empty",
            "The passage holds no word.",
            where=f"{start}–{end}",
            remedy="Select at least one word.",
        )


def overlapping(segments: Sequence[Segment], start: int, end: int) -> list[Segment]:
    """Return the segments of a version that share at least one code point with [start, end), in their order."""
    return [segment for segment in segments if segment.start < end and start < segment.end]


def lanes(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Give each stretch [start, end) a lane, from 0, so that no two in one lane overlap, with as few lanes as can be.

    Greedy by start (then the longer first), each into the lowest free lane; for intervals this needs exactly as many
    lanes as stretches meet at the busiest point.
    """
    order = sorted(range(len(stretches)), key=lambda index: (stretches[index][0], -stretches[index][1], index))
    assigned = [0] * len(stretches)
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for index in order:
        start, end = stretches[index]
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, used = used, used + 1
        assigned[index] = lane
        heapq.heappush(busy, (end, lane))
    return assigned
