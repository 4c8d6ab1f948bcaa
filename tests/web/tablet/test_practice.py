"""Every tablet is offered the practice form, and no record of it is taken."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldkit.store.project import Project
from tests.records import enrol, new_instance_id, sha256
from tests.web.tablet.test_api import API, AUTHORISED, seal, send


@pytest.fixture
def tablet(app: Flask, project: Project) -> FlaskClient:
    enrol(project)
    return app.test_client()


def test_a_tablet_of_a_project_without_forms_can_practise(tablet: FlaskClient) -> None:
    [card] = tablet.get(f"{API}/forms", headers=AUTHORISED).json["forms"]
    assert (card["form_id"], card["practice"], card["instrument"]) == ("fieldkit-practice", True, None)
    assert [language["code"] for language in card["languages"]] == ["en", "it", "ar", "uk"]
    form = tablet.get(card["xform_url"], headers=AUTHORISED)
    assert (form.status_code, sha256(form.data)) == (200, card["xform_sha256"])
    assert tablet.get(card["xform_url"]).status_code == 401


def test_a_record_of_practice_gets_no_receipt(tablet: FlaskClient, project: Project) -> None:
    instance_id = new_instance_id()
    xml = f'<data id="fieldkit-practice" version="1"><meta><instanceID>{instance_id}</instanceID></meta></data>'
    envelope = seal(project, instance_id, xml.encode(), [], form_id="fieldkit-practice", form_version="1")
    refused = send(tablet, envelope)
    assert (refused.status_code, refused.json["code"]) == (422, "422.practice")
