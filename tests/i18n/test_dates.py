"""Dates and numbers as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fieldkit.i18n.dates import write_day, write_moment, write_number

MOMENT = datetime(2026, 5, 4, 21, 30, tzinfo=UTC)


def test_moments_are_written_in_each_languages_order() -> None:
    assert write_moment(MOMENT, "en", UTC) == "4 May 2026, 21:30"
    assert write_moment(MOMENT, "it", UTC) == "4 mag 2026, 21:30"
    assert write_moment(MOMENT, "ar", UTC) == "4 مايو 2026، 9:30 م"


def test_a_day_depends_on_the_time_zone() -> None:
    assert write_day(datetime(2026, 5, 4, 23, 30, tzinfo=UTC), "en", ZoneInfo("Europe/Rome")) == "5 May 2026"


def test_numbers_have_the_languages_separators() -> None:
    assert [write_number(12345.5, language) for language in ("en", "it", "ar")] == ["12,345.5", "12.345,5", "12,345.5"]
