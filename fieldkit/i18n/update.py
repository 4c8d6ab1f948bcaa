"""`make messages`: bring the catalogues to the messages of the sources, keeping what is translated."""

import copy

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from fieldkit.i18n.catalogues import SOURCE_LANGUAGE, catalogue_file
from fieldkit.i18n.sources import find_messages

LANGUAGES = (SOURCE_LANGUAGE, "it", "ar", "uk")
LINE_WIDTH = 120
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: Fieldkit\n"
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""


def main() -> None:
    """Update every catalogue."""
    template = collect()
    for language in LANGUAGES:
        write(language, updated(language, template))


def collect() -> Catalog:
    """Return the messages of the sources as a template."""
    template = Catalog(charset="utf-8")
    for found in find_messages():
        template.add(found.text, auto_comments=found.notes)
    return template


def updated(language: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the messages of `template`; English speaks as its ids do."""
    catalogue = existing(language)
    catalogue.update(copy.deepcopy(template), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if language == SOURCE_LANGUAGE:
        for message in filter(lambda entry: entry.id, catalogue):
            message.string = message.id
    return catalogue


def existing(language: str) -> Catalog:
    """Return the catalogue as it stands, or a new one."""
    path = catalogue_file(language)
    if not path.exists():
        return Catalog(locale=language, project="Fieldkit", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue without dates and line numbers, so that a change shows what changed."""
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language, plural_forms=catalogue.plural_forms).encode())
        write_po(file, catalogue, width=LINE_WIDTH, sort_output=True, no_location=True, omit_header=True)


if __name__ == "__main__":
    main()
