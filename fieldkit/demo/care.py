"""Whom the demonstration's tablets call, and what they offer: written as a coordinator writes it at the desk."""

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from fieldkit.demo.records import stable_id
from fieldkit.services.offers import save_offer
from fieldkit.services.safety import SafetyForm, change_safety
from fieldkit.store.accounts import Account
from fieldkit.store.project import Project


def write_care(project: Project, lead: Account, now: datetime) -> None:
    """Write the safety number, the safeguarding lead and the offers; `lead` looks after worries at the desk."""
    care = tomllib.loads(resources.files("fieldkit.demo").joinpath("care.toml").read_text(encoding="utf-8"))
    wanted = SafetyForm(
        number=care["safety"]["number"],
        words=care["safety"]["words"],
        lead_name=care["safeguarding"]["name"],
        lead_number=care["safeguarding"]["number"],
        lead_account=lead.id,
        hours=str(project.settings.safeguarding.hours),
    )
    change_safety(project, wanted, actor="command", now=now)
    for offer in care["offers"]:
        _write_offer(project, offer, now)


def _write_offer(project: Project, offer: dict[str, Any], now: datetime) -> None:
    save_offer(
        project,
        offer_id=stable_id(f"offer {offer['key']}"),
        title=offer["title"],
        words=offer["words"],
        phone=offer["phone"],
        url=offer["url"],
        must_exist=False,
        actor="command",
        now=now,
    )
