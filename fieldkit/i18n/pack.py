"""What the tablet needs to speak a language: its messages, its plural rule as a table, its dates and numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog

from fieldkit.i18n.catalogues import load_catalogue
from fieldkit.i18n.dates import date_locale

TABLET_NOTE = "on the tablet"
"""The translator's note by which the tablet's messages are known."""

PLURAL_TABLE = 200
"""Counts from 0 to 199; every plural rule in use repeats each hundred from there."""


CLOCK = "HH:mm"
"""Hours run from 0 to 23 in every language, as in the answers themselves: nobody has to tell morning from evening."""


def language_pack(language: str) -> dict[str, Any]:
    """Return one language as the tablet reads it (`fieldkit/tablet/i18n.js`).

    Args:
        language: BCP 47 code of an available language.

    Returns:
        `code`, `direction`, `plural` (count to index of the form), `messages` (English text to text or forms),
        `dates`, `numbers` and `lists`.
    """
    locale = Locale.parse(language, sep="-")
    catalogue = load_catalogue(language)
    return {
        "code": language,
        "direction": locale.text_direction,
        "plural": _plural_table(catalogue),
        "messages": dict(_messages(catalogue)),
        "dates": _dates(date_locale(language)),
        "numbers": {
            "decimal": locale.number_symbols["latn"]["decimal"],
            "group": locale.number_symbols["latn"]["group"],
        },
        "lists": _lists(date_locale(language)),
    }


def _messages(catalogue: Catalog) -> Iterator[tuple[str, str | list[str]]]:
    """Yield the translated messages of the tablet; what is missing stays English, for the ids are the texts."""
    for message in catalogue:
        if TABLET_NOTE not in message.auto_comments or message.fuzzy:
            continue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            yield message.id, message.string
        elif isinstance(message.string, tuple) and all(message.string):
            yield message.id[0], list(message.string)


def _plural_table(catalogue: Catalog) -> list[int]:
    """Evaluate the catalogue's own rule, for the forms of its messages stand in that rule's order."""
    from gettext import c2py  # the parser of plural rules that Python brings

    rule = c2py(catalogue.plural_expr)
    return [int(rule(count)) for count in range(PLURAL_TABLE)]


def _dates(locale: Locale) -> dict[str, Any]:
    return {
        "months": _in_order(locale.months["format"]["wide"]),
        "shortMonths": _in_order(locale.months["format"]["abbreviated"]),
        "monthsAlone": _in_order(locale.months["stand-alone"]["wide"]),
        "days": _in_order(locale.days["format"]["wide"]),
        "periods": {name: locale.day_periods["format"]["abbreviated"].get(name, "") for name in ("am", "pm")},
        "date": locale.date_formats["long"].pattern,
        "day": _without_year(locale.date_formats["full"].pattern),
        "month": locale.datetime_skeletons["yMMMM"].pattern,
        "time": CLOCK,
        "moment": str(locale.datetime_formats["medium"]),
    }


def _lists(locale: Locale) -> dict[str, str]:
    """Return what stands between the first, the middle and the last two items of a list, and between only two."""
    patterns = locale.list_patterns["standard"]
    return {name: patterns[name].partition("{0}")[2].partition("{1}")[0] for name in ("start", "middle", "end", "2")}


def _without_year(pattern: str) -> str:
    """Return a full date's pattern for a day that is near: `EEEE, d MMMM y` becomes `EEEE, d MMMM`."""
    return re.sub(r"[\s,،]*\by+\b[\s]*('[^']*'|г\.|р\.)?\.?$", "", pattern).strip()


def _in_order(names: Mapping[int, str]) -> list[str]:
    return [names[number] for number in sorted(names)]
