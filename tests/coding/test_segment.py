import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.segment import Segment, check_passage, lanes, overlapping
from fieldkit.errors import Problem

STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 8), (7, 9)])
def test_a_stretch_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(Problem) as refused:
        check_passage("seven 🌧"[max(start, 0) : max(end, 0)], start, end)
    assert refused.value.code == "422.segment-outside"


def test_a_stretch_without_a_word_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        check_passage("  \n", 1, 4)
    assert refused.value.code == "422.segment-empty"


def test_segments_that_only_touch_do_not_overlap() -> None:
    held = [Segment(name, "v", start, end, "c", "a") for name, start, end in (("x", 0, 5), ("y", 5, 9), ("z", 4, 6))]
    assert [segment.id for segment in overlapping(held, 5, 6)] == ["y", "z"]


@given(STRETCHES)
def test_no_two_in_one_lane_overlap_and_no_lane_is_wasted(stretches: list[tuple[int, int]]) -> None:
    assigned = lanes(stretches)
    for one, (start, end) in enumerate(stretches):
        for other in range(one):
            if assigned[one] == assigned[other]:
                assert end <= stretches[other][0] or stretches[other][1] <= start
    busiest = max((sum(start <= point < end for start, end in stretches) for point in range(60)), default=0)
    assert max(assigned, default=-1) + 1 == busiest
