"""Wave 1 of the demonstration's interviews: sixty invented people, in four languages."""

import random
from dataclasses import dataclass
from datetime import timedelta

from fieldkit.demo.contacts import FIRST_DAY
from fieldkit.demo.content import LONG_TRANSCRIPTS, TABLETS, stories

LANGUAGES = ("ar",) * 20 + ("uk",) * 16 + ("en",) * 14 + ("it",) * 10
STAGES = {"arriving": 0.32, "first_year": 0.48, "settling": 0.20}
AGES = {"18_29": 0.3, "30_44": 0.42, "45_59": 0.2, "60_up": 0.08}
NEEDS = {
    "arriving": ("information", "housing", "language", "advice"),
    "first_year": ("information", "housing", "language", "work"),
    "settling": ("language", "work", "advice"),
}
CONSENT = {"agree_quote": 0.72, "agree_voice": 0.4, "agree_photo": 0.3, "agree_contact": 0.5, "agree_inform": 0.8}
"""How many agree to each scope; all sixty agree to be counted."""

CODE_LETTERS = "23456789ACDEFGHJKMNPQRTWXY"


@dataclass(frozen=True)
class PlannedInterview:
    """One interview: who carries it, what the form says, and the whole transcript that belongs to it, if any."""

    number: int
    tablet: int
    answers: dict[str, str]
    code: str
    transcript: int | None = None

    @property
    def may_be_quoted(self) -> bool:
        """Whether this person agreed to be quoted."""
        return self.answers["agree_quote"] == "yes"


def plan_interviews(chance: random.Random) -> list[PlannedInterview]:
    """Return the sixty interviews, the same for the same seed."""
    languages = list(LANGUAGES)
    chance.shuffle(languages)
    first_of = {language: languages.index(language) for _, language, _ in LONG_TRANSCRIPTS}
    long = {first_of[language]: number for number, language, _ in LONG_TRANSCRIPTS}
    return [_interview(number, language, long.get(number), chance) for number, language in enumerate(languages)]


def _interview(number: int, language: str, transcript: int | None, chance: random.Random) -> PlannedInterview:
    stage = _drawn(STAGES, chance)
    started = FIRST_DAY + timedelta(days=chance.randrange(60), minutes=chance.randrange(0, 500))
    wanted = chance.sample(NEEDS[stage], k=chance.choice((2, 3, 3)))
    code = participant_code(chance)
    answers = {
        "start": started.isoformat(timespec="milliseconds"),
        "end": (started + timedelta(minutes=chance.randrange(25, 80))).isoformat(timespec="milliseconds"),
        "interview_language": language,
        "age": _drawn(AGES, chance),
        "agree_totals": "yes",
        **{scope: "yes" if chance.random() < share else "no" for scope, share in CONSENT.items()},
        "participant_code": code,
        "interpreter": "none" if chance.random() < 0.8 else "trained",
        "child_present": "yes" if chance.random() < 0.15 else "no",
        "stage": stage,
        "needs": " ".join(wanted),
        **_told(language, chance),
    }
    if transcript is not None:
        answers["agree_quote"] = "yes"
    return PlannedInterview(number, number % len(TABLETS), answers, code, transcript)


def participant_code(chance: random.Random) -> str:
    """Return a code as the interview makes it: three, two and three letters without those that look alike."""
    return "-".join("".join(chance.choice(CODE_LETTERS) for _ in range(length)) for length in (3, 2, 3))


def _told(language: str, chance: random.Random) -> dict[str, str]:
    """Return what one person tells; nobody answers everything."""
    first, second = chance.sample(stories(language, "hard"), k=2)
    told = {
        "first_weeks": first.text,
        "one_service": second.text,
        "what_worked": chance.choice(stories(language, "helped")).text,
        "one_change": chance.choice(stories(language, "wish")).text,
    }
    return {name: text for name, text in told.items() if name == "first_weeks" or chance.random() < 0.7}


def _drawn(shares: dict[str, float], chance: random.Random) -> str:
    return chance.choices(list(shares), weights=list(shares.values()))[0]
