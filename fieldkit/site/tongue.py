"""In which language a page speaks: the one asked for by `?_lang=`, else the release's first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale

from fieldkit.i18n.catalogues import available_languages, load_translations


@dataclass(frozen=True)
class Tongue:
    """The language of one page, with what it offers instead.

    Attributes:
        offered: languages that the release and the kit share, the release's first one first.
    """

    language: str
    offered: tuple[str, ...]

    @property
    def direction(self) -> str:
        """The direction of its script: `ltr` or `rtl`."""
        return str(Locale.parse(self.language, sep="-").text_direction)

    @property
    def suffix(self) -> str:
        """What links carry to stay in this language."""
        return "" if self.language == self.offered[0] else f"?_lang={self.language}"

    def gettext(self, text: str, **values: Any) -> str:
        """Return a text in this language, its `%(name)s` filled in."""
        said = load_translations(self.language).gettext(text)
        return said % values if values else said

    def native_name(self, language: str) -> str:
        """Return what a language calls itself."""
        name = Locale.parse(language, sep="-").get_display_name() or language
        return name[:1].upper() + name[1:]


def choose_tongue(wish: str | None, languages: tuple[str, ...]) -> Tongue:
    """Return the language that was asked for where the release speaks it, else its first."""
    spoken = set(available_languages())
    offered = tuple(language for language in languages if language in spoken) or ("en",)
    return Tongue(wish if wish in offered else offered[0], offered)


def in_language(texts: Mapping[str, str], tongue: Tongue, otherwise: str) -> str:
    """Return one of several translations: in this language, in the form's default, in any, else `otherwise`."""
    for language in (tongue.language, "default", *tongue.offered, *sorted(texts)):
        if texts.get(language):
            return texts[language]
    return otherwise
