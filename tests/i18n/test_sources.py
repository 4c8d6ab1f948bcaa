"""Finding the messages of the sources, and bringing catalogues to them."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from fieldkit.i18n import catalogues, update
from fieldkit.i18n.pack import TABLET_NOTE
from fieldkit.i18n.sources import find_messages, spoken_texts
from fieldkit.i18n.spoken import PROBLEM_NOTE


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that speaks in every way there is."""
    files = {
        "a.py": 'title = _("Read me")\nraise Problem("404.x", f"No form {form_id}.", remedy="Look again.")\n',
        "web/templates/b.html": '{{ ngettext("%(num)s record", "%(num)s records", n) }}{{ _("Hello") }}',
        "tablet/c.js": "t('Send now'); n('%(count)s visit', '%(count)s visits', 3); const not = t; // t('No')\n"
        "t('Call %(name)s', { name: who || t('somebody'), files: `${n('%(count)s file', '%(count)s files', 2)}` })",
        "web/scripts/d.js": "t('On the desk')",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_messages_are_found_in_every_kind_of_source(package: Path) -> None:
    assert {found.text for found in find_messages(package)} == {
        "Read me",
        "No form %(form_id)s.",
        "Look again.",
        ("%(num)s record", "%(num)s records"),
        "Hello",
        "Send now",
        ("%(count)s visit", "%(count)s visits"),
        "On the desk",
        "Call %(name)s",
        "somebody",
        ("%(count)s file", "%(count)s files"),
    }


def test_what_the_tablet_says_is_told_from_what_the_desk_says(package: Path) -> None:
    notes = {found.text: found.notes for found in find_messages(package)}
    assert TABLET_NOTE in notes["Send now"]
    assert TABLET_NOTE not in notes["On the desk"]
    assert PROBLEM_NOTE in notes["Look again."]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('Problem("400.x", "Plain.")', ["Plain."]),
        ('Problem("400.x", what="Named.", remedy="Mend it.")', ["Named.", "Mend it."]),
        ('Problem("400.x", f"Row {row + 1} of {sheet.name}: 100 %.")', ["Row %(value1)s of %(name)s: 100 %%."]),
        ('Problem("400.x", text)', []),
        ('Problem("400.x", f"{text}")', []),
        ('Finding(Severity.NOTE, "code", what="Seen.", remedy="")', ["Seen."]),
        ('other("400.x", "Not ours.")', []),
    ],
)
def test_what_problems_say_is_found_with_named_values(source: str, said: list[str]) -> None:
    assert list(spoken_texts(source)) == said


def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    update.write("it", made("it", {"Hello": "Ciao", "Gone": "Andato"}))
    update.write("it", update.updated("it", made(None, {"Hello": "", "New": ""})))
    with catalogues.catalogue_file("it").open("rb") as file:
        kept = {message.id: message.string for message in read_po(file, locale="it") if message.id}
    assert kept == {"Hello": "Ciao", "New": ""}


def test_an_update_of_the_same_sources_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    template = made(None, {"Hello": "", "A long message " * 20: ""})
    contents = []
    for _ in range(2):
        update.write("ar", update.updated("ar", template))
        contents.append(catalogues.catalogue_file("ar").read_bytes())
    assert contents[0] == contents[1]


def test_english_says_what_the_sources_say() -> None:
    english = update.updated("en", made(None, {"Hello": ""}))
    assert english.get("Hello").string == "Hello"


def test_updating_one_language_leaves_the_template_as_it_was() -> None:
    template = made(None, {"Hello": ""})
    update.updated("en", template)
    assert template.get("Hello").string == ""


def made(language: str | None, messages: dict[str, str]) -> Catalog:
    catalogue = Catalog(locale=language)
    for text, translation in messages.items():
        catalogue.add(text, translation)
    return catalogue
