import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.coding.codebook import Code, check_codebook, next_position, walk, with_code
from fieldkit.errors import Problem

WAITING = Code("w", "Waiting", key="w")
RECEPTION = Code("r", "Reception", position=1)


def refused(codes: tuple[Code, ...], code: Code) -> str:
    with pytest.raises(Problem) as problem:
        with_code(codes, code)
    assert problem.value.remedy
    return problem.value.code


def test_siblings_have_different_names_however_they_are_written() -> None:
    assert refused((WAITING,), Code("x", " wAITING ")) == "422.code-name-taken"
    assert refused((Code("e", "Café"),), Code("x", "CAFE\u0301")) == "422.code-name-taken"
    assert with_code((WAITING, RECEPTION), Code("x", "Waiting", parent_id="r"))


def test_no_code_stands_below_itself() -> None:
    child = Code("c", "Counter", parent_id="r")
    assert refused((RECEPTION, child), dataclasses.replace(RECEPTION, parent_id="c")) == "422.code-place"
    assert refused((RECEPTION,), dataclasses.replace(RECEPTION, parent_id="r")) == "422.code-place"
    assert refused((RECEPTION,), Code("x", "X", parent_id="nobody")) == "422.code-place"


def test_a_code_with_others_below_it_is_not_retired_before_them() -> None:
    child = Code("c", "Counter", parent_id="r")
    assert refused((RECEPTION, child), dataclasses.replace(RECEPTION, retired=True)) == "422.code-below-retired"
    moved = with_code((RECEPTION, child), dataclasses.replace(child, parent_id=None))
    assert with_code(moved, dataclasses.replace(RECEPTION, retired=True))


def test_a_retired_name_and_key_are_free_again_but_cannot_come_back_twice() -> None:
    retired = dataclasses.replace(WAITING, retired=True)
    codes = with_code((retired,), Code("x", "Waiting", key="w"))
    assert refused(codes, WAITING) in {"422.code-name-taken", "422.code-key-taken"}


def test_two_codes_never_share_a_key() -> None:
    assert refused((WAITING,), Code("x", "Other", key="W")) == "422.code-key-taken"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (Code("x", "  "), "422.code-name"),
        (Code("x", "two\nlines"), "422.code-name"),
        (Code("x", "x" * 101), "422.code-name"),
        (Code("x", "X", colour=9), "422.code-colour"),
        (Code("x", "X", key="ab"), "422.code-key"),
        (Code("x", "X", key="?"), "422.code-key"),
        (Code("x", "X", definition="d" * 5_001), "422.code-text-too-long"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused(code: Code, reason: str) -> None:
    assert refused((), code) == reason


@given(st.lists(st.integers(-1, 6), max_size=8))
def test_walking_shows_every_code_in_use_once_below_its_parent(parents: list[int]) -> None:
    codes = [
        Code(
            str(number), f"code {number}", parent_id=str(parent) if 0 <= parent < number else None, position=number % 3
        )
        for number, parent in enumerate(parents)
    ]
    check_codebook(codes)
    walked = list(walk(codes))
    assert sorted(code.id for _, code in walked) == sorted(code.id for code in codes)
    depths = {code.id: depth for depth, code in walked}
    seen: set[str] = set()
    for depth, code in walked:
        assert code.parent_id is None or (code.parent_id in seen and depths[code.parent_id] == depth - 1)
        seen.add(code.id)


def test_a_new_code_comes_last_among_its_siblings() -> None:
    assert next_position((WAITING, RECEPTION), None) == 2
    assert next_position((), "r") == 0
