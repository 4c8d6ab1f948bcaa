"""A coordinator at the desk, for journeys that begin on a tablet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from fieldkit.services.accounts import NewAccount, create_account
from fieldkit.services.review import decide
from fieldkit.store.accounts import Account
from tests.conftest import COORDINATOR_PASSWORD
from tests.journeys.tablets import opened


def coordinator(folder: Path) -> Account:
    with opened(folder) as project:
        new = NewAccount("Ada Lindqvist", "ada@example.org", "coordinator", "en", COORDINATOR_PASSWORD)
        return create_account(project, new, actor="command", now=datetime.now(UTC), account_id="account-ada")


def give_back(folder: Path, account: Account, instance_id: str, reason: str) -> None:
    """Return a record to its tablet."""
    with opened(folder) as project:
        decide(
            project,
            instance_id=instance_id,
            state="has issues",
            reason=reason,
            account=account,
            now=datetime.now(UTC),
            due_at=None,
        )


@contextmanager
def at_the_desk(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", "ada@example.org")
    page.fill("#password", COORDINATOR_PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    yield page
    context.close()
