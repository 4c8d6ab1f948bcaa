"""What problems say, in other languages.

Rooms raise problems in English, many with values filled in (`There is no form abc.`). The catalogue holds their
templates (`There is no form %(form_id)s.`); here a finished sentence finds its template again.
"""

import gettext
import re
from functools import lru_cache

from babel.messages.catalog import Catalog

PROBLEM_NOTE = "what a problem says"
"""The translator's note by which the catalogue's problem templates are known."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def translate_sentence(sentence: str, catalogue: Catalog, translations: gettext.NullTranslations) -> str:
    """Return `sentence` in the language of `translations`; unchanged when the catalogue does not know it."""
    translated = translations.gettext(sentence) if sentence else ""
    if translated != sentence or not sentence:
        return translated
    for template, pattern in _templates(catalogue):
        if found := pattern.fullmatch(sentence):
            return translations.gettext(template) % found.groupdict()
    return sentence


def as_pattern(template: str) -> re.Pattern[str]:
    """Return the pattern of the sentences that a template makes; a value repeats where its name repeats."""
    seen: set[str] = set()
    parts = _PLACEHOLDER.split(template)
    pattern = [re.escape(parts[0].replace("%%", "%"))]
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        pattern.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
        pattern.append(re.escape(text.replace("%%", "%")))
        seen.add(name)
    return re.compile("".join(pattern), re.DOTALL)


@lru_cache(maxsize=16)
def _templates(catalogue: Catalog) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the templates with values, the ones with most fixed text first, so that a vague one catches nothing."""
    found = [
        (message.id, as_pattern(message.id))
        for message in catalogue
        if isinstance(message.id, str) and PROBLEM_NOTE in message.auto_comments and _PLACEHOLDER.search(message.id)
    ]
    return tuple(sorted(found, key=lambda pair: -len(_PLACEHOLDER.sub("", pair[0]))))
