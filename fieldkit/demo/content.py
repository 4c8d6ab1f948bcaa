"""The demonstration's words, read from the files beside this module. Everybody and everything in them is invented."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

TITLE = "First year in Marenza (an invented example)"
INVENTED = (
    "Everything in this project is invented: the city, the people, their words, the offices and what happened there."
)

COORDINATORS = (("Marta Zanin", "marta@marenza.example", "it"), ("Youssef Karam", "youssef@marenza.example", "ar"))

TABLETS = (
    ("Library tablet 1", "it"),
    ("Library tablet 2", "ar"),
    ("Harbour centre tablet", "en"),
    ("Hill school tablet", "it"),
    ("Phone of Amal", "ar"),
    ("Phone of Oksana", "en"),
    ("Phone of Samir", "ar"),
    ("Phone of Lidia", "it"),
    ("Phone of Bohdan", "en"),
    ("Phone of Grace", "en"),
    ("Phone of Rahel", "en"),
    ("Phone of Davide", "it"),
)
"""The twelve certified researchers' devices, each with the language in which it is used."""

HEARD = {
    "en": (
        "People do not lack papers, they lack their order: one list for all windows would save most second visits.",
        "Interpreters are there until one o'clock, when the people who need them are at work.",
        "Some paid for forms that are free. Nobody should, and a sign could say so.",
        "The help desk in the library works. Copy it.",
    ),
    "it": (
        "Non mancano i documenti, manca il loro ordine: un solo elenco per tutti eviterebbe molte seconde visite.",
        "Gli interpreti ci sono fino all'una, quando chi ne ha bisogno è al lavoro.",
        "Qualcuno ha pagato per moduli gratuiti. Non dovrebbe succedere, e un cartello potrebbe dirlo.",
        "Il banco di aiuto in biblioteca funziona. Copiatelo.",
    ),
    "ar": (
        "لا تنقص الناس الأوراق، بل ترتيبها: قائمة واحدة عند كل شباك تغني عن كثير من الزيارات الثانية.",
        "المترجمون موجودون حتى الواحدة، حين يكون من يحتاجهم في العمل.",
        "دفع بعض الناس مقابل استمارات مجانية. لا ينبغي ذلك، ولافتة واحدة تكفي لقوله.",
        "مكتب المساعدة في المكتبة ناجح. انسخوه.",
    ),
}


@dataclass(frozen=True)
class Story:
    """A few sentences, and the code of the codebook that they are about."""

    code: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A stretch of a long transcript that a coder marked, and what became of it as a quotation."""

    transcript: int
    code: str
    text: str
    quote: bool = False
    refuse: bool = False
    publish: str = ""


@dataclass(frozen=True)
class LongTranscript:
    """A whole conversation and its translation."""

    number: int
    language: str
    text: bytes
    translation_language: str
    translation: bytes


LONG_TRANSCRIPTS = ((1, "ar", "it"), (2, "uk", "en"), (3, "it", "en"), (4, "en", "it"))


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def stories(language: str, kind: str) -> tuple[Story, ...]:
    """Return what people tell in `language` of the kind `hard`, `helped` or `wish`."""
    return tuple(Story(**entry) for entry in _toml("stories.toml")[language][kind])


def facts(language: str) -> dict[str, list[str]]:
    """Return what shoppers write down in `language`: `arrive`, `counter`, `ending` and `sent_away`."""
    found: dict[str, list[str]] = _toml("stories.toml")["facts"][language]
    return found


def branches() -> dict[str, dict[str, Any]]:
    """Return the codebook: branch id to its name, definition, colour and children."""
    return _toml("codebook.toml")


def passages() -> tuple[Passage, ...]:
    """Return what was marked in the long transcripts."""
    return tuple(Passage(**entry) for entry in _toml("coding.toml")["passage"])


def long_transcripts() -> tuple[LongTranscript, ...]:
    """Return the whole conversations with their translations."""
    folder = resources.files(__package__).joinpath("transcripts")
    return tuple(
        LongTranscript(
            number,
            language,
            folder.joinpath(f"{number}.{language}.txt").read_bytes(),
            other,
            folder.joinpath(f"{number}.{other}.txt").read_bytes(),
        )
        for number, language, other in LONG_TRANSCRIPTS
    )
