"""Dates, times and numbers as people of a language write them."""

from datetime import datetime, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

REGIONS = {"en": "en_GB"}
"""Languages whose plain code means a country's habits that we do not share."""


def date_locale(language: str) -> Locale:
    """Return the locale by which a language's dates and numbers are written; British for one that Babel lacks."""
    try:
        return Locale.parse(REGIONS.get(language, language).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def write_moment(moment: datetime, language: str, zone: tzinfo) -> str:
    """Return date and time to the minute, e.g. `4 May 2026, 09:30`."""
    locale = date_locale(language)
    clock = str(format_time(moment, "short", tzinfo=zone, locale=locale))
    joined = str(locale.datetime_formats["medium"])
    return joined.replace("{1}", write_day(moment, language, zone)).replace("{0}", clock)


def write_day(moment: datetime, language: str, zone: tzinfo) -> str:
    """Return the date, e.g. `4 May 2026`."""
    return str(format_skeleton("yMMMd", moment, tzinfo=zone, locale=date_locale(language)))


def write_number(number: float, language: str) -> str:
    """Return a number with the language's separators."""
    return str(format_decimal(number, locale=date_locale(language)))
