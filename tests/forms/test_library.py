"""The instruments that ship with the kit."""

import pytest

from fieldkit.errors import Problem
from fieldkit.forms.library import instrument, instruments, practice_form
from fieldkit.forms.model import CompiledForm, Role
from fieldkit.forms.xlsform import compile_form

NAMES = ("interview", "service-contact")


def compiled(name: str) -> CompiledForm:
    one = instrument(name)
    return compile_form(one.file_name, one.content)


def test_the_library_lists_its_instruments() -> None:
    assert tuple(one.name for one in instruments()) == NAMES
    with pytest.raises(Problem, match="no instrument nobody"):
        instrument("nobody")


@pytest.mark.parametrize("name", NAMES)
def test_every_text_exists_in_four_languages_and_nothing_is_found_wanting(name: str) -> None:
    form = compiled(name)
    assert form.form_id == f"fieldkit-{name}"
    assert form.instrument == name
    assert [language.code for language in form.languages] == ["en", "it", "ar", "uk"]
    assert form.findings == ()
    for question in form.questions:
        assert not question.labels or set(question.labels) == {"en", "it", "ar", "uk"}, question.path
        assert all(set(choice.labels) == {"en", "it", "ar", "uk"} for choice in question.choices), question.path
        assert all(
            any("\u0600" <= letter <= "\u06ff" for letter in question.labels[code])
            for code in question.labels
            if code == "ar"
        )


def test_the_interview_declares_what_it_asks() -> None:
    roles = [(question.role.role, question.role.scope) for question in compiled("interview").questions if question.role]
    scopes = [scope for role, scope in roles if role is Role.CONSENT]
    assert scopes == ["totals", "quote", "voice", "photo", "contact", "inform"]
    assert {role for role, _ in roles} == {
        Role.LANGUAGE,
        Role.NOTICE,
        Role.QUASI_IDENTIFIER,
        Role.CONSENT,
        Role.PARTICIPANT,
        Role.STAGE,
        Role.NEED,
        Role.NARRATIVE,
        Role.DIRECT_IDENTIFIER,
    }


def test_the_service_contact_declares_what_it_asks() -> None:
    roles = {question.role.role for question in compiled("service-contact").questions if question.role}
    assert roles == {
        Role.SCENARIO,
        Role.CHANNEL,
        Role.PLACE,
        Role.PLACE_KIND,
        Role.OUTCOME,
        Role.CONTACT_STARTED,
        Role.CONTACT_ENDED,
        Role.CONTACT_WRITTEN,
        Role.CRITERION,
        Role.FACT,
    }


def test_the_participants_code_cannot_be_misread() -> None:
    alphabet = set("23456789ACDEFGHJKMNPQRTWXY")
    assert not alphabet & set("01OILUVZSB")
    code = next(line for line in instrument("interview").content.decode().splitlines() if "participant_code |" in line)
    assert code.count("'" + " ".join(sorted(alphabet)) + "'") == 9
    assert code.count(f"int(random() * {len(alphabet)})") == 9


@pytest.mark.parametrize("name", [*NAMES, "practice"])
def test_every_form_is_called_by_a_name_in_each_of_its_languages(name: str) -> None:
    one = practice_form() if name == "practice" else instrument(name)
    form = compile_form(one.file_name, one.content)
    titles = {language.code: language.title or form.title for language in form.languages}
    assert set(titles) == {"en", "it", "ar", "uk"}
    assert len(set(titles.values())) == 4
