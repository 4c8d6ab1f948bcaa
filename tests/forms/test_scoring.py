"""How a contact scored."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.forms.library import instrument
from fieldkit.forms.scoring import CRITICAL_CAP, Criterion, Scale, criteria_of, score
from fieldkit.forms.xlsform import compile_form

CRITERIA = (
    Criterion("greeting", "respect", 1),
    Criterion("dignity", "respect", 3, critical=True),
    Criterion("next_steps", "information", 1),
)


def test_sections_are_weighted_means_and_the_whole_is_their_mean() -> None:
    result = score({"greeting": 1, "dignity": 4, "next_steps": 3}, CRITERIA)
    assert [section.score for section in result.sections] == [pytest.approx(3 / 4), pytest.approx(2 / 3)]
    assert result.score == pytest.approx((3 / 4 + 2 / 3) / 2)
    assert (result.rated, result.left_out, result.capped) == (3, 0, False)


def test_sections_can_weigh_differently() -> None:
    result = score({"greeting": 4, "dignity": 4, "next_steps": 1}, CRITERIA, section_weights={"respect": 3})
    assert result.score == pytest.approx(0.75)


def test_what_does_not_apply_leaves_the_denominator_and_is_counted() -> None:
    result = score({"greeting": 4, "dignity": None}, CRITERIA)
    assert result.score == 1
    assert (result.rated, result.left_out) == (1, 2)
    assert [(section.score, section.rated, section.left_out) for section in result.sections] == [
        (1, 1, 1),
        (None, 0, 1),
    ]


def test_nothing_rated_gives_no_score() -> None:
    assert score({}, CRITERIA).score is None
    assert score({}, ()).score is None


def test_a_critical_criterion_at_its_worst_caps_its_section_and_the_whole() -> None:
    result = score(
        {"greeting": 4, "dignity": 1, "next_steps": 4},
        (CRITERIA[0], Criterion("dignity", "respect", 0.1, True), CRITERIA[2]),
    )
    assert result.sections[0].score == CRITICAL_CAP
    assert result.score == CRITICAL_CAP
    assert result.capped
    assert not result.sections[1].capped


def test_a_rating_outside_the_scale_and_a_weight_of_nothing_are_mistakes() -> None:
    with pytest.raises(ValueError, match="rating of 5"):
        score({"greeting": 5}, CRITERIA)
    with pytest.raises(ValueError, match="weight"):
        score({}, [Criterion("a", "b", 0)])


def test_the_scale_may_run_the_other_way() -> None:
    assert score({"greeting": 1}, CRITERIA, scale=Scale(worst=5, best=1)).score == 1


def test_the_criteria_of_the_service_contact_are_those_of_its_roles() -> None:
    one = instrument("service-contact")
    criteria = criteria_of(compile_form(one.file_name, one.content).questions)
    assert len(criteria) == 11
    assert [criterion.name for criterion in criteria if criterion.critical] == ["dignity", "honest_cost"]
    assert {criterion.section for criterion in criteria} == {"access", "respect", "language", "information"}


VALUES = st.one_of(st.none(), st.integers(1, 4).map(float))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.1, 10), st.booleans(), VALUES), max_size=12))
def test_a_score_lies_between_0_and_1_and_never_falls_when_a_rating_rises(
    given_: list[tuple[str, float, bool, float | None]],
) -> None:
    criteria = [
        Criterion(str(number), section, weight, critical)
        for number, (section, weight, critical, _) in enumerate(given_)
    ]
    ratings = {str(number): value for number, (_, _, _, value) in enumerate(given_)}
    result = score(ratings, criteria)
    assert result.rated + result.left_out == len(criteria)
    assert (result.score is None) == (result.rated == 0)
    if result.score is None:
        return
    assert 0 <= result.score <= 1
    for name, value in ratings.items():
        if value is not None and value < 4:
            raised = score({**ratings, name: value + 1}, criteria).score
            assert raised is not None
            assert raised > result.score or math.isclose(raised, result.score)
