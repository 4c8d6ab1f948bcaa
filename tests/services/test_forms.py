"""Forms in a project: versions that never change, their files, notices, roles."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fieldkit.errors import Problem
from fieldkit.forms.findings import FormRefused
from fieldkit.forms.model import Role, Severity
from fieldkit.services import forms
from fieldkit.services.forms import PublishedForm
from fieldkit.store.events import list_events
from fieldkit.store.forms import find_form_version, load_notice
from fieldkit.store.project import Project
from tests.conftest import SteeredClock
from tests.forms.real import BIOMASS_FILES, biomass_media, xlsform

FORM = """
| survey |
|        | type          | name | label::English (en) | label::Italian (it) | image |
|        | note          | hi   | We ask people.      | Chiediamo.          |       |
|        | select_one yn | ok   | May we?             | Possiamo?           | a.png |
| choices |
|         | list_name | name | label::English (en) | label::Italian (it) |
|         | yn        | yes  | Yes                 | Sì                  |
| settings |
|          | form_title | form_id | version |
|          | Visit      | visit   | 1       |
"""
PICTURE = {"a.png": b"picture"}


@pytest.fixture
def ids() -> Iterator[str]:
    return (f"version-{number}" for number in itertools.count(1))


class Publisher:
    def __init__(self, project: Project, clock: SteeredClock, ids: Iterator[str]) -> None:
        self.project, self.clock, self.ids = project, clock, ids

    def __call__(
        self, content: str | bytes = FORM, media: dict[str, bytes] | None = None, name: str = "visit.md"
    ) -> PublishedForm:
        return forms.add_form(
            self.project,
            name=name,
            content=content if isinstance(content, bytes) else content.encode(),
            media=PICTURE if media is None else media,
            language_codes={},
            actor="command",
            now=self.clock(),
            new_id=self.ids.__next__,
        )


@pytest.fixture
def publish(project: Project, clock: SteeredClock, ids: Iterator[str]) -> Publisher:
    return Publisher(project, clock, ids)


def kinds(project: Project) -> list[str]:
    with project.read() as db:
        return [event.kind for event in reversed(list_events(db))]


def test_a_published_version_is_read_back_as_it_was_made(publish: Publisher, project: Project) -> None:
    form = publish()
    assert forms.list_forms(project) == [form]
    assert forms.form_version(project, form.version_id) == form
    with project.read() as db:
        assert find_form_version(db, "visit", "1") == form
        assert find_form_version(db, "visit", "2") is None
    documents = forms.form_documents(project, form.version_id)
    assert documents.source == FORM.encode()
    assert hashlib.sha256(documents.xform).hexdigest() == form.xform_sha256
    assert hashlib.md5(documents.xform).hexdigest() == form.xform_md5
    assert hashlib.sha256(documents.tablet_xform).hexdigest() == form.tablet_xform_sha256


def test_files_are_served_as_they_came_with_the_hashes_of_their_bytes(publish: Publisher, project: Project) -> None:
    form = publish()
    media, content = forms.form_media_content(project, form.version_id, "a.png")
    assert content == b"picture"
    assert media.md5 == hashlib.md5(content).hexdigest()
    assert (media.bytes, media.content_type) == (7, "image/png")
    with pytest.raises(Problem, match="no such file"):
        forms.form_media_content(project, form.version_id, "../fieldkit.toml")


def test_the_same_again_is_the_same_version(publish: Publisher, project: Project) -> None:
    assert publish() == publish()
    assert publish(FORM + "\n").version_id == "version-1"  # saved again, with the same content
    assert kinds(project) == ["form.published"]


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (FORM.replace("May we?", "Can we?"), PICTURE),
        (FORM, {"a.png": b"another picture"}),
        (FORM.replace("| image |", "| image | fieldkit::role |").replace("We ask people.", "We ask people."), PICTURE),
    ],
    ids=["words", "file", "roles"],
)
def test_other_content_under_the_same_version_is_refused(
    publish: Publisher, project: Project, content: str, media: dict[str, bytes]
) -> None:
    publish()
    if "fieldkit" in content:
        content = content.replace("| a.png |", "| a.png | need |")
    with pytest.raises(Problem) as refused:
        publish(content, media)
    assert refused.value.code == "409.form-version-exists"
    assert len(forms.list_forms(project)) == 1


def test_a_new_version_stands_first_and_the_old_one_stays(publish: Publisher, project: Project) -> None:
    first, second = publish(), publish(FORM.replace("| 1       |", "| 2 |").replace("| Visit ", "| Visits "))
    assert [form.version_id for form in forms.list_forms(project)] == [second.version_id, first.version_id]
    assert {form.title for form in forms.list_forms(project)} == {"Visits"}


def test_what_is_refused_leaves_nothing_behind(publish: Publisher, project: Project) -> None:
    with pytest.raises(FormRefused):
        publish(media={})
    assert forms.list_forms(project) == []
    assert kinds(project) == []


SPOKEN = """
| survey | | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | media::audio::English (en) | media::audio::Arabic (ar) |
| | select_one yn | ask | May I ask? | هل أسأل؟ | ask-en.mp3 | ask-ar.mp3 |
| choices | | | | | | |
| |list_name|name| label::English (en) | label::Arabic (ar) | media::audio::English (en) | media::audio::Arabic (ar) |
| | yn | yes | Yes | نعم | yes-en.mp3 | yes-ar.mp3 |
| settings | | |
| | form_id | version |
| | spoken | 1 |
"""
SOUNDS = ("ask-en.mp3", "ask-ar.mp3", "yes-en.mp3", "yes-ar.mp3")


@pytest.mark.parametrize("missing", SOUNDS)
def test_requirement_06_a_form_that_names_a_sound_which_is_missing_cannot_be_published(
    publish: Publisher, project: Project, missing: str
) -> None:
    """Of a question or of a choice, in any language; what is missing is named with its row, and nothing is stored."""
    sounds = {name: b"ID3" + name.encode() for name in SOUNDS}
    with pytest.raises(FormRefused) as refused:
        publish(SPOKEN, {name: content for name, content in sounds.items() if name != missing}, "spoken.md")
    [finding] = [one for one in refused.value.findings if one.severity is Severity.ERROR]
    assert (finding.code, missing in finding.what) == ("media-missing", True)
    assert (finding.sheet, finding.row) == (("survey", 4) if "ask" in missing else ("choices", 7))
    assert forms.list_forms(project) == []
    assert len(publish(SPOKEN, sounds, "spoken.md").media) == len(SOUNDS)


def test_a_real_form_with_its_files_and_one_with_external_choices(publish: Publisher) -> None:
    biomass = publish(xlsform("ucl_biomass_plot_sw"), biomass_media(), "biomass.xlsx")
    assert {media.name for media in biomass.media} == set(BIOMASS_FILES)
    assert {media.content_type for media in biomass.media} == {"text/csv"}
    profiling = publish(xlsform("ona_subdistrict_profiling_ar"), {}, "profiling.xlsx")
    assert [media.name for media in profiling.client_media] == ["itemsets.csv"]
    assert [media.name for media in profiling.tablet_media] == ["fieldkit-itemsets.csv"]
    assert profiling.xform_sha256 != profiling.tablet_xform_sha256


def test_the_interviews_information_is_a_notice_under_its_hash(project: Project, clock: SteeredClock) -> None:
    form = forms.add_instrument(project, name="interview", actor="command", now=clock(), new_id=lambda: "v")
    assert form.notice_version
    with project.read() as db:
        texts = load_notice(db, form.notice_version)
    assert texts is not None
    assert set(texts) == {"en", "it", "ar", "uk"}
    assert "serious danger" in texts["en"]
    kept = json.dumps(texts, ensure_ascii=False, sort_keys=True)
    assert hashlib.sha256(kept.encode()).hexdigest() == form.notice_version


def test_roles_of_a_foreign_form_are_kept_with_the_version(
    publish: Publisher, project: Project, clock: SteeredClock
) -> None:
    form = publish()
    told = forms.declare_roles(
        project,
        version_id=form.version_id,
        declarations={"/data/hi": {"role": "notice"}, "/data/ok": {"role": "consent", "scope": "quote"}},
        actor="account:ada",
        now=clock(),
    )
    assert [question.role and question.role.role for question in told.questions] == [Role.NOTICE, Role.CONSENT]
    with project.read() as db:
        assert told.notice_version
        assert load_notice(db, told.notice_version) == {"en": "We ask people.", "it": "Chiediamo."}
        event = list_events(db)[0]
    assert (event.kind, event.actor, event.detail["count"]) == ("form.roles-declared", "account:ada", 2)
    assert publish() == replace(told, retired_at=None)  # uploading it again does not undo what the desk declared

    cleared = forms.declare_roles(
        project, version_id=form.version_id, declarations={}, actor="account:ada", now=clock()
    )
    assert not any(question.role for question in cleared.questions)
    assert cleared.notice_version is None


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ({"/data/ok": {"role": "nonsense"}}, "/data/ok"),
        ({"/data/ok": {"role": "narrative"}}, "/data/ok"),
        ({"/data/hi": {"role": "need"}}, "/data/hi"),
    ],
)
def test_roles_that_cannot_be_are_refused_at_their_question(
    publish: Publisher, project: Project, clock: SteeredClock, words: dict[str, dict[str, str]], where: str
) -> None:
    form = publish()
    with pytest.raises(Problem) as refused:
        forms.declare_roles(project, version_id=form.version_id, declarations=words, actor="a", now=clock())
    assert (refused.value.code, refused.value.where) == ("422.role-invalid", where)
    assert not any(question.role for question in forms.form_version(project, form.version_id).questions)


def test_a_retired_version_is_no_longer_offered_until_it_is_published_again(
    publish: Publisher, project: Project, clock: SteeredClock
) -> None:
    form = publish()
    for _ in range(2):
        forms.retire_form(project, version_id=form.version_id, actor="a", now=clock())
    assert forms.list_forms(project, with_retired=False) == []
    assert forms.list_forms(project)[0].retired_at == "2026-05-04T09:30:00.000Z"
    publish()
    assert forms.list_forms(project, with_retired=False) == [form]
    assert kinds(project) == ["form.published", "form.retired", "form.offered-again"]
    with pytest.raises(Problem) as refused:
        forms.retire_form(project, version_id="nobody", actor="a", now=clock())
    assert refused.value.code == "404.form-not-found"
