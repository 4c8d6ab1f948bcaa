"""How long something took, in the unit in which people say it."""

from flask_babel import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def span_of(seconds: float) -> tuple[int, int]:
    """Return how many of which unit (`MINUTE`, `HOUR` or `DAY`) are so many seconds, whichever way they run.

    The largest unit that says it exactly, to the minute; a longer span is rounded to it, by a sixth at most.
    """
    minutes = round(abs(seconds) / MINUTE)
    hours = round(minutes / 60)
    if minutes < 180 and minutes % 60:
        return minutes, MINUTE
    if hours < 72 and hours % 24:
        return hours, HOUR
    return (round(hours / 24), DAY) if hours else (minutes, MINUTE)


def span_words(seconds: float) -> str:
    """Return a span as the reader's language says it, e.g. `2 days`, `26 hours`, `90 minutes`."""
    count, unit = span_of(seconds)
    if unit == DAY:
        return str(ngettext("%(num)s day", "%(num)s days", count))
    if unit == HOUR:
        return str(ngettext("%(num)s hour", "%(num)s hours", count))
    return str(ngettext("%(num)s minute", "%(num)s minutes", count))
