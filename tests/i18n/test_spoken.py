"""A finished sentence finds its template again and is said in another language."""

from babel.messages.catalog import Catalog
from babel.support import NullTranslations
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.i18n.spoken import PROBLEM_NOTE, as_pattern, translate_sentence

SAID = {
    "No form %(form_id)s.": "Nessun modulo %(form_id)s.",
    "Row %(row)s of %(sheet)s.": "Riga %(row)s di %(sheet)s.",
    "Look again.": "Guarda di nuovo.",
}


class Italian(NullTranslations):
    """Says three things in Italian."""

    def gettext(self, message: str) -> str:
        return SAID.get(message, message)


def catalogue() -> Catalog:
    made = Catalog(locale="it")
    for text in (*SAID, "%(anything)s."):
        made.add(text, auto_comments=[PROBLEM_NOTE])
    return made


def say(sentence: str) -> str:
    return translate_sentence(sentence, catalogue(), Italian())


def test_a_sentence_without_values_is_looked_up() -> None:
    assert say("Look again.") == "Guarda di nuovo."


def test_a_sentence_with_values_takes_them_along() -> None:
    assert say("Row 7 of choices.") == "Riga 7 di choices."


def test_the_template_with_most_words_wins() -> None:
    assert say("No form abc.") == "Nessun modulo abc."


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert say("Something else") == "Something else"
    assert say("") == ""


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_value_is_carried_over(row: str, sheet: str) -> None:
    template = "Row %(row)s of %(sheet)s: 100 %%."
    found = as_pattern(template).fullmatch(f"Row {row} of {sheet}: 100 %.")
    assert found is not None
    assert template % found.groupdict() == f"Row {row} of {sheet}: 100 %."


def test_a_name_that_stands_twice_must_hold_the_same_value() -> None:
    pattern = as_pattern("%(name)s is %(name)s")
    assert pattern.fullmatch("a is a")
    assert not pattern.fullmatch("a is b")
