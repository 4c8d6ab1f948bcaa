"""How many alerts nobody takes care of, on every page of the desk and in the tab's title; never what they say."""

from typing import cast

from flask import Flask, g, request

from fieldkit.services.alerts import count_open
from fieldkit.web.auth.session import current_account_or_none
from fieldkit.web.context import project

PAGES_THAT_LIST_THEM = ("desk.home", "alerts.alerts_page")


def install_waiting(app: Flask) -> None:
    """Let templates ask."""
    app.context_processor(
        lambda: {
            "watches_alerts": watches_alerts,
            "open_alert_count": open_alert_count,
            "lists_alerts": lambda: request.endpoint in PAGES_THAT_LIST_THEM,
        }
    )


def watches_alerts() -> bool:
    """Say whether whoever is signed in is asked to take care of alerts."""
    account = current_account_or_none()
    return account is not None and account.role == "coordinator"


def open_alert_count() -> int:
    """Count the alerts that nobody takes care of, for who is asked to; looked up once per request."""
    if "open_alerts" not in g:
        g.open_alerts = count_open(project()) if watches_alerts() else 0
    return cast(int, g.open_alerts)
