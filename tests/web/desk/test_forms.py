"""Forms at the desk: uploading, what is found, versions, roles."""

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldkit.forms.model import Role
from fieldkit.services.forms import list_forms
from fieldkit.store.events import list_events
from fieldkit.store.project import Project
from tests.forms.real import BIOMASS_FILES, biomass_media, xlsform

TIDY = """
| survey |
|        | type            | name | label::English (en) |
|        | select_one yn   | ok   | May we count it?    |
|        | text            | tale | Tell me about it.   |
| choices |
|         | list_name | name | label::English (en) |
|         | yn        | yes  | Yes                 |
| settings |
|          | form_title | form_id | version |
|          | Small form | small   | 1       |
"""


def upload(
    client: FlaskClient, name: str, content: bytes | str, *media: tuple[str, bytes], **fields: object
) -> TestResponse:
    raw = content if isinstance(content, bytes) else content.encode()
    files = [(io.BytesIO(body), file_name) for file_name, body in media]
    data = {"spreadsheet": (io.BytesIO(raw), name), "media": files, **fields}
    return client.post("/forms", data=data, content_type="multipart/form-data")


def text(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def kept(answer: TestResponse) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', answer.get_data(as_text=True))
    assert found
    return found[1]


def publish_small(client: FlaskClient, project: Project) -> str:
    answer = upload(client, "small.md", TIDY, despite="yes")
    assert answer.status_code == 303, text(answer)
    return list_forms(project)[0].version_id


def test_only_coordinators_reach_the_forms(partner: FlaskClient) -> None:
    assert partner.get("/forms").status_code == 403


def test_an_instrument_is_published_with_one_click(coordinator: FlaskClient, project: Project) -> None:
    assert coordinator.post("/forms/library/interview").status_code == 303
    assert coordinator.post("/forms/library/service-contact").status_code == 303
    assert coordinator.post("/forms/library/interview").status_code == 303  # once more does no harm
    assert [form.instrument for form in list_forms(project)] == ["interview", "service-contact"]
    assert coordinator.post("/forms/library/nothing").status_code == 404
    page = text(coordinator.get("/forms"))
    assert "Offered to tablets" in page


def test_a_form_that_is_refused_shows_its_findings_and_keeps_what_came(
    coordinator: FlaskClient,
    project: Project,
) -> None:
    first = BIOMASS_FILES[0]
    answer = upload(
        coordinator, "biomass.xlsx", xlsform("ucl_biomass_plot_sw"), (first, biomass_media()[first]), despite="yes"
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "It was not published." in page
    for name in BIOMASS_FILES[1:]:
        assert f"The form needs the file {name}" in page
    assert f"needs the file {first}" not in page
    assert not list_forms(project)

    rest = [(io.BytesIO(biomass_media()[name]), name) for name in BIOMASS_FILES[1:]]
    answer = coordinator.post(
        "/forms", data={"kept": kept(answer), "media": rest, "despite": "yes"}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, text(answer)
    assert {media.name for media in list_forms(project)[0].media} == set(BIOMASS_FILES)


def test_doubts_are_shown_before_anything_is_published_and_languages_can_be_told(
    coordinator: FlaskClient, project: Project
) -> None:
    answer = upload(coordinator, "reach.xlsx", xlsform("reach_msna_2024"))
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "It is not published yet." in page
    assert 'value="french"' in page
    assert re.search(r'name="code" value="fr"', page)
    assert not list_forms(project)

    data = {"kept": kept(answer), "language": ["english", "french"], "code": ["en-GB", "fr-ML"], "despite": "yes"}
    assert coordinator.post("/forms", data=data, content_type="multipart/form-data").status_code == 303
    assert [language.code for language in list_forms(project)[0].languages] == ["en-GB", "fr-ML"]


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"PK\3\4", b"hello"])
def test_what_is_no_form_is_refused_on_the_page(coordinator: FlaskClient, content: bytes) -> None:
    answer = upload(coordinator, "form.xlsx", content)
    assert answer.status_code == 422
    assert "It was not published." in text(answer)


def test_nothing_chosen_is_said(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/forms", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "No spreadsheet was chosen." in text(answer)


def test_a_kept_upload_that_somebody_made_up_is_not_followed(coordinator: FlaskClient) -> None:
    answer = coordinator.post("/forms", data={"kept": '[[["a","' + "0" * 64 + '"]],[]]'})
    assert answer.status_code == 422
    assert "No spreadsheet was chosen." in text(answer)


def test_another_form_under_the_same_version_is_refused_with_its_remedy(
    coordinator: FlaskClient, project: Project
) -> None:
    publish_small(coordinator, project)
    answer = upload(coordinator, "small.md", TIDY.replace("May we count it?", "May we?"), despite="yes")
    assert answer.status_code == 409
    assert "Write a new version" in text(answer)
    assert kept(answer)


def test_a_version_shows_its_questions_in_order_and_gives_its_spreadsheet_back(
    coordinator: FlaskClient, project: Project
) -> None:
    version_id = publish_small(coordinator, project)
    page = text(coordinator.get(f"/forms/{version_id}"))
    assert page.index("May we count it?") < page.index("Tell me about it.")
    spreadsheet = coordinator.get(f"/forms/{version_id}/spreadsheet")
    assert spreadsheet.data == TIDY.encode()
    assert "small.md" in spreadsheet.headers["Content-Disposition"]
    assert coordinator.get("/forms/nobody").status_code == 404


def test_roles_of_a_foreign_form_are_declared_and_logged(coordinator: FlaskClient, project: Project) -> None:
    version_id = publish_small(coordinator, project)
    data = {"role-0": "consent", "scope-0": "totals", "section-0": "ignored", "role-1": "narrative"}
    assert coordinator.post(f"/forms/{version_id}/roles", data=data).status_code == 303
    roles = [question.role for question in list_forms(project)[0].questions]
    assert [(role.role, role.scope) for role in roles if role] == [(Role.CONSENT, "totals"), (Role.NARRATIVE, "")]
    with project.read() as db:
        assert "form.roles-declared" in [event.kind for event in list_events(db)]


def test_a_role_that_does_not_fit_stays_on_the_page_with_its_problem(
    coordinator: FlaskClient, project: Project
) -> None:
    version_id = publish_small(coordinator, project)
    data = {"role-0": "criterion", "section-0": "", "role-1": "narrative"}
    answer = coordinator.post(f"/forms/{version_id}/roles", data=data)
    assert answer.status_code == 422
    assert "needs the section" in text(answer)
    assert '<option value="narrative" selected>' in answer.get_data(as_text=True)
    assert not any(question.role for question in list_forms(project)[0].questions)


def test_the_roles_of_an_instrument_cannot_be_changed_at_the_desk(coordinator: FlaskClient, project: Project) -> None:
    coordinator.post("/forms/library/interview")
    version_id = list_forms(project)[0].version_id
    assert coordinator.post(f"/forms/{version_id}/roles", data={}).status_code == 409


def test_a_version_is_retired_and_offered_again_by_the_same_upload(coordinator: FlaskClient, project: Project) -> None:
    version_id = publish_small(coordinator, project)
    assert coordinator.post(f"/forms/{version_id}/retire").status_code == 303
    assert list_forms(project, with_retired=False) == []
    assert "Retired" in text(coordinator.get(f"/forms/{version_id}"))
    assert upload(coordinator, "small.md", TIDY, despite="yes").status_code == 303
    assert [form.version_id for form in list_forms(project, with_retired=False)] == [version_id]


def test_the_files_of_a_form_are_given_back_and_cannot_do_anything(coordinator: FlaskClient, project: Project) -> None:
    form = TIDY.replace(
        "| label::English (en) |\n|        | select", "| label::English (en) | image::English (en) |\n|        | select"
    ).replace("May we count it?    |", "May we count it? | page.html |")
    answer = upload(coordinator, "small.md", form, ("page.html", b"<script>alert(1)</script>"), despite="yes")
    assert answer.status_code == 303, text(answer)
    version_id = list_forms(project)[0].version_id
    answer = coordinator.get(f"/forms/{version_id}/media/page.html")
    assert answer.data.startswith(b"<script>")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "html" not in answer.headers["Content-Type"]
    assert coordinator.get(f"/forms/{version_id}/media/other.html").status_code == 404
