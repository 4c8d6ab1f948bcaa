import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.transcript import normalise
from fieldkit.coding.turns import parse_turns
from fieldkit.errors import Problem


def read(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in parse_turns(text)]


def test_labels_with_a_colon_begin_turns_and_stay_outside_them() -> None:
    text = "INT: How did it begin?\nP1: Well.\nThen it rained.\nINT: And?\nP1: We laughed."
    assert read(text) == [
        ("INT", "How did it begin?"),
        ("P1", "Well.\nThen it rained."),
        ("INT", "And?"),
        ("P1", "We laughed."),
    ]


def test_names_in_any_script_are_speakers() -> None:
    assert read("الباحثة: كيف؟\nالمشاركة أمل: جئت في أيار.") == [("الباحثة", "كيف؟"), ("المشاركة أمل", "جئت في أيار.")]
    assert read("Інтерв'юерка: Як?\nУчасниця: Добре.") == [("Інтерв'юерка", "Як?"), ("Учасниця", "Добре.")]
    assert read("ሓታቲት፦ ከመይ\nተሳታፊት፦ ጽቡቕ") == [("ሓታቲት", "ከመይ"), ("ተሳታፊት", "ጽቡቕ")]
    assert read("採訪者：你好\n參與者：好") == [("採訪者", "你好"), ("參與者", "好")]


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("[00:01:30] P1: words", 90),
        ("(01:30) P1: words", 90),
        ("01:30 - P1: words", 90),
        ("P1 (01:30): words", 90),
        ("P1: [01:30] words", 90),
        ("1:00:00.5 P1: words", 3600.5),
        ("P1: words", None),
    ],
)
def test_times_beside_a_label_are_read_and_left_out_of_the_speech(line: str, seconds: float | None) -> None:
    (turn,) = parse_turns(line)
    assert (turn.speaker, line[turn.start : turn.end], turn.seconds) == ("P1", "words", seconds)


def test_marks_of_direction_do_not_hide_a_label() -> None:
    assert read("\u200fالباحثة\u200f: كيف؟\n\u200fالمشاركة: جيد") == [("الباحثة", "كيف؟"), ("المشاركة", "جيد")]


def test_a_sentence_with_a_colon_is_no_speaker() -> None:
    text = (
        "INT: Tell me.\nP1: Well.\nOne thing we learnt: never go on Mondays.\n"
        "INT: Why?\nP1: See http://example.org\nP1: 10:30 was full."
    )
    assert {speaker for speaker, _ in read(text)} == {"INT", "P1"}


def test_what_stands_before_the_first_label_belongs_to_nobody() -> None:
    assert read("Interview 7, in the library\n\nINT: Hello.\nP1: Hello.")[0] == ("", "Interview 7, in the library")


def test_rows_of_a_table_are_turns() -> None:
    assert read("Speaker 1\tHello\nSpeaker 2\tGood morning\nSpeaker 1\tSit down")[1] == ("Speaker 2", "Good morning")


def test_a_text_without_labels_is_one_turn() -> None:
    assert read("We came in May.\n\nIt rained.") == [("", "We came in May.\n\nIt rained.")]


@given(st.text(alphabet=st.sampled_from("AbP1 :：\t\n[]0123.:ق\u200f—🌧")))
def test_turns_of_any_text_are_in_order_apart_trimmed_and_never_empty(raw: str) -> None:
    try:
        text = normalise(raw)
    except Problem:
        return
    end = 0
    for position, turn in enumerate(parse_turns(text)):
        assert turn.position == position
        assert end <= turn.start < turn.end <= len(text)
        speech = text[turn.start : turn.end]
        assert speech == speech.strip()
        end = turn.end


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["INT", "P1", "Maria Rossi", "الباحثة"]), st.sampled_from(["Yes.", "كيف؟", "A 🌧 day"])
        ),
        min_size=2,
    )
)
def test_every_turn_that_was_written_is_read_again(turns: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{speaker}: {words}" for speaker, words in turns)
    assert read(text) == turns
