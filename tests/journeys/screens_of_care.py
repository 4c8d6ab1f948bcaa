"""What came back for a correction, a forgotten PIN, and a tablet that is emptied, each in a real state."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from playwright.sync_api import expect

from fieldkit.services.accounts import list_accounts
from fieldkit.services.enrol import device_for_token
from fieldkit.services.lost import report_lost
from fieldkit.services.recoveries import approve_recovery, list_waiting, refuse_recovery
from fieldkit.store.accounts import Account
from tests.journeys.conftest import LiveServer
from tests.journeys.desk_people import coordinator, give_back
from tests.journeys.steps import API, ENVELOPES, ME, Steps
from tests.journeys.tablets import opened

RECORDS = f"{API}/records/**"
BUSY = (ENVELOPES, f"{ENVELOPES}/**")


def ada(study: LiveServer) -> Account:
    """Return the coordinator, who is made once in a study."""
    with opened(study.folder) as project:
        known = list_accounts(project)
    return known[0] if known else coordinator(study.folder)


def screens(steps: Steps) -> Iterator[str]:
    """From a first record to a tablet on which nothing is left."""
    steps.tablet.enrol(steps.token, person=ME)
    yield from returned(steps)
    yield from forgotten(steps)
    yield from emptied(steps)


def returned(steps: Steps) -> Iterator[str]:
    page = steps.page
    steps.write_one()
    expect(steps.tablet.count("sent")).to_have_text("1")
    steps.go("sent", "#receipt-0")
    steps.tap("#receipt-0")
    instance_id = page.locator("dd code").first.inner_text()
    give_back(steps.study.folder, ada(steps.study), instance_id, "⟦Which street was it?⟧")
    steps.go("todo", "#look")
    steps.see("", "#needs-you", tap="#look")
    yield f"{steps.go('needs', '#correct-0')}, returned"
    steps.cut(RECORDS)
    yield steps.see("what was returned does not come", "#again", tap="#correct-0")
    steps.mend(RECORDS)
    steps.tap("#again")
    expect(steps.tablet.page.locator("main .review blockquote")).to_be_visible()
    yield "correcting"
    yield f"{steps.go('needs', '#go-on-0')}, half corrected"
    steps.tap("#go-on-0")
    steps.tap("main .review .answers button")
    steps.answer("⟦y⟧")
    steps.next(3)
    steps.lock()
    expect(steps.tablet.count("sent")).to_have_text("2")
    yield f"{steps.go('sent', '#receipt-1')}, corrected"


def decide_recovery(steps: Steps, decide: Callable[..., object]) -> None:
    """What the coordinator says to the request that waits."""
    with opened(steps.study.folder) as project:
        now = datetime.now(UTC)
        (waiting,) = list_waiting(project, now=now)
        decide(project, recovery_id=waiting.id, account_id=ada(steps.study).id, now=now)


def forgotten(steps: Steps) -> Iterator[str]:
    """A number to compare, once refused, once approved."""
    steps.tap("#hide", "#uncover", "#forgotten")
    yield steps.see("a number to compare", ".number", tap="#ask")
    decide_recovery(steps, refuse_recovery)
    yield steps.see("not approved", "#ask")
    steps.see("", ".number", tap="#ask")
    decide_recovery(steps, approve_recovery)
    yield steps.see("another PIN", "#digits")
    steps.tap("#digits")
    for _ in range(2):
        steps.tablet.enter("286051")
    expect(steps.page.locator("html[data-barred=no]")).to_be_attached()


def emptied(steps: Steps) -> Iterator[str]:
    """Emptied by order, while something locked waits."""
    for address in BUSY:
        steps.meet(address, status=503, body="busy")
    steps.write_one()
    expect(steps.tablet.count("ready")).to_have_text("1")
    yield "the server is busy"
    with opened(steps.study.folder) as project:
        device = device_for_token(project, steps.token)
        report_lost(project, device_id=device.id, account_id=ada(steps.study).id, now=datetime.now(UTC))
    steps.come_into_reach()
    expect(steps.page.locator("html[data-barred=erased]")).to_be_attached()
    yield steps.see("being emptied", "main h1")
    steps.mend(*BUSY)
    steps.come_into_reach()
    yield steps.see("emptied", "#enrol")
    yield steps.see("a new link after that", "#join", tap="#enrol")
