"""A span in the unit in which people say it."""

import pytest

from fieldkit.web.spans import DAY, HOUR, MINUTE, span_of


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, (0, MINUTE)),
        (5, (5, MINUTE)),
        (60, (1, HOUR)),
        (90, (90, MINUTE)),
        (200, (3, HOUR)),
        (1440, (1, DAY)),
        (1439.9, (1, DAY)),
        (26 * 60, (26, HOUR)),
        (100 * 60, (4, DAY)),
        (-1440, (1, DAY)),
    ],
)
def test_a_span_is_said_in_minutes_hours_or_days(minutes: float, said: tuple[int, int]) -> None:
    assert span_of(minutes * MINUTE) == said
