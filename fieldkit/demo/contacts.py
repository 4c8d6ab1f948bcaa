"""Wave 1 of the demonstration's service contacts: 96 seeded visits and calls to 32 places of six kinds."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from fieldkit.demo.blank import Answers
from fieldkit.demo.content import TABLETS, facts

KINDS = ("registry", "legal_advice", "housing", "health_card", "language_school", "job_centre")
PLACES_PER_KIND = (6, 6, 5, 5, 5, 5)
OUTCOMES = ("served",) * 79 + ("sent_away",) * 9 + ("closed",) * 4 + ("noticed",) * 2 + ("stopped",) * 2
CHANNELS = ("visit",) * 12 + ("call",) * 4
"""Of each kind of place: 72 visits and 24 calls in all."""

CITY_TIME = timezone(timedelta(hours=1))
FIRST_DAY = datetime(2026, 2, 2, 9, 0, tzinfo=CITY_TIME)
DAYS = 54
PHOTO_SHARE = 0.25

QUALITY = {
    "registry": 2.3,
    "legal_advice": 2.7,
    "housing": 2.1,
    "health_card": 2.5,
    "language_school": 3.5,
    "job_centre": 2.6,
}
"""How a place of this kind is rated on average, from 1 to 4."""

CRITERIA = {
    "easy_to_find": 0.0,
    "fair_wait": -0.4,
    "greeting": 0.5,
    "listened": 0.2,
    "privacy": -0.5,
    "dignity": 0.6,
    "plain_words": -0.2,
    "language_help": -0.8,
    "next_steps": 0.1,
    "in_writing": -0.3,
    "honest_cost": 0.3,
}
"""How each criterion differs from that average."""

NOT_ON_THE_TELEPHONE = ("privacy", "in_writing")


@dataclass(frozen=True)
class PlannedContact:
    """One contact: who carries it, what the form says, whether a photo of a sign belongs to it."""

    number: int
    tablet: int
    answers: Answers
    photo: bool


def plan_contacts(chance: random.Random) -> list[PlannedContact]:
    """Return the 96 contacts of wave 1, the same for the same seed."""
    outcomes = list(OUTCOMES)
    chance.shuffle(outcomes)
    return [
        _contact(number, kind, channel, outcomes[number], chance)
        for number, (kind, channel) in enumerate((kind, channel) for kind in KINDS for channel in CHANNELS)
    ]


def _contact(number: int, kind: str, channel: str, outcome: str, chance: random.Random) -> PlannedContact:
    tablet = number % len(TABLETS)
    started = FIRST_DAY + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(0, 420))
    waited = chance.randrange(0, 90)
    ended = started + timedelta(minutes=waited + chance.randrange(5, 25))
    answers: dict[str, str | Sequence[Answers]] = {
        "start": _moment(ended + timedelta(minutes=8)),
        "end": _moment(ended + timedelta(minutes=8 + chance.randrange(10, 160))),
        "scenario": f"A{1 + number % 4}",
        "place_code": f"{kind[0].upper()}{1 + chance.randrange(PLACES_PER_KIND[KINDS.index(kind)]):02d}",
        "place_kind": kind,
        "channel": channel,
        "started": _moment(started),
        "outcome": outcome,
        "facts": [{"fact": text} for text in _facts(TABLETS[tablet][1], outcome, chance)],
    }
    if outcome != "closed":
        answers["ended"] = _moment(ended)
    if outcome in ("served", "sent_away"):
        answers |= {"minutes_waited": str(waited), **_ratings(kind, channel, outcome, chance)}
    photo = outcome == "served" and channel == "visit" and chance.random() < PHOTO_SHARE
    return PlannedContact(number, tablet, answers, photo)


def _ratings(kind: str, channel: str, outcome: str, chance: random.Random) -> dict[str, str]:
    usual = QUALITY[kind] - (0.9 if outcome == "sent_away" else 0)
    return {
        name: "na"
        if channel == "call" and name in NOT_ON_THE_TELEPHONE
        else str(min(4, max(1, round(chance.gauss(usual + shift, 0.7)))))
        for name, shift in CRITERIA.items()
    }


def _facts(language: str, outcome: str, chance: random.Random) -> list[str]:
    pool = facts(language)
    found = [chance.choice(pool["arrive"])]
    if outcome == "served":
        found += [chance.choice(pool["counter"]), chance.choice(pool["ending"])]
    elif outcome == "sent_away":
        found += pool["sent_away"]
    return found


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
