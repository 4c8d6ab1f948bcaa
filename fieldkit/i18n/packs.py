"""A language as the tablet carries it: messages, plural rule, number and date tables, so that it needs no network.

The browser's own tables are not used: Chromium has none for Tigrinya, Somali and Pashto and writes Persian dates in
another calendar. Numbers stay in Western digits, as on the desk.
"""

import gettext
from collections.abc import Iterator
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message

from fieldkit.i18n.catalogues import SOURCE_LANGUAGE, load_catalogue

PLURAL_ENTRIES = 200
"""The rules of all languages depend on n and n mod 100 only; from 200 the last hundred repeats."""

TABLET_SOURCES = "fieldkit/tablet/"


def language_pack(language: str) -> dict[str, Any]:
    """Return everything the tablet needs to speak `language`, as one JSON object (`Pack` in fieldkit/tablet/i18n.js).

    Args:
        language: the code of an interface language.
    """
    locale = _locale(language)
    catalogue = load_catalogue(language)
    return {
        "code": language,
        "direction": locale.text_direction,
        "plural": plural_table(catalogue),
        "messages": dict(_messages(catalogue)),
        "numbers": _number_table(locale),
        "dates": _date_table(locale),
    }


def plural_table(catalogue: Catalog) -> list[int]:
    """Return, for every number below `PLURAL_ENTRIES`, which of the catalogue's plural forms it takes."""
    rule = gettext.c2py(catalogue.plural_expr)
    return [int(rule(number)) for number in range(PLURAL_ENTRIES)]


def _locale(language: str) -> Locale:
    # Plain "en" is American in CLDR: month before day, twelve hours.
    return Locale.parse("en-GB" if language == SOURCE_LANGUAGE else language, sep="-")


def _messages(catalogue: Catalog) -> Iterator[tuple[str, str | list[str]]]:
    """Give the tablet's own messages that are translated for certain."""
    for message in catalogue:
        if not message.id or message.fuzzy or not _is_of_tablet(message):
            continue
        if isinstance(message.id, tuple):
            if message.string and all(message.string):
                yield message.id[0], list(message.string)
        elif message.string:
            yield str(message.id), str(message.string)


def _is_of_tablet(message: Message) -> bool:
    return any(str(path).startswith(TABLET_SOURCES) for path, _ in message.locations)


def _number_table(locale: Locale) -> dict[str, str]:
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    return {"decimal": str(symbols["decimal"]), "group": str(symbols["group"])}


def _date_table(locale: Locale) -> dict[str, Any]:
    months, days = locale.months["stand-alone"], locale.days["stand-alone"]["wide"]
    periods = locale.day_periods["format"].get("abbreviated") or locale.day_periods["format"]["wide"]
    skeletons = locale.datetime_skeletons
    day = next(skeletons[name] for name in ("MMMMEEEEd", "MMMMEd", "MMMEd") if name in skeletons)
    return {
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "shortMonths": [months.get("abbreviated", months["wide"])[number] for number in range(1, 13)],
        "days": [days[number] for number in range(7)],
        "periods": {"am": periods["am"], "pm": periods["pm"]},
        "date": locale.date_formats["long"].pattern,
        "day": str(getattr(day, "pattern", day)).replace("MMM", "MMMM").replace("MMMMM", "MMMM"),
        "time": locale.time_formats["short"].pattern,
    }
