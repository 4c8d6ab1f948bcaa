"""Every catalogue says everything, with every value, in every plural form."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from fieldkit.i18n.catalogues import available_languages, load_catalogue
from fieldkit.i18n.update import LANGUAGES, collect

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")


def texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return load_catalogue(request.param)


def test_every_language_has_its_catalogue() -> None:
    assert set(available_languages()) == set(LANGUAGES)


def test_the_catalogue_holds_exactly_what_the_sources_say(catalogue: Catalog) -> None:
    wanted, held = ({message.id for message in messages(one)} for one in (collect(), catalogue))
    assert held - wanted == set(), "run: make messages"
    assert wanted - held == set(), "run: make messages"


def test_nothing_is_empty_or_doubtful(catalogue: Catalog) -> None:
    doubtful = [message.id for message in messages(catalogue) if message.fuzzy]
    empty = [message.id for message in messages(catalogue) if not texts(message.string) or "" in texts(message.string)]
    assert (doubtful, empty) == ([], [])


def test_every_plural_form_is_there(catalogue: Catalog) -> None:
    short = [
        message.id
        for message in messages(catalogue)
        if message.pluralizable and len(texts(message.string)) != catalogue.num_plurals
    ]
    assert short == []


def test_every_translation_has_the_placeholders_of_its_source(catalogue: Catalog) -> None:
    wrong = []
    for message in messages(catalogue):
        wanted = set(PLACEHOLDER.findall(texts(message.id)[-1]))
        for form in texts(message.string):
            found = set(PLACEHOLDER.findall(form))
            # A form for exactly none, one or two may leave the number out, for the word says it.
            if found != wanted and not (
                message.pluralizable and found <= wanted and wanted - found <= {"num", "count"}
            ):
                wrong.append((message.id, form))
    assert wrong == []


def test_no_translation_brings_markup_of_its_own(catalogue: Catalog) -> None:
    assert [
        message.id
        for message in messages(catalogue)
        for form in texts(message.string)
        if "<" in form and "<" not in texts(message.id)[0]
    ] == []
