"""The texts of a form that can be read aloud."""

from fieldkit.forms.prompts import PromptKind, prompt_texts, text_hash
from fieldkit.forms.xlsform import compile_form

FORM = """
| survey | | | | | | | | |
| | type | name | label::English (en) | label::العربية (ar) | hint::English (en) | constraint | constraint_message::English (en) | media::audio::العربية (ar) |
| | note | agree | We ask for your **help**. | نطلب مساعدتك. | | | | agree.mp3 |
| | text | name | What is your name? | ما اسمك؟ | Any name | | | |
| | integer | age | Your age, ${name}? | عمرك؟ | | . < 120 | Too old. | |
| | select_one yn | ok | Ready? | جاهز؟ | | | | |
| | select_one yn | sure | Sure? | أكيد؟ | | | | |
| choices | | | | | | | | |
| | list_name | name | label::English (en) | label::العربية (ar) | | | | |
| | yn | yes | Yes | نعم | | | | |
| | yn | no | No | لا | | | | |
| settings | | | | | | | | |
| | form_id | version | default_language | | | | | |
| | talk | 1 | English (en) | | | | | |
"""  # noqa: E501


def texts_of(markdown: str = FORM) -> dict[tuple[str, str], tuple[PromptKind, str, bool]]:
    compiled = compile_form("talk.md", markdown.encode(), media={"agree.mp3": b"sound"}, language_codes={})
    codes = {language.name: language.code for language in compiled.languages}
    found = prompt_texts(compiled.tablet_xform, codes)
    return {(text.target, text.language): (text.kind, text.text, text.has_sound) for text in found}


def test_questions_hints_choices_and_messages_are_found_in_every_language() -> None:
    texts = texts_of()
    assert texts["/data/name", "en"] == (PromptKind.QUESTION, "What is your name?", False)
    assert texts["/data/name", "ar"] == (PromptKind.QUESTION, "ما اسمك؟", False)
    assert texts["/data/name?hint", "en"] == (PromptKind.HINT, "Any name", False)
    assert texts["/data/ok#yes", "ar"] == (PromptKind.CHOICE, "نعم", False)
    assert texts["/data/sure#no", "en"] == (PromptKind.CHOICE, "No", False)
    assert texts["/data/age!constraint", "en"] == (PromptKind.CONSTRAINT, "Too old.", False)


def test_a_sound_that_the_form_brings_itself_is_not_missing() -> None:
    texts = texts_of()
    assert texts["/data/agree", "ar"][2]
    assert not texts["/data/agree", "en"][2]


def test_an_answer_inside_a_text_is_named_as_forms_name_it() -> None:
    assert texts_of()["/data/age", "en"][1] == "Your age, ${name}?"


def test_how_a_text_is_spaced_does_not_make_it_another() -> None:
    assert text_hash("Are  you\nready?") == text_hash("Are you ready?")
    assert text_hash("Are you ready?") != text_hash("Are you ready!")


def test_a_form_in_one_unnamed_language_has_texts_too() -> None:
    form = """
    | survey | | | | |
    | | type | name | label | required | required_message |
    | | text | a | Say it | yes | Please say it. |
    | settings | | | | | |
    | | form_id | version | | | |
    | | plain | 1 | | | |
    """
    texts = texts_of(form)
    assert [(target, text) for (target, _language), (_kind, text, _sound) in texts.items()] == [
        ("/data/a", "Say it"),
        ("/data/a!required", "Please say it."),
    ]
