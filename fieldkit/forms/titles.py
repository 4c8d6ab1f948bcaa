"""What a form is called in each of its languages: `form_title::Arabic (ar)` in the sheet settings.

XForms have one title. The others are ours: they are kept with the languages of the version, and tablets show the one
in the language of their screens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldkit.forms.findings import warning
from fieldkit.forms.languages import language_code
from fieldkit.forms.model import Finding, FormLanguage


def with_titles(
    languages: Sequence[FormLanguage], titles: Mapping[str, str], language_codes: Mapping[str, str]
) -> tuple[tuple[FormLanguage, ...], list[Finding]]:
    """Give each language its title.

    Args:
        languages: of the form.
        titles: language, as the settings name it → title.
        language_codes: codes for languages that the form names without one.

    Returns:
        The languages; what has to be said about titles in a language that the form does not speak.
    """
    by_code = {language_code(name, language_codes)[0]: title for name, title in titles.items()}
    spoken = {language.code for language in languages}
    strange = [name for name in titles if language_code(name, language_codes)[0] not in spoken]
    titled = tuple(replace(language, title=by_code.get(language.code, "")) for language in languages)
    return titled, [_said_strange(name) for name in strange]


def _said_strange(name: str) -> Finding:
    return warning(
        "title-language",
        f"The form has a title in {name}, but no questions in it; the title is not used.",
        "Translate the questions too, or name the language as the questions name it.",
        sheet="settings",
        column=f"form_title::{name}",
    )
