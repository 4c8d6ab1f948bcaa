import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Problem
from fieldkit.sealing.fields import NONCE_BYTES, blind_key, open_field, seal_field

KEY, OTHER = b"k" * 32, b"o" * 32
PLACE = {"table": "person", "row": "K7", "column": "name"}


@given(st.binary(max_size=200))
def test_a_sealed_field_opens_in_its_place(value: bytes) -> None:
    sealed = seal_field(KEY, value, nonce=os.urandom(NONCE_BYTES), **PLACE)
    assert open_field(KEY, sealed, **PLACE) == value


@pytest.mark.parametrize("moved", [{"table": "note"}, {"row": "K8"}, {"column": "contact"}])
def test_a_field_that_was_moved_does_not_open(moved: dict[str, str]) -> None:
    sealed = seal_field(KEY, b"Samira", nonce=os.urandom(NONCE_BYTES), **PLACE)
    with pytest.raises(Problem) as refused:
        open_field(KEY, sealed, **{**PLACE, **moved})
    assert refused.value.code == "500.vault-field"


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_field_that_was_changed_does_not_open(place: int, change: int) -> None:
    sealed = bytearray(seal_field(KEY, b"Samira", nonce=os.urandom(NONCE_BYTES), **PLACE))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Problem):
        open_field(KEY, bytes(sealed), **PLACE)


@pytest.mark.parametrize("sealed", [b"", b"x" * 12, b"x" * 27])
def test_too_short_a_field_and_another_key_are_problems(sealed: bytes) -> None:
    with pytest.raises(Problem):
        open_field(KEY, sealed, **PLACE)
    with pytest.raises(Problem):
        open_field(OTHER, seal_field(KEY, b"x", nonce=bytes(12), **PLACE), **PLACE)


def test_a_nonce_has_twelve_bytes() -> None:
    with pytest.raises(ValueError, match="12"):
        seal_field(KEY, b"x", nonce=b"short", **PLACE)


def test_equal_words_find_each_other_and_only_with_the_key() -> None:
    assert blind_key(KEY, "Via  Roma") == blind_key(KEY, "via roma ")
    assert blind_key(KEY, "Cafe\u0301") == blind_key(KEY, "CAFÉ")
    assert blind_key(KEY, "via roma") != blind_key(KEY, "via milano")
    assert blind_key(KEY, "via roma") != blind_key(OTHER, "via roma")
