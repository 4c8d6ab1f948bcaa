import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.transcript import (
    LONGEST_TEXT,
    Turn,
    align_by_position,
    first_doubt,
    normalise,
    text_hash,
    whole_turn,
)
from fieldkit.errors import Problem


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    try:
        once = normalise(text)
    except Problem:
        assert "\x00" in text or all(unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp", "Zs"} for one in text)
        return
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & {"\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00"}


@given(st.text(alphabet=st.sampled_from("a é\u0301\r\n\ufeff\u2028\t ")))
def test_line_ends_and_marks_are_settled_in_one_go(text: str) -> None:
    try:
        once = normalise(text)
    except Problem:
        return
    assert normalise(once) == once


def test_composed_and_decomposed_spellings_have_one_hash() -> None:
    assert text_hash(normalise("Cafe\u0301\r\nItalia ")) == text_hash(normalise("\ufeffCafé\nItalia"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "422.text-unreadable"),
        ("a\ud800b", "422.text-unreadable"),
        (" \r\n\t\ufeff", "422.text-empty"),
        ("x" * (LONGEST_TEXT + 1), "413.text-too-long"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        normalise(text)
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_narrative_is_one_turn_of_its_speaker() -> None:
    assert whole_turn("  a story ", "K7") == (Turn(0, "K7", 2, 9),)


def test_the_nth_turn_of_a_translation_renders_the_nth_of_the_original() -> None:
    turns = [Turn(position, "P", position * 10, position * 10 + 5) for position in range(3)]
    assert [turn.aligned for turn in align_by_position(turns, 2)] == [0, 1, None]


def test_a_speaker_who_meets_another_one_is_doubted() -> None:
    original = [
        Turn(0, "الباحثة", 0, 1),
        Turn(1, "المشاركة", 2, 3),
        Turn(2, "الباحثة", 4, 5),
        Turn(3, "المشاركة", 6, 7),
    ]
    good = [Turn(place, "RP"[place % 2], 0, 1, aligned=place) for place in range(4)]
    shifted = [good[0], good[1], Turn(2, "P", 0, 1, aligned=2), good[3]]
    assert first_doubt(original, good) is None
    assert first_doubt(original, shifted) == 2
    assert first_doubt(original, [*good, Turn(4, "R", 0, 1)]) == 4


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0\u2003\n", "\u200b\u200f\ufeff", "\u202a\u202c \u00ad"])
def test_a_text_in_which_nothing_is_seen_is_empty(text: str) -> None:
    with pytest.raises(Problem) as refused:
        normalise(text, where="a.txt")
    assert (refused.value.code, refused.value.where) == ("422.text-empty", "a.txt")


def test_characters_that_are_no_text_are_named_by_their_line() -> None:
    with pytest.raises(Problem) as refused:
        normalise("one\r\ntwo\rthree \x00", where="a.txt")
    assert (refused.value.code, refused.value.where) == ("422.text-unreadable", "a.txt, line 3")
