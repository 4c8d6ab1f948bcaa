"""What came back for a correction, a forgotten PIN, and a tablet that is emptied, each in a real state."""

from collections.abc import Iterator
from datetime import UTC, datetime

from playwright.sync_api import expect

from fieldkit.services.accounts import list_accounts
from fieldkit.services.enrol import device_for_token
from fieldkit.services.lost import report_lost
from fieldkit.services.recoveries import approve_recovery, list_waiting, refuse_recovery
from fieldkit.store.accounts import Account
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import coordinator, give_back
from tests.journeys.screens import ENVELOPES, FORM, ME, go
from tests.journeys.seeing import Tour
from tests.journeys.tablets import Tablet, opened

RECORD = "**/tablet/api/records/**"


def ada(study: LiveServer) -> Account:
    """Return the coordinator, who is made once in a study."""
    with opened(study.folder) as project:
        known = list_accounts(project)
    return known[0] if known else coordinator(study.folder)


def screens(tablet: Tablet, study: LiveServer, token: str) -> Iterator[str]:
    """From a first record to a tablet on which nothing is left."""
    tablet.enrol(token, person=ME)
    yield from returned(tablet, study)
    yield from forgotten(tablet, study)
    yield from emptied(tablet, study, token)


def write_one(tablet: Tablet) -> None:
    """One record, locked."""
    page = tablet.page
    go(tablet, "todo", "#start-0")
    page.locator("#start-0").click()
    tablet.field().fill("⟦x⟧")
    expect(page.locator(".pill.kept.ok")).to_be_visible()
    for _ in range(3):
        page.locator(".form-foot .go").click()
    page.locator(".form-foot .lock button").click()


def returned(tablet: Tablet, study: LiveServer) -> Iterator[str]:
    page = tablet.page
    write_one(tablet)
    expect(tablet.count("sent")).to_have_text("1")
    go(tablet, "sent", "#receipt-0")
    page.locator("#receipt-0").click()
    instance_id = page.locator("dd code").first.inner_text()
    give_back(study.folder, ada(study), instance_id, "⟦Which street was it?⟧")
    go(tablet, "todo", "#look")
    page.locator("#look").click()
    expect(page.locator("#needs-you")).to_be_visible()
    yield f"{go(tablet, 'needs', '#correct-0')}, returned"
    tablet.context.route(RECORD, lambda route: route.abort("connectionreset"))
    page.locator("#correct-0").click()
    expect(page.locator("#again")).to_be_visible()
    yield "what was returned does not come"
    tablet.context.unroute(RECORD)
    page.locator("#again").click()
    expect(tablet.field()).to_have_value("⟦x⟧")
    yield "correcting"
    yield f"{go(tablet, 'needs', '#go-on-0')}, half corrected"
    page.locator("#go-on-0").click()
    tablet.field().fill("⟦y⟧")
    expect(page.locator(".pill.kept.ok")).to_be_visible()
    for _ in range(3):
        page.locator(".form-foot .go").click()
    page.locator(".form-foot .lock button").click()
    expect(tablet.count("sent")).to_have_text("2")
    yield f"{go(tablet, 'sent', '#receipt-1')}, corrected"


def forgotten(tablet: Tablet, study: LiveServer) -> Iterator[str]:
    """A number to compare, once refused, once approved."""
    page = tablet.page
    page.locator("#hide").click()
    page.locator("#uncover").click()
    page.locator("#forgotten").click()
    page.locator("#ask").click()
    expect(page.locator(".number")).to_be_visible()
    yield "a number to compare"
    with opened(study.folder) as project:
        (waiting,) = list_waiting(project, now=datetime.now(UTC))
        refuse_recovery(project, recovery_id=waiting.id, account_id=ada(study).id, now=datetime.now(UTC))
    expect(page.locator("#ask")).to_be_visible()
    yield "not approved"
    page.locator("#ask").click()
    expect(page.locator(".number")).to_be_visible()
    with opened(study.folder) as project:
        (waiting,) = list_waiting(project, now=datetime.now(UTC))
        approve_recovery(project, recovery_id=waiting.id, account_id=ada(study).id, now=datetime.now(UTC))
    expect(page.locator("#digits")).to_be_visible()
    yield "another PIN"
    page.locator("#digits").click()
    for _ in range(2):
        tablet.enter("286051")
    expect(page.locator("html[data-barred=no]")).to_be_attached()


def emptied(tablet: Tablet, study: LiveServer, token: str) -> Iterator[str]:
    """Emptied by order, while something locked waits."""
    page = tablet.page
    busy = "**/tablet/api/envelopes/**"
    for address in (ENVELOPES, busy):
        tablet.context.route(address, lambda route: route.fulfill(status=503, body="busy"))
    write_one(tablet)
    expect(tablet.count("ready")).to_have_text("1")
    yield "the server is busy"
    with opened(study.folder) as project:
        device = device_for_token(project, token)
        report_lost(project, device_id=device.id, account_id=ada(study).id, now=datetime.now(UTC))
    page.evaluate("window.dispatchEvent(new Event('online')) && null")
    expect(page.locator("html[data-barred=erased]")).to_be_attached()
    expect(page.locator("main h1")).to_be_visible()
    yield "being emptied"
    for address in (ENVELOPES, busy):
        tablet.context.unroute(address)
    page.evaluate("window.dispatchEvent(new Event('online')) && null")
    expect(page.locator("#enrol")).to_be_visible()
    yield "emptied"


TOUR = Tour((FORM,), screens)
