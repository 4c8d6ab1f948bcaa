"""How a contact scored: criteria in weighted sections, from one contact's ratings.

The share of the possible points, from 0 (every rating the worst) to 1 (every rating the best):

    part of a rating     p = (value - worst) / (best - worst)
    section              S = sum(w * p) / sum(w)   over the criteria of the section that were rated
    whole                T = sum(W * S) / sum(W)   over the sections that have at least one rating

with w the weight of a criterion in its section and W the weight of a section (1 unless told). A criterion that does not
apply, or that was left open, is in neither sum: it makes the denominator smaller and never counts as a zero. When a
critical criterion has the worst rating, S of its section is at most `CRITICAL_CAP`, and so is T. Every figure comes
with the number of ratings that it stands on, and is not to be shown without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldkit.forms.model import Question, Role

CRITICAL_CAP = 0.4


@dataclass(frozen=True)
class Scale:
    """The ratings that can be given; `best` may be the smaller number."""

    worst: float = 1.0
    best: float = 4.0

    def part(self, value: float) -> float:
        """Return where `value` lies between the worst (0) and the best (1).

        Raises:
            ValueError: when it lies outside.
        """
        part = (value - self.worst) / (self.best - self.worst)
        if not 0 <= part <= 1:
            raise ValueError(f"a rating of {value} on a scale from {self.worst} to {self.best}")
        return part


@dataclass(frozen=True)
class Criterion:
    """One thing that is rated; `weight` is greater than 0."""

    name: str
    section: str
    weight: float = 1.0
    critical: bool = False


@dataclass(frozen=True)
class SectionScore:
    """One section.

    Attributes:
        score: from 0 to 1, or None when nothing in it was rated.
        rated: number of ratings that it stands on.
        left_out: number of criteria that did not apply or were left open.
        capped: whether a critical criterion holds it down.
    """

    section: str
    score: float | None
    rated: int
    left_out: int
    capped: bool


@dataclass(frozen=True)
class Score:
    """The whole, with its sections in the order of the criteria; the figures mean what they mean for a section."""

    score: float | None
    rated: int
    left_out: int
    capped: bool
    sections: tuple[SectionScore, ...]


def criteria_of(questions: Iterable[Question]) -> tuple[Criterion, ...]:
    """Return the criteria that a form's roles declare, in its order; a criterion has its question's name."""
    return tuple(
        Criterion(question.name, question.role.section, question.role.weight, question.role.critical)
        for question in questions
        if question.role and question.role.role is Role.CRITERION
    )


def score(
    ratings: Mapping[str, float | None],
    criteria: Sequence[Criterion],
    *,
    scale: Scale | None = None,
    section_weights: Mapping[str, float] | None = None,
) -> Score:
    """Score one contact.

    Args:
        ratings: name of a criterion to its value; None, or absent, when it does not apply or was left open.
        criteria: all of the form's.
        scale: the ratings that can be given, 1 (worst) to 4 (best) unless told.
        section_weights: weights of sections, 1 unless told.

    Raises:
        ValueError: when a rating lies outside the scale, or a weight is not greater than 0.
    """
    used = scale or Scale()
    names = dict.fromkeys(criterion.section for criterion in criteria)
    weights = {name: (section_weights or {}).get(name, 1.0) for name in names}
    if any(weight <= 0 for weight in [*weights.values(), *(criterion.weight for criterion in criteria)]):
        raise ValueError("a weight that is not greater than 0")
    sections = tuple(_section(name, ratings, criteria, used) for name in names)
    capped = any(section.capped for section in sections)
    whole = _mean([(one.score, weights[one.section]) for one in sections if one.score is not None])
    return Score(
        score=_capped(whole, capped),
        rated=sum(section.rated for section in sections),
        left_out=sum(section.left_out for section in sections),
        capped=capped,
        sections=sections,
    )


def _section(
    name: str, ratings: Mapping[str, float | None], criteria: Sequence[Criterion], scale: Scale
) -> SectionScore:
    own = [criterion for criterion in criteria if criterion.section == name]
    given = [(criterion, value) for criterion in own if (value := ratings.get(criterion.name)) is not None]
    parts = [(scale.part(value), criterion.weight) for criterion, value in given]
    capped = any(criterion.critical and value == scale.worst for criterion, value in given)
    return SectionScore(name, _capped(_mean(parts), capped), len(given), len(own) - len(given), capped)


def _mean(weighted: Sequence[tuple[float, float]]) -> float | None:
    """Return the weighted mean; None of nothing."""
    total = sum(weight for _, weight in weighted)
    return sum(value * weight for value, weight in weighted) / total if weighted else None


def _capped(value: float | None, capped: bool) -> float | None:
    return min(value, CRITICAL_CAP) if capped and value is not None else value
