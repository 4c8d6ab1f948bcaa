"""Message catalogues, read straight from their .po files and read again when one changes."""

import gettext
import io
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"


def catalogue_file(language: str) -> Path:
    """Return the place of a language's catalogue."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=1)
def available_languages() -> tuple[str, ...]:
    """Return the interface languages that have a catalogue, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/messages.po"))
    return (SOURCE_LANGUAGE, *(language for language in found if language != SOURCE_LANGUAGE))


def load_catalogue(language: str) -> Catalog:
    """Read a language's catalogue as it stands now; English without a file is empty, for its ids are its texts."""
    return _loaded(language, _age(language)).catalogue


def load_translations(language: str) -> gettext.NullTranslations:
    """Return what `gettext` looks up for a language; what is untranslated or doubtful stays in English."""
    return _loaded(language, _age_lately(language, LOCALES, int(time.monotonic()))).translations


@dataclass(frozen=True)
class _Loaded:
    catalogue: Catalog
    translations: gettext.NullTranslations


def _age(language: str) -> int:
    path = catalogue_file(language)
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=32)
def _age_lately(language: str, _folder: Path, _second: int) -> int:
    """Return the age as it was at some moment of this second: a page looks up a hundred texts."""
    return _age(language)


@lru_cache(maxsize=32)
def _loaded(language: str, age: int) -> _Loaded:
    if not age:
        return _Loaded(Catalog(locale=language), NullTranslations())
    with catalogue_file(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _Loaded(catalogue, Translations(compiled))
