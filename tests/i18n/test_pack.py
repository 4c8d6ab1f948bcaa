"""What the tablet reads of a language."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from fieldkit.i18n import catalogues, update
from fieldkit.i18n.pack import TABLET_NOTE, language_pack


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    catalogue = Catalog(locale="ar")
    forms = ("لا زيارات", "زيارة", "زيارتان", "%(count)s زيارات", "%(count)s زيارة", "%(count)s زيارة")
    catalogue.add(("%(count)s visit", "%(count)s visits"), forms, auto_comments=[TABLET_NOTE])
    catalogue.add("Send now", "أرسل الآن", auto_comments=[TABLET_NOTE])
    catalogue.add("Not yet", "", auto_comments=[TABLET_NOTE])
    catalogue.add("Records", "السجلات")
    update.write("ar", catalogue)
    return catalogue


def test_only_the_tablets_translated_messages_travel(arabic: Catalog) -> None:
    pack = language_pack("ar")
    assert set(pack["messages"]) == {"Send now", "%(count)s visit"}
    assert pack["direction"] == "rtl"


def test_the_plural_table_chooses_the_form_of_every_count(arabic: Catalog) -> None:
    pack = language_pack("ar")
    forms = pack["messages"]["%(count)s visit"]
    chosen = {count: forms[pack["plural"][count]] for count in (0, 1, 2, 3, 10, 11, 99, 100, 103)}
    assert chosen[0] == "لا زيارات"
    assert chosen[1] == "زيارة"
    assert chosen[2] == "زيارتان"
    assert chosen[3] == chosen[10] == chosen[103] == "%(count)s زيارات"
    assert chosen[11] == chosen[99] == "%(count)s زيارة"


def test_each_plural_form_repeats_every_hundred(arabic: Catalog) -> None:
    table = language_pack("ar")["plural"]
    assert len(table) == 200
    assert table[103:200] == table[3:100]


def test_a_changed_catalogue_is_read_again(arabic: Catalog) -> None:
    assert language_pack("ar")["messages"]["Send now"] == "أرسل الآن"
    arabic.get("Send now").string = "أرسل"
    update.write("ar", arabic)
    assert language_pack("ar")["messages"]["Send now"] == "أرسل"


@pytest.mark.parametrize(
    ("language", "month", "day", "decimal"),
    [
        ("en", "January", "EEEE, d MMMM", "."),
        ("it", "gennaio", "EEEE d MMMM", ","),
        ("ar", "يناير", "EEEE، d MMMM", "."),
    ],
)
def test_dates_and_numbers_are_the_languages_own(language: str, month: str, day: str, decimal: str) -> None:
    pack = language_pack(language)
    assert (pack["dates"]["months"][0], pack["dates"]["day"], pack["numbers"]["decimal"]) == (month, day, decimal)
    assert pack["dates"]["days"][0] == {"en": "Monday", "it": "lunedì", "ar": "الاثنين"}[language]


@pytest.mark.parametrize(
    ("language", "march", "pattern"),
    [("en", "March", "MMMM y"), ("ar", "مارس", "MMMM y"), ("uk", "березень", "LLLL y")],
)
def test_a_month_without_a_day_has_a_name_and_a_pattern_of_its_own(language: str, march: str, pattern: str) -> None:
    dates = language_pack(language)["dates"]
    assert dates["monthsAlone"][2] == march
    assert dates["month"].startswith(pattern)


@pytest.mark.parametrize("language", ["fr", "es", "fa", "ti", "so", "ps"])
def test_languages_that_may_come_have_dates_too(language: str) -> None:
    pack = language_pack(language)
    assert len(pack["dates"]["months"]) == 12
    assert "y" not in pack["dates"]["day"].replace("yy", "y") or language == "ps"
