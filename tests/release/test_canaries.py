"""Identifiers of the raw data are recognised however they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.release.canaries import Canaries, Canary, normalised

SEEDS = [
    Canary("name", "Fatima Haddad"),
    Canary("name", "فاطمة"),
    Canary("phone", "+39 06 5555 1234"),
    Canary("code", "KX7Q2"),
    Canary("record", "uuid:0b8c1c1e-5f5a-4a53-9a39-3b5ad6f1d2aa"),
    Canary("time", "2026-05-04T09:30"),
    Canary("file", "IMG_Fatima_2033.jpg"),
    Canary("coordinate", "44.4056"),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Then FATIMA came", "name"),
        ("قالت وفاطمة هنا", "name"),
        ("fatima   haddad", "name"),
        ("ring 06-5555.1234 now", "phone"),
        ("ring ٠٦٥٥٥٥١٢٣٤ now", "phone"),
        ("(kx7q2)", "code"),
        ("UUID:0B8C1C1E-5F5A-4A53-9A39-3B5AD6F1D2AA", "record"),
        ("at 2026-05-04T09:30:12.000Z", "time"),
        ("see img_fatima_2033.jpg", "file"),
        ("44.40561 north", "coordinate"),
    ],
)
def test_a_canary_is_found(text: str, kind: str) -> None:
    found = Canaries(SEEDS).found_in(text)
    assert found == {kind}


@pytest.mark.parametrize("text", ["Papers take months.", "fatimah", "KX7Q21", "N = 44", "13:00", ""])
def test_what_is_none_is_not_found(text: str) -> None:
    assert Canaries(SEEDS).found_in(text) == set()


def test_words_of_the_forms_own_labels_prove_nothing() -> None:
    canaries = Canaries([Canary("name", "Rosa Library")], known_words=["The library desk"])
    assert canaries.found_in("The library works") == set()
    assert canaries.found_in("Rosa works") == {"name"}


def test_bytes_are_searched_without_a_gap_around_the_value() -> None:
    content = b"\x00\x17xuuid:0b8c1c1e-5f5a-4a53-9a39-3b5ad6f1d2aaNext"
    assert Canaries(SEEDS).found_in_bytes(content) == {"record"}
    assert Canaries(SEEDS).found_in_bytes(b"x" + "Fatima Haddad".encode("utf-16-le")) == {"name"}


FEW_LETTERS = "abA1٢ ن-é\u0301K\n"
"""Few enough for values to share their beginnings, hold one another and stand in a text by chance."""

values = st.text(FEW_LETTERS, min_size=6, max_size=14)
texts = st.text(FEW_LETTERS, max_size=80)


def plain(text: str) -> str:
    """Folding once more, the slow way: every character by itself."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in folded)
    return " ".join(digits.split())


@given(st.text())
def test_folding_fast_is_folding(text: str) -> None:
    assert normalised(text) == plain(text)


@given(st.lists(values, max_size=8), texts, st.data())
def test_the_fast_search_finds_what_looking_for_each_value_finds(
    held: list[str], text: str, data: st.DataObject
) -> None:
    """Kinds are numbers here, so that each value that is found can be told from the others."""
    if held and data.draw(st.booleans()):
        text = f"{text} {data.draw(st.sampled_from(held))} {data.draw(texts)}"
    canaries = Canaries(Canary(str(number), value) for number, value in enumerate(held))
    looked_for = {str(number): plain(value) for number, value in enumerate(held)}
    inside = {kind for kind, value in looked_for.items() if value in plain(text)}
    alone = {kind for kind in inside if len(looked_for[kind]) >= 6 and f" {looked_for[kind]} " in f" {plain(text)} "}
    assert alone <= canaries.found_in(text) <= inside


@given(st.lists(st.text("ab1-Z", min_size=8, max_size=12), max_size=8), st.text("ab1-Z"), st.data())
def test_the_fast_search_of_bytes_finds_every_value_in_every_coding(
    held: list[str], text: str, data: st.DataObject
) -> None:
    if held:
        text += data.draw(st.sampled_from(held)) + data.draw(st.text("ab1-Z"))
    canaries = Canaries(Canary(str(number), value) for number, value in enumerate(held))
    expected = {str(number) for number, value in enumerate(held) if value.lower() in text.lower()}
    assert canaries.found_in_bytes(text.encode()) == expected
    assert canaries.found_in_bytes(b"\x00" + text.encode("utf-16-le")) >= expected
