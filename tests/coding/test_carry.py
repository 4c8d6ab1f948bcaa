from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.carry import carry_positions, carry_segments, unchanged_blocks
from fieldkit.coding.segment import Segment
from fieldkit.coding.transcript import normalise
from fieldkit.coding.turns import parse_turns
from fieldkit.errors import Problem

OLD = (
    "INT: How was it?\nP1: We waited two hours in the rain. Then it closed.\n"
    "INT: And then?\nP1: Yes.\nINT: Hm.\nP1: Yes."
)


def segment(text: str, words: str, name: str = "s", after: int = 0) -> Segment:
    start = text.index(words, after)
    return Segment(name, "v", start, start + len(words), "code", "coder")


def carried(old: str, new: str, *segments: Segment) -> dict[str, str]:
    kept, _ = carry_segments(segments, old, new)
    return {held.id: new[start : start + held.end - held.start] for held, start in kept}


def test_a_segment_beside_a_mended_word_is_carried_to_its_new_place() -> None:
    new = OLD.replace("How was it?", "How was it, 🌧 then?").replace("closed", "shut")
    assert carried(OLD, new, segment(OLD, "two hours in the rain")) == {"s": "two hours in the rain"}


def test_a_segment_whose_own_words_changed_is_not_carried() -> None:
    kept, lost = carry_segments([segment(OLD, "two hours in the rain")], OLD, OLD.replace("two hours", "three hours"))
    assert kept == []
    assert [held.id for held in lost] == ["s"]


def test_the_same_words_twice_keep_their_own_places() -> None:
    first, second = segment(OLD, "Yes.", "first"), segment(OLD, "Yes.", "second", OLD.rindex("INT"))
    new = OLD.replace("And then?", "And after that?")
    kept, _ = carry_segments([first, second], OLD, new)
    assert [start for _, start in kept] == [new.index("Yes."), new.rindex("Yes.")]


def test_words_that_went_elsewhere_are_not_followed() -> None:
    assert (
        carried(
            "alpha beta gamma delta\nfirst line here", "other words entirely, beta too", segment("alpha beta", "beta")
        )
        == {}
    )


TEXTS = st.text(alphabet=st.sampled_from("ab c\n.🌧ق"), min_size=1, max_size=60)


@given(TEXTS, TEXTS)
def test_what_is_called_unchanged_is_the_same_in_both_texts_and_in_order(old: str, new: str) -> None:
    old_end = new_end = 0
    for block in unchanged_blocks(old, new):
        assert block.length > 0
        assert old[block.old : block.old + block.length] == new[block.new : block.new + block.length]
        assert block.old >= old_end
        assert block.new >= new_end
        old_end, new_end = block.old + block.length, block.new + block.length


@given(TEXTS, TEXTS, st.data())
def test_a_carried_segment_has_exactly_its_words_and_none_disappears(
    raw_old: str, raw_new: str, data: st.DataObject
) -> None:
    try:
        old, new = normalise(raw_old), normalise(raw_new)
    except Problem:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    kept, lost = carry_segments([Segment("s", "v", start, end, "c", "a")], old, new)
    assert len(kept) + len(lost) == 1
    for _, place in kept:
        assert new[place : place + end - start] == old[start:end]


@given(TEXTS)
def test_an_unchanged_text_carries_everything(raw: str) -> None:
    try:
        text = normalise(raw)
    except Problem:
        return
    kept, lost = carry_segments([Segment("s", "v", 0, len(text), "c", "a")], text, text)
    assert [start for _, start in kept] == [0]
    assert lost == []


def test_turns_find_what_they_became_when_one_is_put_between() -> None:
    new = OLD.replace("INT: And then?", "INT: Sit down, please, there is tea.\nP1: Thank you.\nINT: And then?")
    became = carry_positions(parse_turns(OLD), parse_turns(new), OLD, new)
    assert (became[0], became[1], became[2]) == (0, 1, 4)
