from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.sentences import sentences


def test_sentences_end_with_their_punctuation_or_the_line() -> None:
    text = "We waited. Did it rain?\nYes! كيف كان؟ جيد"
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == [
        "We waited.",
        "Did it rain?",
        "Yes!",
        "كيف كان؟",
        "جيد",
    ]


@given(st.text(alphabet=st.sampled_from("ab .?!\n؟🌧»")), st.integers(0, 5))
def test_no_word_is_left_out_and_none_stands_twice(text: str, start: int) -> None:
    start = min(start, len(text))
    found = sentences(text, start, len(text))
    end = start
    kept = ""
    for first, last in found:
        assert end <= first < last <= len(text)
        kept += text[first:last]
        end = last
    assert "".join(kept.split()) == "".join(text[start:].split())
