"""Whom to call and what is offered: written at the desk, told to tablets."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from fieldkit.config import load_settings
from fieldkit.services.offers import list_offers
from fieldkit.store.project import Project
from tests.records import TOKEN
from tests.web.desk.conftest import Field

SAFETY = {
    "safety_number": "+39 06  555 0100",
    "safety_words_en": "The coordinator, day and night",
    "safety_words_ar": "المنسقة، ليلًا ونهارًا",
    "safeguarding_name": "Ada Lindqvist",
    "safeguarding_number": "112",
    "safeguarding_account": "account-ada",
    "safeguarding_hours": "6",
}
OFFER = {
    "title_en": "Free legal advice",
    "title_ar": "استشارة قانونية مجانية",
    "words_en": "Every Tuesday.",
    "words_ar": "كل ثلاثاء.",
    "phone": "06 555 0101",
    "url": "https://example.org/advice",
}


def card(client: FlaskClient) -> dict[str, object]:
    found: dict[str, object] = client.get("/tablet/api/project", headers={"Authorization": f"Bearer {TOKEN}"}).json
    return found


def test_whom_to_call_reaches_tablets_and_lasts(coordinator: FlaskClient, project: Project, field: Field) -> None:
    assert coordinator.post("/settings/safety", data=SAFETY).status_code == 303
    assert load_settings(project.folder) == project.settings
    assert project.settings.safeguarding.hours == 6
    told = card(coordinator)
    words = {"en": "The coordinator, day and night", "ar": "المنسقة، ليلًا ونهارًا"}
    assert told["safety"] == {"number": "+39 06 555 0100", "words": words["en"], "words_in": words}
    assert told["safeguarding"] == {"name": "Ada Lindqvist", "number": "112"}
    page = unescape(coordinator.get("/settings/safety").get_data(as_text=True))
    assert 'value="account-ada" selected' in page
    assert f'value="{words["ar"]}"' in page


def test_words_of_an_older_version_count_for_every_language_until_they_are_translated(
    coordinator: FlaskClient, project: Project, field: Field
) -> None:
    path = project.folder / "fieldkit.toml"
    old = '[safety]\nnumber = "112"\nwords = "Rosa"\n'
    path.write_text(path.read_text(encoding="utf-8").partition("[safety]")[0] + old, encoding="utf-8")
    project.settings = load_settings(project.folder)
    assert card(coordinator)["safety"] == {"number": "112", "words": "Rosa", "words_in": {}}
    page = unescape(coordinator.get("/settings/safety").get_data(as_text=True))
    assert page.count('value="Rosa"') == 1, "it stands in the field of the project's first language"
    translated = SAFETY | {"safety_words_en": "Rosa", "safety_words_ar": "روزا"}
    assert coordinator.post("/settings/safety", data=translated).status_code == 303
    told = card(coordinator)["safety"]
    assert told == {"number": "+39 06 555 0100", "words": "Rosa", "words_in": {"en": "Rosa", "ar": "روزا"}}


def test_words_in_another_language_than_the_first_are_better_than_none(
    coordinator: FlaskClient, project: Project, field: Field
) -> None:
    coordinator.post("/settings/safety", data=SAFETY | {"safety_words_en": ""})
    assert project.settings.safety.words == SAFETY["safety_words_ar"]
    assert load_settings(project.folder) == project.settings
    page = unescape(coordinator.get("/settings/safety").get_data(as_text=True))
    assert page.count(SAFETY["safety_words_ar"]) == 1, "an empty field stays empty"


def test_how_long_alerts_and_additions_are_kept_is_the_studys_decision(
    coordinator: FlaskClient, project: Project
) -> None:
    coordinator.post("/settings/safety", data=SAFETY)
    assert (project.settings.retention.alert_days, project.settings.retention.addition_days) == (0, 0)
    coordinator.post("/settings/safety", data=SAFETY | {"alert_days": "180", "addition_days": " 365 "})
    assert (project.settings.retention.alert_days, project.settings.retention.addition_days) == (180, 365)
    assert load_settings(project.folder) == project.settings
    assert 'value="180"' in coordinator.get("/settings/safety").get_data(as_text=True)


def test_other_settings_leave_it_alone(coordinator: FlaskClient, project: Project) -> None:
    from tests.web.desk.test_settings import FORM

    coordinator.post("/settings/safety", data=SAFETY)
    coordinator.post("/settings", data=FORM | {"base_url": "http://localhost:8500"})
    assert project.settings.safety.number == "+39 06 555 0100"


@pytest.mark.parametrize(
    ("field_name", "value", "says"),
    [
        ("safety_number", "call me", "This is not a phone number."),
        ("safety_number", "1", "This is not a phone number."),
        ("safeguarding_number", "+" + "1" * 16, "This is not a phone number."),
        ("safety_words_ar", "x" * 301, "too long"),
        ("alert_days", "soon", "not a number of days"),
        ("addition_days", "-1", "not a number of days"),
        ("addition_days", "36501", "not a number of days"),
        ("safeguarding_account", "nobody", "must be a coordinator"),
        ("safeguarding_hours", "0", "not a number of hours"),
        ("safeguarding_hours", "soon", "not a number of hours"),
        ("safeguarding_hours", "", "not a number of hours"),
    ],
)
def test_what_cannot_work_changes_nothing_and_stays_on_the_page(
    coordinator: FlaskClient, project: Project, field_name: str, value: str, says: str
) -> None:
    before = project.settings
    answer = coordinator.post("/settings/safety", data=SAFETY | {field_name: value})
    page = unescape(answer.get_data(as_text=True))
    assert (answer.status_code, says in page, SAFETY["safeguarding_name"] in page) == (422, True, True)
    assert project.settings == before


def test_offers_reach_tablets_in_their_languages(coordinator: FlaskClient, project: Project, field: Field) -> None:
    assert coordinator.post("/settings/offers", data=OFFER).status_code == 303
    assert card(coordinator)["offers"] == [
        {
            "title": {"en": "Free legal advice", "ar": "استشارة قانونية مجانية"},
            "words": {"en": "Every Tuesday.", "ar": "كل ثلاثاء."},
            "phone": "06 555 0101",
            "url": "https://example.org/advice",
        }
    ]
    [offer] = list_offers(project)
    changed = OFFER | {"title_en": "Legal advice", "url": ""}
    assert coordinator.post(f"/settings/offers/{offer.id}", data=changed).status_code == 303
    [offer] = list_offers(project)
    assert (offer.title["en"], offer.url) == ("Legal advice", "")
    assert coordinator.post(f"/settings/offers/{offer.id}/remove").status_code == 303
    assert card(coordinator)["offers"] == []
    assert coordinator.post(f"/settings/offers/{offer.id}/remove").status_code == 404
    assert coordinator.post(f"/settings/offers/{offer.id}", data=OFFER).status_code == 404


@pytest.mark.parametrize(
    ("field_name", "value", "says"),
    [
        ("url", "javascript:alert(1)", "not a web address"),
        ("url", "https://user@example.org", "not a web address"),
        ("url", "example.org", "not a web address"),
        ("url", "https://exa mple.org", "not a web address"),
        ("phone", "one two", "not a phone number"),
        ("title_en", "x" * 101, "needs a short title"),
        ("words_en", "x" * 1001, "too long"),
    ],
)
def test_an_offer_that_cannot_be_shown_is_refused(
    coordinator: FlaskClient, project: Project, field_name: str, value: str, says: str
) -> None:
    answer = coordinator.post("/settings/offers", data=OFFER | {field_name: value})
    page = unescape(answer.get_data(as_text=True))
    assert (answer.status_code, says in page, "كل ثلاثاء." in page) == (422, True, True)
    assert list_offers(project) == []


def test_an_offer_needs_a_title(coordinator: FlaskClient, project: Project) -> None:
    assert coordinator.post("/settings/offers", data=OFFER | {"title_en": "", "title_ar": " "}).status_code == 422
    assert list_offers(project) == []


def test_a_file_with_settings_that_mean_nothing_is_refused(project: Project) -> None:
    from fieldkit.errors import Problem

    path = project.folder / "fieldkit.toml"
    good = path.read_text(encoding="utf-8")
    for wrong in (
        "[safety]\nnumber = 112\n",
        "[safeguarding]\nhours = 0\n",
        '[safety]\nphone = "112"\n',
        "[safety.words_in]\nen = 112\n",
        '[safety]\nwords_in = "Rosa"\n',
        "[retention]\nalert_days = -1\n",
        '[retention]\naddition_days = "long"\n',
    ):
        path.write_text(good + wrong, encoding="utf-8")
        with pytest.raises(Problem) as refused:
            load_settings(project.folder)
        assert refused.value.code == "422.settings-invalid"
