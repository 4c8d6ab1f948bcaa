"""Pictures are well-formed, safe, and readable from either side."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.charts.bars import Bar, bar_chart
from fieldkit.charts.heatmap import HeatCell, heatmap
from fieldkit.charts.parts import _contrast, _luminance, ramp

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Cn"]), max_size=60)


@given(WORDS, st.one_of(st.none(), st.floats(0, 1000)), st.booleans())
def test_any_words_give_a_well_formed_picture(words: str, value: float | None, rtl: bool) -> None:
    bars = ElementTree.fromstring(bar_chart("a", words, words, [Bar(words, value, words)], right_to_left=rtl))
    cells = [(words, [HeatCell(value, words, words)])]
    heat = ElementTree.fromstring(heatmap("b", words, words, [words], cells, highest=4, right_to_left=rtl))
    for picture in (bars, heat):
        assert (picture.findtext(f"{SVG}title"), picture.findtext(f"{SVG}desc")) == (words, words)


def test_an_arabic_picture_starts_at_the_right() -> None:
    left = ElementTree.fromstring(bar_chart("a", "t", "d", [Bar("x", 1, "N = 1")]))
    right = ElementTree.fromstring(bar_chart("a", "t", "d", [Bar("x", 1, "N = 1")], right_to_left=True))
    assert left.find(f"{SVG}text").get("x") == "0"  # type: ignore[union-attr]
    assert right.find(f"{SVG}text").get("x") == "440"  # type: ignore[union-attr]


@pytest.mark.parametrize("share", [step / 20 for step in range(21)])
def test_ink_stands_out_on_every_step_of_the_ramp(share: float) -> None:
    fill, ink = ramp(share)
    colour = [int(part) for part in fill[4:-1].split(",")]
    inked = [int(ink[place : place + 2], 16) for place in (1, 3, 5)]
    assert _contrast(_luminance(colour), _luminance(inked)) >= 4.5
