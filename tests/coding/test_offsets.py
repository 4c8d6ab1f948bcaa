import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.offsets import from_utf16, to_utf16, utf16_length

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "offsets.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_offsets_agree_with_the_shared_vectors(vector: dict[str, object]) -> None:
    text = str(vector["text"])
    assert len(text) == vector["points"]
    assert utf16_length(text) == vector["units"]
    for points, units in vector["pairs"]:  # type: ignore[attr-defined]
        assert to_utf16(text, points) == units
        assert from_utf16(text, units) == points


@given(st.text())
def test_every_offset_survives_the_way_there_and_back(text: str) -> None:
    for offset in range(len(text) + 1):
        assert from_utf16(text, to_utf16(text, offset)) == offset


def test_the_middle_of_a_pair_belongs_to_its_code_point() -> None:
    assert from_utf16("a🌧b", 2) == 1


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        to_utf16("abc", offset)
    with pytest.raises(ValueError, match="outside"):
        from_utf16("abc", offset)
