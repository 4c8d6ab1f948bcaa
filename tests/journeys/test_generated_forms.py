"""Forms by chance on the tablet: whatever is asked is answered, and the rows on the server are what was answered."""

from random import Random

import pytest

from fieldkit.forms.flat import flat_tables
from fieldkit.services.forms import form_documents
from fieldkit.services.receive import receive_submission, submission_status
from fieldkit.store.project import Project
from tests.forms.generated import GeneratedForm
from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness
from tests.journeys.unseen import answered, as_the_tablet_gets
from tests.records import NOW, publish

pytestmark = pytest.mark.journey

FORMS, SEED = 12, 20260504


def fill_in(harness: Harness, project: Project, form: GeneratedForm) -> None:
    """From publishing to the rows; what does not fit is said with the form."""
    version = publish(project, form.markdown())
    harness.open(as_the_tablet_gets(version, form_documents(project, version.version_id).tablet_xform, {}))
    Filler(harness.page, form.answers()).fill_to_review().lock()
    record = harness.submission()
    xml = record["xml"].encode()
    assert answered(flat_tables(version.questions, xml)) == form.rows(), form.markdown()
    receive_submission(project, xml=xml, files=[], device=None, sealed=True, now=NOW)
    assert submission_status(project, record["instanceId"])["complete"] is True


def test_forms_by_chance_give_the_rows_that_were_answered(harness: Harness, project: Project) -> None:
    harness.page.set_default_timeout(20_000)
    chance = Random(SEED)
    for number in range(FORMS):
        fill_in(harness, project, GeneratedForm(chance, f"by-chance-{number}"))
