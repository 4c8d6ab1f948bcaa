"""The instruments that ship with the kit: XLSForms as Markdown tables, in English, Italian, Arabic and Ukrainian.

Beside them lies the practice form, which every tablet has and which is no instrument: nothing of it is ever collected.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fieldkit.errors import Problem

PRACTICE = "practice"
PRACTICE_FORM_ID = "fieldkit-practice"
_KITS_OWN = "fieldkit-"


@dataclass(frozen=True)
class Instrument:
    """A form of the library.

    Attributes:
        name: `interview` or `service-contact`; `practice` for the form to try out the tablet with.
        file_name: under which it is published.
        content: the XLSForm, to be compiled like any other.
    """

    name: str
    file_name: str
    content: bytes


def is_kits_own(form_id: str) -> bool:
    """Say whether no published form may have this id: all that begin as the kit's do, but for its instruments' own."""
    instruments_own = {f"{_KITS_OWN}{one.name}" for one in instruments()}
    return form_id.casefold().startswith(_KITS_OWN) and form_id not in instruments_own


def instruments() -> tuple[Instrument, ...]:
    """Return all instruments, by name."""
    return tuple(one for one in _library() if one.name != PRACTICE)


def practice_form() -> Instrument:
    """Return the form with which people try out the tablet."""
    return next(one for one in _library() if one.name == PRACTICE)


@cache
def _library() -> tuple[Instrument, ...]:
    files = [entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".md")]
    files.sort(key=_name)
    return tuple(Instrument(file.name.removesuffix(".md"), file.name, file.read_bytes()) for file in files)


def _name(entry: Traversable) -> str:
    return entry.name


def instrument(name: str) -> Instrument:
    """Return one instrument.

    Raises:
        Problem: `404.instrument-not-found`.
    """
    for one in instruments():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in instruments())
    raise Problem("404.instrument-not-found", f"There is no instrument {name}.", remedy=f"There are: {names}.")
