"""The practice form: every tablet has it, no record of it is ever kept."""

import pytest

from fieldkit.errors import Problem
from fieldkit.forms.library import instruments, practice_form
from fieldkit.forms.xlsform import compile_form
from fieldkit.services.practice import practice_version, practice_xform
from fieldkit.services.receive import receive_submission, submission_status
from fieldkit.store.project import Project
from tests.records import NOW, new_instance_id, sha256

LANGUAGES = {"en", "it", "ar", "uk"}


def test_practice_is_no_instrument_and_speaks_four_languages() -> None:
    assert "practice" not in [one.name for one in instruments()]
    form = compile_form("practice.md", practice_form().content)
    assert {language.code for language in form.languages} == LANGUAGES
    assert all(not question.labels or set(question.labels) == LANGUAGES for question in form.questions)
    assert all(set(choice.labels) == LANGUAGES for question in form.questions for choice in question.choices)
    kinds = {question.kind for question in form.questions}
    assert kinds >= {"select_one", "select_multiple", "integer", "text", "range", "rank", "date", "image", "audio"}


def test_what_tablets_are_told_fits_what_they_get() -> None:
    form = practice_version()
    assert (form.form_id, form.version, form.instrument) == ("fieldkit-practice", "1", "")
    assert form.tablet_xform_sha256 == sha256(practice_xform())
    assert practice_version() is form


def test_a_record_of_practice_is_refused_and_nothing_of_it_is_kept(project: Project) -> None:
    instance_id = new_instance_id()
    xml = f'<data id="fieldkit-practice" version="1"><meta><instanceID>{instance_id}</instanceID></meta></data>'
    with pytest.raises(Problem) as refused:
        receive_submission(project, xml=xml.encode(), files=[], device=None, sealed=True, now=NOW)
    assert refused.value.code == "422.practice"
    assert submission_status(project, instance_id)["count"] == 0
