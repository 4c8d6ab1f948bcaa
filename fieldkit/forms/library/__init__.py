"""The instruments that ship with the kit: XLSForms as Markdown tables, in English, Italian and Arabic."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fieldkit.errors import Problem


@dataclass(frozen=True)
class Instrument:
    """A form of the library.

    Attributes:
        name: `interview` or `service-contact`.
        file_name: under which it is published.
        content: the XLSForm, to be compiled like any other.
    """

    name: str
    file_name: str
    content: bytes


@cache
def instruments() -> tuple[Instrument, ...]:
    """Return all instruments, by name."""
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
